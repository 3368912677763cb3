"""Intervals and p-values checked against published examples, statsmodels, and simulation."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from regdash.stats.uncertainty import Uncertainty, VarianceComponent

# Student's sleep data (Student 1908, Biometrika 6:1; R's `sleep`): hours gained by ten patients.
FIRST = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SECOND = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def component(values: np.ndarray) -> VarianceComponent:
    return VarianceComponent(float(values.var(ddof=1)) / len(values), len(values) - 1)


def test_paired_seeds_give_the_paired_t_test() -> None:
    differences = FIRST - SECOND
    found = Uncertainty((component(differences),), 0.0)
    interval = found.interval(differences.mean())
    assert (interval.low, interval.high) == pytest.approx((-2.4598858, -0.7001142), abs=1e-6)
    assert found.p_value(differences.mean()) == pytest.approx(0.002833, abs=3e-6)


def test_independent_seeds_give_welchs_interval() -> None:
    """As printed in R's manual page of `t.test`."""
    found = Uncertainty((component(FIRST), component(SECOND)), 0.0)
    interval = found.seed_interval(FIRST.mean() - SECOND.mean())
    assert (interval.low, interval.high) == pytest.approx((-3.3654832, 0.2054832), abs=1e-6)
    assert found.dof == pytest.approx(17.776, abs=1e-3)


def test_intervals_agree_with_statsmodels() -> None:
    rng = np.random.default_rng(2)
    a, b = rng.normal(0.97, 0.002, 5), rng.normal(0.968, 0.004, 7)
    interval = Uncertainty((component(a), component(b)), 0.0).interval(a.mean() - b.mean())
    welch = CompareMeans(DescrStatsW(a), DescrStatsW(b)).tconfint_diff(usevar="unequal")
    assert (interval.low, interval.high) == pytest.approx(welch)


@pytest.mark.parametrize("dof", [1, 2, 4, 9, 29])
@pytest.mark.parametrize("p_value", [0.5, 0.05, 0.01, 1e-3, 1e-4])
def test_one_unknown_variance_gives_students_p(dof: int, p_value: float) -> None:
    found = Uncertainty((VarianceComponent(1.0, dof),), 0.0)
    assert found.p_value(stats.t.isf(p_value / 2, dof)) == pytest.approx(p_value, rel=0.01)


def test_known_variances_give_the_normal_p() -> None:
    assert Uncertainty((), 4.0).p_value(-2 * 1.959964) == pytest.approx(0.05, abs=1e-6)
    floored = Uncertainty(
        (VarianceComponent(0.0, 2, floor=1.0), VarianceComponent(0.0, 2, floor=3.0)), 0.0
    )
    assert floored.p_value(2 * 1.959964) == pytest.approx(0.05, abs=1e-6)


def test_p_agrees_with_draws_from_the_generalized_pivot() -> None:
    """Weerahandi's definition, sampled instead of integrated."""
    seen = Uncertainty(
        (VarianceComponent(1.0, 2, floor=0.3), VarianceComponent(0.2, 4, floor=0.1)), 0.25
    )
    rng = np.random.default_rng(0)
    variance = 0.25 + sum(
        np.maximum(p.floor, p.variance * p.dof / rng.chisquare(p.dof, 1_000_000))
        for p in seen.components
    )
    for difference in (1.0, 3.0, 8.0):
        drawn = np.mean(2 * stats.norm.sf(difference / np.sqrt(variance)))
        assert seen.p_value(difference) == pytest.approx(drawn, rel=0.02)


@pytest.mark.parametrize("ratio", [1.0, 0.2, 0.0])
@pytest.mark.parametrize("known", [0.0, 0.1])
def test_equal_methods_get_small_p_values_no_more_often(ratio: float, known: float) -> None:
    """With three seeds per method, where Satterthwaite's approximation gives several times as many."""
    rng = np.random.default_rng(1)
    count, seeds = 20_000, 3
    a = rng.standard_normal((count, seeds))
    b = ratio * rng.standard_normal((count, seeds))
    images = np.sqrt(known) * rng.standard_normal(count)
    differences = a.mean(axis=1) - b.mean(axis=1) + images
    small = approximate = 0
    for x, y, difference in zip(a, b, differences, strict=True):
        seen = Uncertainty((component(x), component(y)), known)
        if abs(difference) < 1.9 * np.sqrt(seen.variance):
            continue
        small += seen.p_value(difference) < 0.01
        approximate += 2 * stats.t.sf(abs(difference) / np.sqrt(seen.variance), seen.dof) < 0.01
    assert small <= stats.binom.ppf(0.999, count, 0.01)
    if known and ratio < 1:
        assert approximate > 0.02 * count


def test_the_critical_difference_has_the_p_value_of_the_level() -> None:
    seen = Uncertainty((VarianceComponent(1e-6, 4, 4e-7), VarianceComponent(3e-6, 4, 5e-7)), 1e-6)
    for level in (0.05, 0.01, 1e-4):
        assert seen.p_value(seen.critical_difference(level)) == pytest.approx(level, rel=1e-3)


def test_image_variance_never_reduces_uncertainty() -> None:
    """With Satterthwaite's formula alone it would: a known component adds degrees of freedom."""
    parts = (VarianceComponent(1.0, 2), VarianceComponent(0.0, 2, floor=0.01))
    widths = [
        found.high - found.low
        for images in (0.0, 0.05, 0.2, 1.0, 5.0)
        for found in [Uncertainty(parts, images).interval(0.0)]
    ]
    assert widths == sorted(widths)
    p_values = [Uncertainty(parts, images).p_value(4.0) for images in (0.0, 0.05, 0.2, 1.0, 5.0)]
    assert p_values == sorted(p_values)


def test_tied_seeds_leave_the_residual_over_images() -> None:
    ties = Uncertainty((VarianceComponent(0.0, 2, 1e-6), VarianceComponent(0.0, 2, 1e-6)), 1e-7)
    interval = ties.interval(0.005)
    assert interval.high - interval.low > 4e-3
    assert ties.p_value(0.0005) > 0.5
