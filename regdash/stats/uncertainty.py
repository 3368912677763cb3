"""Intervals and p-values for a difference that varies with seeds and images.

The difference d between two mean accuracies has variance `seeds + images`. The seed component is
the sum of `s^2 / S` over the methods, each estimated from S seeds with S - 1 degrees of freedom,
and each at least the residual variance over n images (`floor`). The image component is estimated
from many images and treated as known.

The *interval* is `d ± t sqrt(V)` with Satterthwaite's degrees of freedom (1946, Biometrics
Bulletin 2:110), as usual for sums of mean squares in crossed random effects (Searle, Casella and
McCulloch 1992, chapter 5). The *p-value* that decides the verdict is stricter. Satterthwaite's
approximation holds in the middle of the distribution, not in its tails: with three seeds of
methods with unequal variances it gives p < 0.002 five times too often (simulated). Weerahandi's
generalized p-value (1995, Exact Statistical Methods for Data Analysis, chapter 7; the
Behrens-Fisher problem) averages over the possible values of the unknown variances, and is
conservative whatever their ratio.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from regdash.stats.proportions import LEVEL, Interval

_EDGES = (0.0, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 0.9, 1.0)
"""Where the probability scale is divided; the tails come from small chi-squares."""


@dataclass(frozen=True)
class VarianceComponent:
    """Variance contributed by the seeds of one method, or by paired differences."""

    variance: float
    """Variance of the mean over its seeds, `s^2 / S`, in squared shares."""
    dof: int
    """Degrees of freedom, S - 1, at least 1."""
    floor: float = 0.0
    """Lower bound of the true variance: the residual over images."""

    @property
    def floored(self) -> float:
        """The larger of variance and floor."""
        return max(self.variance, self.floor)


@dataclass(frozen=True)
class Uncertainty:
    """Uncertainty of a difference between two mean accuracies; variances are in squared shares."""

    components: tuple[VarianceComponent, ...]
    """Seed components: one per method, or a single one for paired seeds."""
    image_variance: float
    """Variance over images beyond what the seed components contain."""

    @property
    def variance(self) -> float:
        """Variance over new seeds and new images."""
        floor = sum(each.floor for each in self.components)
        return max(sum(each.variance for each in self.components) + self.image_variance, floor)

    @property
    def dof(self) -> float:
        """Satterthwaite's degrees of freedom."""
        return _satterthwaite(self.variance, self.components)

    def interval(self, difference: float) -> Interval:
        """Return the interval over new seeds and new images.

        Never narrower than the interval over seeds alone.

        Args:
            difference: Observed difference in accuracy, as a share.
        """
        # A known component adds degrees of freedom, which could narrow the interval of the sum.
        half = max(_half_width(self.variance, self.dof), self._seeds_half_width)
        return Interval(difference - half, difference + half)

    def seed_interval(self, difference: float) -> Interval:
        """Return the interval over new seeds on the same images (Welch 1947, Biometrika 34:28)."""
        half = self._seeds_half_width
        return Interval(difference - half, difference + half)

    @property
    def _seeds_half_width(self) -> float:
        alone = sum(each.variance for each in self.components)
        if alone == 0:
            # All seeds tie: only the residual over images is left.
            return _half_width(sum(each.floor for each in self.components), float(np.inf))
        return _half_width(alone, _satterthwaite(alone, self.components))

    def p_value(self, difference: float) -> float:
        """Return the two-sided generalized p-value of equal methods, at a single look.

        The mean of `2 Phi(-|d| / sqrt(V))` over the seed variances `dof * variance / chi2(dof)`,
        each at least its floor.
        """
        from scipy import special

        variance, weights = np.array([self.image_variance]), np.array([1.0])
        for component in self.components:
            factors, own = _inverse_chi2(component.dof)
            drawn = np.maximum(component.floor, component.variance * factors)
            variance = (variance[:, None] + drawn[None, :]).ravel()
            weights = (weights[:, None] * own[None, :]).ravel()
        z = abs(difference) / np.sqrt(np.maximum(variance, 1e-300))
        return float(2 * special.ndtr(-z) @ weights)

    def critical_difference(self, level: float) -> float:
        """Return the smallest absolute difference whose p-value is at most `level`."""
        from scipy import optimize

        scale = np.sqrt(self.variance)
        if scale == 0:
            return 0.0

        def excess(log_difference: float) -> float:
            return self.p_value(scale * np.exp(log_difference)) - level

        # From 0.1 to 10,000 standard errors: with one degree of freedom the tails are long.
        return float(scale * np.exp(optimize.brentq(excess, -2.3, 9.2, xtol=1e-4)))


@cache
def _inverse_chi2(dof: int) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes of `dof / chi2(dof)` and their weights, by Gauss-Legendre between `_EDGES`."""
    from scipy import stats

    x, w = np.polynomial.legendre.leggauss(6)
    pieces = list(pairwise(_EDGES))
    nodes = np.concatenate([(b - a) / 2 * x + (a + b) / 2 for a, b in pieces])
    weights = np.concatenate([(b - a) / 2 * w for a, b in pieces])
    return dof / stats.chi2.ppf(nodes, dof), weights


def _satterthwaite(variance: float, components: Sequence[VarianceComponent]) -> float:
    spread = sum(component.variance**2 / component.dof for component in components)
    return float(np.inf) if spread == 0 else variance**2 / spread


def _half_width(variance: float, dof: float) -> float:
    from scipy import stats

    quantile = (
        stats.norm.ppf(0.5 + LEVEL / 2) if np.isinf(dof) else stats.t.ppf(0.5 + LEVEL / 2, dof)
    )
    return float(quantile * np.sqrt(variance)) if variance > 0 else 0.0
