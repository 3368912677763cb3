"""Checked against statsmodels and known probabilities."""

import numpy as np
import pytest
from statsmodels.stats.weightstats import DescrStatsW

from regdash.stats.proportions import wilson_interval
from regdash.stats.spread import (
    describe,
    mean_interval,
    probability_better,
)


def test_interval_of_the_mean_agrees_with_statsmodels() -> None:
    values = np.random.default_rng(2).normal(0.97, 0.002, 5)
    mean = mean_interval(list(values))
    assert (mean.low, mean.high) == pytest.approx(DescrStatsW(values).tconfint_mean())


def test_spread_of_one_value_and_of_several() -> None:
    assert describe([0.5]).sd is None
    assert mean_interval([0.5]) is None
    spread = describe([1.0, 2.0, 4.0])
    assert (spread.mean, spread.n) == (pytest.approx(7 / 3), 3)
    assert spread.sd == pytest.approx(np.std([1, 2, 4], ddof=1))


def test_probability_that_a_beats_b() -> None:
    wins = probability_better([0.9, 0.8, 0.7, 0.6], [0.8, 0.8, 0.8, 0.5])
    assert (wins.wins, wins.n, wins.share) == (2.5, 4, 0.625)
    all_won = probability_better([2.0] * 5, [1.0] * 5)
    expected = wilson_interval(5, 5)
    assert (all_won.interval.low, all_won.interval.high) == pytest.approx(
        (expected.low, expected.high)
    )


def test_probability_that_a_beats_b_converges_to_the_true_one() -> None:
    """Two normal methods one sd apart: P(A > B) = Phi(1 / sqrt 2) = 0.7602."""
    rng = np.random.default_rng(5)
    found = probability_better(rng.normal(1, 1, 20_000), rng.normal(0, 1, 20_000))
    assert found.share == pytest.approx(0.7602, abs=0.01)
    assert found.interval.low < 0.7602 < found.interval.high
