"""Intervals of proportions, and correction for multiple tests."""

from dataclasses import dataclass

LEVEL = 0.95
"""Confidence level of every interval shown."""


@dataclass(frozen=True)
class Interval:
    """A confidence interval of level `LEVEL`."""

    low: float
    high: float


def wilson_interval(correct: int, n: int) -> Interval:
    """Return Wilson's score interval (Wilson 1927, JASA 22:209; Newcombe 1998, method 3).

    `(2 n p + z^2 ± z sqrt(z^2 + 4 n p (1 - p))) / (2 (n + z^2))` with `p = correct / n`.

    Args:
        correct: Number of correct predictions, 0 to n.
        n: Number of images, at least 1.

    Returns:
        Interval of the proportion, within 0 to 1.
    """
    from scipy import stats

    found = stats.binomtest(correct, n).proportion_ci(LEVEL, method="wilson")
    return Interval(float(found.low), float(found.high))


def holm(p_values: list[float]) -> list[float]:
    """Adjust p-values for multiple tests (Holm 1979, Scand. J. Stat. 6:65).

    The i-th smallest of m is multiplied by m - i + 1 (i from 1), then raised to the largest before
    it, and capped at 1. This controls the family-wise error rate.

    Returns:
        Adjusted p-values in the order of `p_values`.
    """
    m = len(p_values)
    adjusted = [1.0] * m
    highest = 0.0
    for rank, index in enumerate(sorted(range(m), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, (m - rank) * p_values[index]))
        adjusted[index] = highest
    return adjusted
