"""How far a difference of two methods may be chance: of the seeds, and of the images.

The difference d of two mean accuracies has variance `seeds + images`. The seeds' part is the sum
of `s^2 / S` over the methods, each estimated from S seeds with S - 1 degrees of freedom, and each
known to be at least what naming n images rightly by chance leaves over (`floor`). The images' part
is known from thousands of images and counts as known.

The *interval* is `d ± t sqrt(V)` with Satterthwaite's degrees of freedom (1946, Biometrics
Bulletin 2:110), as usual for sums of mean squares in crossed random effects (Searle, Casella and
McCulloch 1992, chapter 5). The *p-value* that decides words is stricter. Satterthwaite's
approximation holds in the middle of the distribution, not in its tails: with three seeds of
methods of unequal spread it finds p < 0.002 five times too often (simulated). Weerahandi's
generalized p-value (1995, Exact Statistical Methods for Data Analysis, chapter 7; the
Behrens-Fisher problem) averages over what the unknown variances may be, and is not too small
whatever their ratio.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from scipy import optimize, special, stats

from regdash.stats.proportions import LEVEL, Interval

_EDGES = (0.0, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 0.9, 1.0)
"""The probability scale is cut here: small chi-squares make the tails."""


@dataclass(frozen=True)
class SeedPart:
    """What the seeds of one method (or its paired differences) contribute."""

    variance: float
    """Of the mean over its seeds, `s^2 / S`, a share squared."""
    dof: int
    """S - 1, at least 1."""
    floor: float = 0.0
    """What it is at least: chance on each image for itself."""

    @property
    def raised(self) -> float:
        """The variance, at least the floor."""
        return max(self.variance, self.floor)


@dataclass(frozen=True)
class Uncertainty:
    """Of a difference of two mean accuracies; all variances are shares squared."""

    seeds: tuple[SeedPart, ...]
    """One or two parts."""
    images: float
    """What other images would change, beyond what the seeds' parts contain."""

    @property
    def variance(self) -> float:
        """Over new seeds and new images."""
        floor = sum(part.floor for part in self.seeds)
        return max(sum(part.variance for part in self.seeds) + self.images, floor)

    @property
    def dof(self) -> float:
        """Satterthwaite's degrees of freedom."""
        return _satterthwaite(self.variance, self.seeds)

    def interval(self, difference: float) -> Interval:
        """Over new seeds and new images; never narrower than over seeds alone."""
        # A part that is known makes the estimate of the sum firmer, but the sum not smaller.
        half = max(_half_width(self.variance, self.dof), self._seeds_half_width)
        return Interval(difference - half, difference + half)

    def seed_interval(self, difference: float) -> Interval:
        """Over new seeds on the same images: Welch's interval (1947, Biometrika 34:28)."""
        half = self._seeds_half_width
        return Interval(difference - half, difference + half)

    @property
    def _seeds_half_width(self) -> float:
        alone = sum(part.variance for part in self.seeds)
        if alone == 0:
            # Ties: what is left is what so many images would make of equal networks.
            return _half_width(sum(part.floor for part in self.seeds), float(np.inf))
        return _half_width(alone, _satterthwaite(alone, self.seeds))

    def p_value(self, difference: float) -> float:
        """Two-sided generalized p-value of equal methods, at a single look.

        The mean of `2 Phi(-|d| / sqrt(V))` over the seeds' variances `dof * variance / chi2(dof)`,
        each at least its floor.
        """
        variance, weights = np.array([self.images]), np.array([1.0])
        for part in self.seeds:
            factors, own = _inverse_chi2(part.dof)
            drawn = np.maximum(part.floor, part.variance * factors)
            variance = (variance[:, None] + drawn[None, :]).ravel()
            weights = (weights[:, None] * own[None, :]).ravel()
        z = abs(difference) / np.sqrt(np.maximum(variance, 1e-300))
        return float(2 * special.ndtr(-z) @ weights)

    def needed(self, level: float) -> float:
        """Smallest absolute difference whose p-value is at most `level`."""
        scale = np.sqrt(self.variance)
        if scale == 0:
            return 0.0

        def excess(log_difference: float) -> float:
            return self.p_value(scale * np.exp(log_difference)) - level

        # From a tenth to ten thousand standard errors: with one degree of freedom tails are long.
        return float(scale * np.exp(optimize.brentq(excess, -2.3, 9.2, xtol=1e-4)))


@cache
def _inverse_chi2(dof: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes of `dof / chi2(dof)` and their weights, by Gauss-Legendre between `_EDGES`."""
    x, w = np.polynomial.legendre.leggauss(6)
    pieces = list(pairwise(_EDGES))
    nodes = np.concatenate([(b - a) / 2 * x + (a + b) / 2 for a, b in pieces])
    weights = np.concatenate([(b - a) / 2 * w for a, b in pieces])
    return dof / stats.chi2.ppf(nodes, dof), weights


def _satterthwaite(variance: float, parts: Sequence[SeedPart]) -> float:
    spread = sum(part.variance**2 / part.dof for part in parts)
    return float(np.inf) if spread == 0 else variance**2 / spread


def _half_width(variance: float, dof: float) -> float:
    quantile = (
        stats.norm.ppf(0.5 + LEVEL / 2) if np.isinf(dof) else stats.t.ppf(0.5 + LEVEL / 2, dof)
    )
    return float(quantile * np.sqrt(variance)) if variance > 0 else 0.0
