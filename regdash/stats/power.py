"""How many seeds it takes to tell a difference, by the very rule that decides words."""

from dataclasses import replace
from functools import lru_cache

from scipy import stats

from regdash.stats.sequential import FIRST_LOOK, LAST_LOOK, look_level
from regdash.stats.uncertainty import SeedPart, Uncertainty

POWER = 0.8
"""Seeds count as enough if this often the word comes at that look."""


def power_at(seeds: int, difference: float, seen: Uncertainty, overall: float) -> float:
    """Probability that a difference is called at a number of seeds.

    Args:
        seeds: Of each method, at least 3; a method that has more already keeps them.
        difference: True difference, a share.
        seen: Its uncertainty at the seeds there are now: spreads are taken to be what they seem.
        overall: Level over all looks, for this one comparison of methods.

    Returns:
        0 to 1; Student's noncentral t with the degrees of freedom there would be.
    """
    then = _grown(seen, seeds)
    error = then.variance**0.5
    needed = then.needed(look_level(overall, seeds))
    # Far away the distribution function of the noncentral t is not computed reliably.
    if abs(difference) > needed + 8 * error:
        return 1.0
    if error == 0:
        return 0.0
    return float(stats.nct.sf(needed / error, min(then.dof, 1e4), abs(difference) / error))


@lru_cache(maxsize=4096)
def seeds_to_tell(difference: float, seen: Uncertainty, now: int, overall: float) -> int | None:
    """Fewest seeds of each method that tell a difference of this size in 4 of 5 cases.

    Args:
        difference: See `power_at`; likewise `seen` and `overall`.
        now: Seeds of the method that has fewer.

    Returns:
        More than `now`; None if no number up to `LAST_LOOK` is enough.
    """
    # One after the other: looks differ in what may be spent, so that power may fall in between.
    looks = range(max(now + 1, FIRST_LOOK), LAST_LOOK + 1)
    enough = (n for n in looks if power_at(n, difference, seen, overall) >= POWER)
    return next(enough, None)


def _grown(seen: Uncertainty, seeds: int) -> Uncertainty:
    return replace(seen, seeds=tuple(_grown_part(part, seeds) for part in seen.seeds))


def _grown_part(part: SeedPart, seeds: int) -> SeedPart:
    then = max(seeds, part.dof + 1)
    times = then / (part.dof + 1)
    return SeedPart(part.raised / times, then - 1, part.floor / times)
