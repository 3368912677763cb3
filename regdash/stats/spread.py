"""Summaries of one value per seed.

The spread (standard deviation) says how much another seed may differ. An interval says how
precisely the mean is known. The two are never mixed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean

import numpy as np

from regdash.stats.proportions import LEVEL, Interval


@dataclass(frozen=True)
class Spread:
    """Mean and standard deviation of the values of several seeds."""

    mean: float
    sd: float | None
    """Standard deviation with n - 1 in the denominator; None for a single value."""
    n: int


def describe(values: Sequence[float]) -> Spread:
    """Return mean, standard deviation, and number of at least one value."""
    data = np.asarray(values, float)
    sd = float(data.std(ddof=1)) if len(data) > 1 else None
    return Spread(fmean(values), sd, len(data))


@cache
def t_factor(n: int) -> float:
    """Return half the width of a mean's interval in standard deviations: `t / sqrt(n)`.

    Student's t with n - 1 degrees of freedom.

    Args:
        n: Number of values, at least 2.
    """
    from scipy import stats

    return float(stats.t.ppf(0.5 + LEVEL / 2, n - 1) / np.sqrt(n))


def mean_interval(values: Sequence[float]) -> Interval | None:
    """Return Student's t interval of the mean, `mean ± t sd / sqrt(n)`.

    None for a single value, and for equal values, where its width would be zero.
    """
    spread = describe(values)
    if not spread.sd:
        return None
    half = t_factor(spread.n) * spread.sd
    return Interval(spread.mean - half, spread.mean + half)


@dataclass(frozen=True)
class Wins:
    """How often the first method beats the second."""

    wins: float
    """Seeds won; a tie counts half."""
    n: int
    """Seeds compared."""
    interval: Interval
    """Interval of the probability of winning on a seed."""

    @property
    def share(self) -> float:
        """Estimated probability that the first method beats the second, 0 to 1."""
        return self.wins / self.n


def probability_better(first: Sequence[float], second: Sequence[float]) -> Wins:
    """Return P(A > B): the share of pairs that A wins (Bouthillier et al. 2021, MLSys, section 4).

    They compute the interval by percentile bootstrap over at least 29 pairs. With only a few pairs
    it collapses to a point when all are won, so Wilson's interval is used here; a tie counts half.

    Args:
        first: One value per seed, at least 1 seed; larger is better.
        second: Values of the same seeds, in the same order.
    """
    from scipy import stats

    a, b = np.asarray(first, float), np.asarray(second, float)
    wins = float(np.sum(a > b) + 0.5 * np.sum(a == b))
    n, z = len(a), float(stats.norm.ppf(0.5 + LEVEL / 2))
    share = wins / n
    # Wilson's interval as in `wilson_interval`, but for counts with halves.
    center = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return Wins(wins, n, Interval(float(max(0.0, center - half)), float(min(1.0, center + half))))
