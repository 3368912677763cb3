"""From right answers, crossed by seeds and images, to a difference and how uncertain it is.

Every network of a method answers the same images. With x(s, i) = 1 where the network of seed s is
right on image i, a two-way random effects model holds: `x(s, i) = accuracy + seed(s) + image(i) +
rest(s, i)` (Searle, Casella and McCulloch 1992, chapter 4; Owen 2007, Ann. Appl. Stat. 1:386, calls
resampling both sides the pigeonhole bootstrap; here its variance is worked out instead).

For the difference of two methods' means over S seeds and n images:

- `s^2 / S` of the accuracies estimates the seeds' part of each method, chance on each image for
  itself included;
- `I`, the variance over images of the mean differences divided by n, estimates the images' part,
  that same chance included a second time;
- `E = sum of MS_rest / (n S)` is that chance, so the images' own part is `I - E`.

Seeds count as independent between methods even where they are shared: first weights and order of
images are shared, but accuracies go together weakly if at all (measured: correlations of -0.3 to
+0.3 between four methods of the overfit race over 40 seeds, 0.2 to 0.4 between three of the noisy
one over 30). Pairing would halve the degrees of freedom. Where seeds bring other splits of the
data, they do: differences are then taken seed by seed, and what counts is how many splits there
are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import stats

from regdash.stats.proportions import LEVEL, Interval
from regdash.stats.uncertainty import SeedPart, Uncertainty


@dataclass(frozen=True, eq=False)
class Answers:
    """Right answers of several seeds of a method on the same images."""

    right: np.ndarray
    """(seeds, images): bool, or float differences of two bools."""
    splits: tuple[int, ...] = ()
    """Split of each seed; empty: all learned from the same images."""

    @property
    def seeds(self) -> int:
        """Number of seeds."""
        return len(self.right)

    @cached_property
    def accuracies(self) -> np.ndarray:
        """float64 (seeds,)."""
        return np.asarray(self.right.mean(axis=1))

    @cached_property
    def shares(self) -> np.ndarray:
        """float64 (images,): how many of the seeds are right on each image."""
        return np.asarray(self.right.mean(axis=0))

    @cached_property
    def part(self) -> SeedPart:
        """The seeds' part; takes at least 2 seeds."""
        splits = self.splits or tuple(range(self.seeds))
        return clustered(self.accuracies, splits, floor=self._rest / self.seeds)

    @cached_property
    def _rest(self) -> float:
        """Chance on each image for itself: `MS_rest / n` of the two-way layout."""
        s, n = self.right.shape
        if n < 2:
            return 0.0
        x = self.right
        within = float((x * x).sum() if x.dtype != bool else x.sum())
        total = n * (self.accuracies**2).sum() + s * (self.shares**2).sum()
        grand = s * n * self.accuracies.mean() ** 2
        return max(0.0, float((within - float(total) + float(grand)) / ((s - 1) * (n - 1)) / n))


def cross(first: Answers, second: Answers) -> Uncertainty:
    """Uncertainty of two methods' difference in accuracy on the same images.

    Args:
        first: At least 2 seeds.
        second: At least 2 seeds; the same images in the same order.
    """
    return _with_images(
        (first.part, second.part), first.shares - second.shares, _step(first, second)
    )


def cross_paired(first: Answers, second: Answers) -> Uncertainty:
    """The same where the seeds go together: row by row the same seed and split."""
    differences = Answers(first.right.astype(np.float64) - second.right, first.splits)
    return _with_images((differences.part,), differences.shares, _step(first, second))


def cross_splits(
    differences: np.ndarray, splits: Sequence[int], per_image: float, labelled: int
) -> Uncertainty:
    """Uncertainty where splits brought other validation images.

    Images then vary with the splits, and what is left is that all of them come from one set.

    Args:
        differences: float (seeds,), of accuracies, seed by seed.
        splits: Split of each seed, at least 2 different ones.
        per_image: Mean variance of one image's difference.
        labelled: Images that the splits were drawn from.
    """
    return Uncertainty((clustered(differences, splits),), per_image / labelled)


def clustered(values: np.ndarray, splits: Sequence[int], floor: float = 0.0) -> SeedPart:
    """The seeds' part where those of one split have images in common and go together.

    Cluster-robust variance of the mean over S seeds in G splits (Liang and Zeger 1986, Biometrika
    73:13): `G / (G - 1) sum over splits of (sum of deviations)^2 / S^2`, with G - 1 degrees of
    freedom; with a split for each seed it is `s^2 / S`.
    """
    _, which = np.unique(np.asarray(splits), return_inverse=True)
    groups = int(which.max()) + 1
    sums = np.bincount(which, weights=values - values.mean())
    variance = groups / (groups - 1) * float((sums**2).sum()) / len(values) ** 2
    return SeedPart(variance, groups - 1, floor)


def images_interval(first: Answers, second: Answers) -> Interval:
    """Interval of these very networks' difference on new images of the same kind.

    With one network each it is the adjusted Wald interval of Bonett and Price (2012, J. Educ.
    Behav. Stat. 37:479).
    """
    centre, variance = _images_part(first.shares - second.shares, _step(first, second))
    half = stats.norm.ppf(0.5 + LEVEL / 2) * np.sqrt(variance)
    return Interval(float(max(-1.0, centre - half)), float(min(1.0, centre + half)))


def _step(first: Answers, second: Answers) -> float:
    """How much one network's answer on one image moves a mean difference there."""
    return 2 / (first.seeds + second.seeds)


def _images_part(differences: np.ndarray, step: float) -> tuple[float, float]:
    """Centre, and variance over images divided by their number.

    As in Bonett and Price (2012) two images are added, one for either method, so that networks
    that agree on every image seen do not count as certain to agree on all others.
    """
    n = len(differences) + 2
    centre = float(differences.sum()) / n
    square = float((differences**2).sum() + 2 * step**2) / n
    return centre, (square - centre**2) / n


def _with_images(parts: tuple[SeedPart, ...], differences: np.ndarray, step: float) -> Uncertainty:
    _, variance = _images_part(differences, step)
    chance = sum(part.floor for part in parts)
    least = 2 * (step / (len(differences) + 2)) ** 2
    return Uncertainty(parts, max(variance - chance, least))
