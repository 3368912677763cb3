"""What several seeds of a method say, and how surely.

Spread (standard deviation) says how much one more seed may differ. Intervals say how well the
mean is known. They are different things and are never mixed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean

import numpy as np
from scipy import stats

from regdash.stats.proportions import LEVEL, Interval


@dataclass(frozen=True)
class Spread:
    """How values of several seeds lie."""

    mean: float
    sd: float | None
    """Standard deviation with n - 1; None for a single value."""
    n: int


def describe(values: Sequence[float]) -> Spread:
    """Mean, standard deviation and number of at least one value."""
    data = np.asarray(values, float)
    sd = float(data.std(ddof=1)) if len(data) > 1 else None
    return Spread(fmean(values), sd, len(data))


@cache
def t_factor(n: int) -> float:
    """Half of the interval of a mean of n values, in standard deviations: `t / sqrt(n)`.

    Student's t with n - 1 degrees of freedom; n is at least 2.
    """
    return float(stats.t.ppf(0.5 + LEVEL / 2, n - 1) / np.sqrt(n))


def mean_interval(values: Sequence[float]) -> Interval | None:
    """Student's t interval of the mean: `mean ± t sd / sqrt(n)`; None for a single value."""
    spread = describe(values)
    if not spread.sd:
        return None  # of equal values it would have width zero, which nobody can be sure of
    half = t_factor(spread.n) * spread.sd
    return Interval(spread.mean - half, spread.mean + half)


@dataclass(frozen=True)
class Wins:
    """How often the first method beats the second."""

    wins: float
    """Seeds won; a tie counts half."""
    n: int
    interval: Interval
    """Of the probability that it wins on a seed."""

    @property
    def share(self) -> float:
        """Estimate of the probability that the first method beats the second."""
        return self.wins / self.n


def probability_better(first: Sequence[float], second: Sequence[float]) -> Wins:
    """P(A > B): share of pairs that A wins (Bouthillier et al. 2021, MLSys, section 4).

    They take the interval from a percentile bootstrap over at least 29 pairs. With the few pairs
    of a demonstration that collapses to a point as soon as all are won, so the interval here is
    Wilson's, ties counted half.

    Args:
        first: One value a seed, at least 1; larger is better.
        second: Of the same seeds, in the same order.
    """
    a, b = np.asarray(first, float), np.asarray(second, float)
    wins = float(np.sum(a > b) + 0.5 * np.sum(a == b))
    n, z = len(a), float(stats.norm.ppf(0.5 + LEVEL / 2))
    share = wins / n
    # Wilson's interval as in `wilson_interval`, but for a count with halves.
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return Wins(wins, n, Interval(float(max(0.0, centre - half)), float(min(1.0, centre + half))))
