"""Power of the sequential rule compared with a single look, and the number of seeds needed."""

import numpy as np
import pytest
from scipy import stats

from regdash.stats.power import power_at, seeds_needed
from regdash.stats.sequential import look_level
from regdash.stats.uncertainty import Uncertainty, VarianceComponent

SD = 0.002


def draws(rng: np.random.Generator, seeds: int, shift: float) -> tuple[np.ndarray, np.ndarray]:
    return SD * (rng.standard_normal(seeds) + shift), SD * rng.standard_normal(seeds)


def uncertainty(a: np.ndarray, b: np.ndarray) -> Uncertainty:
    parts = tuple(VarianceComponent(float(x.var(ddof=1)) / len(x), len(x) - 1) for x in (a, b))
    return Uncertainty(parts, 0.0)


def found_at(seeds: int, shift: float, overall: float, repetitions: int = 2000) -> float:
    rng = np.random.default_rng([seeds, round(10 * shift)])
    level, found = look_level(overall, seeds), 0
    for _ in range(repetitions):
        a, b = draws(rng, seeds, shift)
        found += uncertainty(a, b).p_value(a.mean() - b.mean()) < level
    return found / repetitions


def test_three_standard_deviations_are_detected_with_five_seeds() -> None:
    """In at least 4 of 5 cases; Student's paired t test, with a single look, detects 14 of 15."""
    assert found_at(5, 3.0, 0.05) >= 0.8 - 2.6 * np.sqrt(0.16 / 2000)
    rng = np.random.default_rng(0)
    single = [stats.ttest_rel(*draws(rng, 5, 3.0)).pvalue < 0.05 for _ in range(2000)]
    assert np.mean(single) == pytest.approx(0.94, abs=0.02)


@pytest.mark.parametrize(("seeds", "overall"), [(3, 0.05), (5, 0.05), (7, 0.05), (10, 0.05 / 3)])
def test_power_agrees_with_simulation(seeds: int, overall: float) -> None:
    shift = {3: 10.0, 5: 3.0, 7: 2.5, 10: 2.2}[seeds]
    parts = (
        VarianceComponent(SD**2 / seeds, seeds - 1),
        VarianceComponent(SD**2 / seeds, seeds - 1),
    )
    power = power_at(seeds, shift * SD, Uncertainty(parts, 0.0), overall)
    assert power == pytest.approx(found_at(seeds, shift, overall), abs=0.08)


def test_the_seeds_needed_are_enough_and_one_less_is_not() -> None:
    parts = (VarianceComponent(SD**2 / 4, 3), VarianceComponent(SD**2 / 4, 3))
    seen = Uncertainty(parts, 0.0)
    named = seeds_needed(2.0 * SD, seen, 4, 0.05)
    assert named is not None
    assert power_at(named, 2.0 * SD, seen, 0.05) >= 0.8
    assert named == 5 or power_at(named - 1, 2.0 * SD, seen, 0.05) < 0.8
    assert found_at(named, 2.0, 0.05) > 0.72


def test_smaller_differences_need_more_seeds_up_to_a_limit() -> None:
    seen = Uncertainty((VarianceComponent(SD**2 / 5, 4), VarianceComponent(SD**2 / 5, 4)), 0.0)
    named = [seeds_needed(size * SD, seen, 5, 0.05) for size in (4.0, 2.0, 1.5, 1.2)]
    assert None not in named
    assert named == sorted(named)
    assert seeds_needed(0.1 * SD, seen, 5, 0.05) is None
    assert seeds_needed(0.0, seen, 5, 0.05) is None
    # No number of seeds compensates for too few images.
    assert seeds_needed(2.0 * SD, Uncertainty(seen.components, (2 * SD) ** 2), 5, 0.05) is None


def test_a_method_with_more_seeds_keeps_them() -> None:
    """With 3 and 12 seeds now, 8 seeds per method means 8 and 12."""
    seen = Uncertainty((VarianceComponent(SD**2 / 3, 2), VarianceComponent(SD**2 / 12, 11)), 0.0)
    then = Uncertainty((VarianceComponent(SD**2 / 8, 7), VarianceComponent(SD**2 / 12, 11)), 0.0)
    assert power_at(8, 2 * SD, seen, 0.05) == pytest.approx(power_at(8, 2 * SD, then, 0.05))
