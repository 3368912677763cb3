"""What one or two networks' answers on the same images say, and how surely."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

LEVEL = 0.95
"""Level of every interval that is shown."""


@dataclass(frozen=True)
class Interval:
    """A confidence interval of level `LEVEL`."""

    low: float
    high: float


def wilson_interval(right: int, n: int) -> Interval:
    """Wilson's score interval of a share (Wilson 1927, JASA 22:209; Newcombe 1998, method 3).

    `(2 n p + z^2 ± z sqrt(z^2 + 4 n p (1 - p))) / (2 (n + z^2))` with `p = right / n`.

    Args:
        right: Images named rightly, 0 to n.
        n: Images, at least 1.
    """
    found = stats.binomtest(right, n).proportion_ci(LEVEL, method="wilson")
    return Interval(float(found.low), float(found.high))


@dataclass(frozen=True)
class PairedCounts:
    """How two networks answered on the same images."""

    both: int
    first_only: int
    """Images only the first network named rightly."""
    second_only: int
    neither: int

    @property
    def n(self) -> int:
        """Number of images."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def difference(self) -> float:
        """First accuracy minus second, as a share."""
        return (self.first_only - self.second_only) / self.n


def count_pairs(first: np.ndarray, second: np.ndarray) -> PairedCounts:
    """Count right answers in pairs.

    Args:
        first: bool (n,), image by image.
        second: bool (n,), of the same images.

    Raises:
        ValueError: The two are of different length.
    """
    if first.shape != second.shape:
        raise ValueError(f"Answers on {len(first)} and on {len(second)} images make no pairs.")
    return PairedCounts(
        both=int(np.sum(first & second)),
        first_only=int(np.sum(first & ~second)),
        second_only=int(np.sum(~first & second)),
        neither=int(np.sum(~first & ~second)),
    )


def paired_interval(counts: PairedCounts) -> Interval:
    """Interval of the difference of two accuracies on the same images.

    Adjusted Wald (Bonett and Price 2012, J. Educ. Behav. Stat. 37:479): with
    `p12 = (first_only + 1) / (n + 2)` and `p21 = (second_only + 1) / (n + 2)`,
    `p12 - p21 ± z sqrt((p12 + p21 - (p12 - p21)^2) / (n + 2))`, cut to -1 and 1.
    """
    n = counts.n + 2
    p12, p21 = (counts.first_only + 1) / n, (counts.second_only + 1) / n
    centre = p12 - p21
    half = stats.norm.ppf(0.5 + LEVEL / 2) * np.sqrt((p12 + p21 - centre**2) / n)
    return Interval(float(max(-1.0, centre - half)), float(min(1.0, centre + half)))


@dataclass(frozen=True)
class McNemar:
    """Two-sided p-values of the hypothesis that both networks are right equally often."""

    exact: float
    mid_p: float
    """Less cautious; its true error rate is closer to the nominal one."""


def mcnemar(first_only: int, second_only: int) -> McNemar:
    """McNemar's test on the images that one network names rightly and the other does not.

    Exact: two-sided binomial test of `first_only` among `first_only + second_only` at 1/2.
    Mid-p: that p-value minus the probability of the observed count (Fagerland, Lydersen and
    Laake 2013, BMC Med. Res. Methodol. 13:91).
    """
    n = first_only + second_only
    if n == 0:
        return McNemar(1.0, 1.0)
    exact = float(stats.binomtest(first_only, n, 0.5).pvalue)
    if first_only == second_only:
        # Every outcome is at least as extreme; half of the observed one's probability goes.
        return McNemar(1.0, float(1.0 - 0.5 * stats.binom.pmf(first_only, n, 0.5)))
    return McNemar(exact, float(exact - stats.binom.pmf(first_only, n, 0.5)))


def holm(p_values: list[float]) -> list[float]:
    """Adjust p-values of several tests made at once (Holm 1979, Scand. J. Stat. 6:65).

    The i-th smallest of m is multiplied by m - i + 1 (i from 1), then each is raised to the
    largest before it, and cut to 1. Keeps the chance of any false finding at the level.
    """
    m = len(p_values)
    adjusted = [1.0] * m
    highest = 0.0
    for rank, index in enumerate(sorted(range(m), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, (m - rank) * p_values[index]))
        adjusted[index] = highest
    return adjusted
