"""Intervals of shares, and several p-values at once."""

from dataclasses import dataclass

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
