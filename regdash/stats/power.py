"""How many seeds it takes to detect a difference, by the same rule that decides verdicts."""

from dataclasses import replace
from functools import lru_cache

from regdash.stats.sequential import FIRST_LOOK, LAST_LOOK, look_level
from regdash.stats.uncertainty import Uncertainty, VarianceComponent

POWER = 0.8
"""A number of seeds is enough if a difference is detected with this probability."""


def power_at(seeds: int, difference: float, uncertainty: Uncertainty, overall: float) -> float:
    """Return the probability that a difference is detected at a number of seeds.

    Args:
        seeds: Seeds per method, at least 3; a method that already has more keeps them.
        difference: True difference in accuracy, as a share.
        uncertainty: Its uncertainty at the current seeds; estimated variances are taken as true.
        overall: Level over all looks, for this one comparison of methods, 0 to 0.05.

    Returns:
        0 to 1, by Student's noncentral t with the projected degrees of freedom.
    """
    from scipy import stats

    projected = _project(uncertainty, seeds)
    error = projected.variance**0.5
    critical = projected.critical_difference(look_level(overall, seeds))
    # In the far tail, SciPy's noncentral t is not reliable.
    if abs(difference) > critical + 8 * error:
        return 1.0
    if error == 0:
        return 0.0
    return float(stats.nct.sf(critical / error, min(projected.dof, 1e4), abs(difference) / error))


@lru_cache(maxsize=4096)
def seeds_needed(
    difference: float, uncertainty: Uncertainty, now: int, overall: float
) -> int | None:
    """Return the fewest seeds per method that detect a difference with probability `POWER`.

    Args:
        difference: See `power_at`.
        uncertainty: See `power_at`.
        now: Current seeds of the method that has fewer.
        overall: See `power_at`.

    Returns:
        More than `now`; None if no number up to `LAST_LOOK` is enough.
    """
    # A linear search: looks spend different shares of the level, so power is not monotonic.
    looks = range(max(now + 1, FIRST_LOOK), LAST_LOOK + 1)
    enough = (n for n in looks if power_at(n, difference, uncertainty, overall) >= POWER)
    return next(enough, None)


def _project(uncertainty: Uncertainty, seeds: int) -> Uncertainty:
    projected = tuple(_project_component(each, seeds) for each in uncertainty.components)
    return replace(uncertainty, components=projected)


def _project_component(component: VarianceComponent, seeds: int) -> VarianceComponent:
    now = component.dof + 1
    projected = max(seeds, now)
    factor = projected / now
    return VarianceComponent(component.floored / factor, projected - 1, component.floor / factor)
