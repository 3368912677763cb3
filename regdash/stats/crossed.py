"""Uncertainty of a difference in accuracy, with seeds and images as crossed random effects.

Every network of a method predicts the same images. With x(s, i) = 1 where the network of seed s is
correct on image i, a two-way random effects model holds: `x(s, i) = accuracy + seed(s) + image(i) +
residual(s, i)` (Searle, Casella and McCulloch 1992, chapter 4; Owen 2007, Ann. Appl. Stat. 1:386,
calls resampling both factors the pigeonhole bootstrap; here its variance is computed directly).

For the difference between two methods' means over S seeds and n images:

- `s^2 / S` of the accuracies estimates the seed component of each method, including the residual;
- `I`, the variance over images of the mean differences divided by n, estimates the image
  component, including the residual a second time;
- `E = sum of MS_residual / (n S)` is that residual, so the image component alone is `I - E`.

Seeds are treated as independent between methods even when methods share them. Equal seeds share
initial weights and the order of images, but their accuracies correlate weakly if at all (measured:
-0.3 to +0.3 between four methods of the overfit race over 40 seeds, 0.2 to 0.4 between three of the
noisy one over 30), and pairing would halve the degrees of freedom. Runs on different splits of the
data do correlate: differences are then paired by seed, and the number of splits is what counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from regdash.stats.proportions import LEVEL, Interval
from regdash.stats.uncertainty import Uncertainty, VarianceComponent


@dataclass(frozen=True, eq=False)
class CorrectPredictions:
    """Which predictions of several seeds of a method are correct, on the same images."""

    correct: np.ndarray
    """(seeds, images): bool, or float64 differences between two bools."""
    splits: tuple[int, ...] = ()
    """Split of each seed; empty if all seeds were trained on the same images."""

    @property
    def seeds(self) -> int:
        """Number of seeds."""
        return len(self.correct)

    @cached_property
    def accuracies(self) -> np.ndarray:
        """Accuracy of each seed, float64 (seeds,), 0 to 1."""
        return np.asarray(self.correct.mean(axis=1))

    @cached_property
    def image_accuracies(self) -> np.ndarray:
        """Share of the seeds that are correct on each image, float64 (images,), 0 to 1."""
        return np.asarray(self.correct.mean(axis=0))

    @cached_property
    def component(self) -> VarianceComponent:
        """The seed component; requires at least 2 seeds."""
        splits = self.splits or tuple(range(self.seeds))
        return clustered_component(self.accuracies, splits, floor=self._residual / self.seeds)

    @cached_property
    def _residual(self) -> float:
        """`MS_residual / n` of the two-way layout."""
        s, n = self.correct.shape
        if n < 2:
            return 0.0
        x = self.correct
        within = float((x * x).sum() if x.dtype != bool else x.sum())
        total = n * (self.accuracies**2).sum() + s * (self.image_accuracies**2).sum()
        grand = s * n * self.accuracies.mean() ** 2
        return max(0.0, float((within - float(total) + float(grand)) / ((s - 1) * (n - 1)) / n))


def crossed_uncertainty(first: CorrectPredictions, second: CorrectPredictions) -> Uncertainty:
    """Return the uncertainty of two methods' difference in accuracy on the same images.

    Args:
        first: At least 2 seeds.
        second: At least 2 seeds, on the same images in the same order.
    """
    return _with_images(
        (first.component, second.component),
        first.image_accuracies - second.image_accuracies,
        _step(first, second),
    )


def paired_uncertainty(first: CorrectPredictions, second: CorrectPredictions) -> Uncertainty:
    """Return the same for paired seeds: equal rows have equal seeds and splits."""
    differences = CorrectPredictions(
        first.correct.astype(np.float64) - second.correct, first.splits
    )
    return _with_images(
        (differences.component,), differences.image_accuracies, _step(first, second)
    )


def split_uncertainty(
    differences: np.ndarray, splits: Sequence[int], per_image: float, labeled: int
) -> Uncertainty:
    """Return the uncertainty for splits with different validation images.

    The seed component then contains the variation over images. What remains is that all images
    come from one data set.

    Args:
        differences: Differences in accuracy, paired by seed, float64 (seeds,).
        splits: Split of each seed, at least 2 different ones.
        per_image: Mean variance of a single image's difference.
        labeled: Number of images that the splits were drawn from.
    """
    return Uncertainty((clustered_component(differences, splits),), per_image / labeled)


def clustered_component(
    values: np.ndarray, splits: Sequence[int], floor: float = 0.0
) -> VarianceComponent:
    """Return the seed component for seeds that are correlated within their split.

    Cluster-robust variance of the mean over S seeds in G splits (Liang and Zeger 1986, Biometrika
    73:13): `G / (G - 1) sum over splits of (sum of deviations)^2 / S^2`, with G - 1 degrees of
    freedom; with one split per seed it is `s^2 / S`.

    Args:
        values: One value per seed, float64 (seeds,).
        splits: Split of each seed, at least 2 different ones.
        floor: Lower bound of the variance.
    """
    _, which = np.unique(np.asarray(splits), return_inverse=True)
    groups = int(which.max()) + 1
    sums = np.bincount(which, weights=values - values.mean())
    variance = groups / (groups - 1) * float((sums**2).sum()) / len(values) ** 2
    return VarianceComponent(variance, groups - 1, floor)


def images_interval(first: CorrectPredictions, second: CorrectPredictions) -> Interval:
    """Return the interval of the difference between these networks on new images of the same kind.

    With one network per method it is the adjusted Wald interval of Bonett and Price (2012, J. Educ.
    Behav. Stat. 37:479).
    """
    from scipy import stats

    center, variance = _image_component(
        first.image_accuracies - second.image_accuracies, _step(first, second)
    )
    half = stats.norm.ppf(0.5 + LEVEL / 2) * np.sqrt(variance)
    return Interval(float(max(-1.0, center - half)), float(min(1.0, center + half)))


def _step(first: CorrectPredictions, second: CorrectPredictions) -> float:
    """How much one network's prediction changes the mean difference on an image."""
    return 2 / (first.seeds + second.seeds)


def _image_component(differences: np.ndarray, step: float) -> tuple[float, float]:
    """Return the center, and the variance over images divided by their number.

    As in Bonett and Price (2012), two images are added, one in favor of each method. Otherwise,
    networks that agree on every image seen would count as certain to agree on all others.
    """
    n = len(differences) + 2
    center = float(differences.sum()) / n
    square = float((differences**2).sum() + 2 * step**2) / n
    return center, (square - center**2) / n


def _with_images(
    components: tuple[VarianceComponent, ...], differences: np.ndarray, step: float
) -> Uncertainty:
    _, variance = _image_component(differences, step)
    residual = sum(component.floor for component in components)
    lowest = 2 * (step / (len(differences) + 2)) ** 2
    return Uncertainty(components, max(variance - residual, lowest))
