"""Against published examples, statsmodels and simulation."""

import numpy as np
import pytest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from regdash.analysis.proportions import wilson_interval
from regdash.analysis.seeds import (
    bootstrap_interval,
    describe,
    mean_interval,
    paired_difference,
    probability_better,
    unpaired_difference,
)

# Student's sleep data (Student 1908, Biometrika 6:1; R's `sleep`): hours gained by ten patients.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_paired_t_as_published() -> None:
    found = paired_difference(FIRST, SECOND)
    assert found.mean == pytest.approx(-1.58)
    assert found.p_value == pytest.approx(0.002833, abs=1e-6)
    assert found.interval.low == pytest.approx(-2.4598858, abs=1e-6)
    assert found.interval.high == pytest.approx(-0.7001142, abs=1e-6)
    assert (found.n, found.paired) == (10, True)


def test_unpaired_t_as_published() -> None:
    """Welch's test on the same data, as R's manual of `t.test` prints it."""
    found = unpaired_difference(FIRST, SECOND)
    assert found.p_value == pytest.approx(0.07939, abs=1e-5)
    assert found.interval.low == pytest.approx(-3.3654832, abs=1e-6)
    assert found.interval.high == pytest.approx(0.2054832, abs=1e-6)
    assert not found.paired


def test_as_statsmodels() -> None:
    rng = np.random.default_rng(2)
    a, b = rng.normal(0.97, 0.002, 5), rng.normal(0.968, 0.004, 7)
    paired = DescrStatsW(a - b[:5])
    found = paired_difference(a, b[:5])
    assert found.p_value == pytest.approx(paired.ttest_mean()[1])
    assert (found.interval.low, found.interval.high) == pytest.approx(paired.tconfint_mean())
    welch = CompareMeans(DescrStatsW(a), DescrStatsW(b))
    found = unpaired_difference(a, b)
    assert found.p_value == pytest.approx(welch.ttest_ind(usevar="unequal")[1])
    assert (found.interval.low, found.interval.high) == pytest.approx(
        welch.tconfint_diff(usevar="unequal")
    )
    mean = mean_interval(list(a))
    assert (mean.low, mean.high) == pytest.approx(DescrStatsW(a).tconfint_mean())


def test_equal_differences_need_no_test() -> None:
    same = paired_difference([0.9, 0.8], [0.9, 0.8])
    assert (same.mean, same.p_value) == (0.0, 1.0)
    shifted = paired_difference([0.9, 0.8], [0.8, 0.7])
    assert shifted.p_value == 0.0
    assert shifted.interval.low == pytest.approx(0.1)
    assert unpaired_difference([0.9, 0.9], [0.9, 0.9]).p_value == 1.0


@pytest.mark.parametrize("test", [paired_difference, unpaired_difference])
def test_one_seed_is_no_sample(test) -> None:
    with pytest.raises(ValueError, match="at least 2 seeds"):
        test([0.9], [0.8])


def test_spread_of_one_and_of_several() -> None:
    assert describe([0.5]).sd is None
    assert mean_interval([0.5]) is None
    spread = describe([1.0, 2.0, 4.0])
    assert (spread.mean, spread.n) == (pytest.approx(7 / 3), 3)
    assert spread.sd == pytest.approx(np.std([1, 2, 4], ddof=1))


@pytest.mark.parametrize(("seeds", "expected"), [(5, 0.83), (10, 0.90), (30, 0.935)])
def test_coverage_of_the_bootstrap(seeds: int, expected: float) -> None:
    """It runs narrow with few seeds, as its docstring and the page say."""
    rng = np.random.default_rng(seeds)
    inside = []
    for _ in range(600):
        found = bootstrap_interval(rng.normal(0.002, 0.003, seeds))
        inside.append(found.low <= 0.002 <= found.high)
    assert np.mean(inside) == pytest.approx(expected, abs=0.035)


def test_bootstrap_is_deterministic() -> None:
    assert bootstrap_interval([0.1, 0.3, 0.2]) == bootstrap_interval([0.1, 0.3, 0.2])


def test_probability_that_a_beats_b() -> None:
    wins = probability_better([0.9, 0.8, 0.7, 0.6], [0.8, 0.8, 0.8, 0.5])
    assert (wins.wins, wins.n, wins.share) == (2.5, 4, 0.625)
    all_won = probability_better([2.0] * 5, [1.0] * 5)
    expected = wilson_interval(5, 5)
    assert (all_won.interval.low, all_won.interval.high) == pytest.approx(
        (expected.low, expected.high)
    )


def test_probability_that_a_beats_b_tends_to_the_true_one() -> None:
    """Two normal methods one sd apart: P(A > B) = Phi(1 / sqrt 2) = 0.7602."""
    rng = np.random.default_rng(5)
    found = probability_better(rng.normal(1, 1, 20_000), rng.normal(0, 1, 20_000))
    assert found.share == pytest.approx(0.7602, abs=0.01)
    assert found.interval.low < 0.7602 < found.interval.high
