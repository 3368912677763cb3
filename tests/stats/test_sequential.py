"""Levels checked by independent simulation."""

import numpy as np
import pytest
from scipy import stats

from regdash.stats.sequential import (
    FIRST_LOOK,
    LAST_LOOK,
    OVERALL_LEVELS,
    look_level,
    repeated_p,
    share_spent,
)

LOOKS = range(FIRST_LOOK, LAST_LOOK + 1)


def paths(rng: np.random.Generator, count: int) -> np.ndarray:
    """Return p-values of Student's t for equal methods after each seed, float64 (looks, count)."""
    draws = rng.standard_normal((LAST_LOOK, count))
    n = np.arange(1, LAST_LOOK + 1)[:, None]
    mean = draws.cumsum(axis=0) / n
    squares = (draws**2).cumsum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = mean / np.sqrt((squares / n - mean**2) / (n - 1))
    return 2 * stats.t.sf(np.abs(t[FIRST_LOOK - 1 :]), n[FIRST_LOOK - 1 :] - 1)


@pytest.mark.parametrize("overall", [0.05, 0.05 / 3, 0.05 / 8, 0.02])
def test_looking_after_every_seed_keeps_the_level(overall: float) -> None:
    """Including levels between the calibrated ones."""
    count = 400_000
    p_values = paths(np.random.default_rng(11), count)
    levels = np.array([look_level(overall, look) for look in LOOKS])[:, None]
    ever = int((p_values < levels).any(axis=0).sum())
    assert ever <= stats.binom.ppf(0.999, count, overall)
    assert ever > 0.9 * overall * count  # and most of it is used
    # Without adjustment there would be many false positives.
    assert (p_values < overall).any(axis=0).mean() > 2.5 * overall


def test_most_of_the_level_is_spent_at_the_offered_numbers_of_seeds() -> None:
    assert sum(share_spent(look) for look in (3, 5, 10)) == pytest.approx(0.65)
    spent = sum(share_spent(look) for look in LOOKS)
    assert 0.95 < spent < 1  # the rest is for more than 30 seeds
    assert all(share_spent(look) > 0 for look in LOOKS)


def test_repeated_p_and_level_are_inverse() -> None:
    for look in (*LOOKS, 40):
        for overall in (*OVERALL_LEVELS, 0.03, 0.0004):
            level = look_level(overall, look)
            assert repeated_p(level, look) == pytest.approx(overall, rel=1e-6)
            assert repeated_p(0.99 * level, look) < overall < repeated_p(1.01 * level, look)


def test_repeated_p_is_at_least_p_and_at_most_one() -> None:
    for look in (3, 4, 5, 10, 30, 100):
        for p_value in (0.0, 1e-9, 1e-4, 0.01, 0.2, 1.0):
            found = repeated_p(p_value, look)
            assert p_value <= found <= 1


def test_levels_keep_falling_beyond_the_last_look() -> None:
    levels = [look_level(0.05, look) for look in (30, 31, 60, 120)]
    assert levels == sorted(levels, reverse=True)
    assert levels[2] == pytest.approx(levels[0] / 4)


def test_fewer_than_three_seeds_are_rejected() -> None:
    with pytest.raises(ValueError, match="received 2 seeds; allowed: 3 or more"):
        look_level(0.05, 2)
