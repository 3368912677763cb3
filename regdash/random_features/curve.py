"""Losses and errors by the number of features: settings, and one point after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Literal

import numpy as np
from threadpoolctl import ThreadpoolController

from regdash.random_features.model import RandomFeatures
from regdash.spec import DataSpec

if TYPE_CHECKING:
    from regdash.datasets.preparation import PreparedData

Measure = Literal["val_loss", "train_loss", "val_error", "train_error"]

_NEAR = (0.8, 0.9, 1.0, 1.1, 1.25)
"""Numbers of features near the number of images, as multiples of it: the peak is narrow."""

_LIMITING = Lock()
"""The number of threads is that of the process; two limits at a time would not end as they began."""


def usual_sizes(images: int, first: int = 10, last: int = 5000, steps: int = 16) -> tuple[int, ...]:
    """Return numbers of features on a log scale, and some near the number of training images."""
    near = [images * factor for factor in _NEAR]
    spread = [size for size in np.geomspace(first, last, steps) if not near[0] < size < near[-1]]
    return tuple(sorted({round(size) for size in (*spread, *near)}))


@dataclass(frozen=True)
class CurveSettings:
    """What determines a curve."""

    data: DataSpec
    """Its training images should be few hundred: time grows with the cube of their number."""
    sizes: tuple[int, ...]
    """Numbers of features, ascending."""
    strengths: tuple[float, ...]
    """Of ridge, ascending from 0; see `RandomFeatures.fit`."""
    seeds: tuple[int, ...]
    """Of the features."""
    validation_images: int
    """Number of validation images that are measured, or all if there are fewer."""


@dataclass(frozen=True)
class CurvePoint:
    """What was measured with one number of features; each float64 (seeds, strengths).

    Losses are means over the images of the squared error, summed over the classes; errors are the
    shares of images whose class is not the largest output.
    """

    features: int
    val_loss: np.ndarray
    train_loss: np.ndarray
    val_error: np.ndarray
    train_error: np.ndarray

    def measured(self, measure: Measure) -> np.ndarray:
        """Return a measure by its name."""
        found: np.ndarray = getattr(self, measure)
        return found

    def typical(self, measure: Measure, strength: int) -> float:
        """Return the median over the seeds: at the peak, single seeds are 100 times as high.

        Args:
            measure: Its name.
            strength: Place of the strength in the settings, from 0.
        """
        return float(np.median(self.measured(measure)[:, strength]))


def measure_curve(settings: CurveSettings, data: "PreparedData") -> Iterator[CurvePoint]:
    """Yield one point for each number of features, in ascending order.

    Equal settings give equal numbers. Test images are not used.

    Args:
        settings: Of the curve.
        data: What `prepare` returns for `settings.data`.
    """
    shown = slice(settings.validation_images)
    labels = (data.train.y, data.validation.y[shown])
    features = [
        RandomFeatures(data.train.x, data.validation.x[shown], seed) for seed in settings.seeds
    ]
    for size in settings.sizes:
        # Products of a few hundred images take longer in several threads than in one.
        with _LIMITING, _threads().limit(limits=1, user_api="blas"):
            found = [_measure(one, size, labels, data.classes, settings) for one in features]
        yield CurvePoint(size, *np.transpose(np.array(found, np.float64), (2, 0, 1)))


def _measure(
    features: RandomFeatures,
    size: int,
    labels: tuple[np.ndarray, np.ndarray],
    classes: int,
    settings: CurveSettings,
) -> list[tuple[float, float, float, float]]:
    """Return the measures of one seed, for each strength, in the order of `CurvePoint`."""
    features.grow(size)
    train, validation = (_targets(y, classes) for y in labels)
    return [
        (
            _loss(fit.validation, validation),
            _loss(fit.train, train),
            _error(fit.validation, labels[1]),
            _error(fit.train, labels[0]),
        )
        for fit in features.fit(train, settings.strengths)
    ]


def _targets(labels: np.ndarray, classes: int) -> np.ndarray:
    """Return 1 for the class of an image and 0 for the others, minus their mean."""
    return np.asarray(np.eye(classes)[labels] - 1.0 / classes)


def _loss(outputs: np.ndarray, targets: np.ndarray) -> float:
    return float(np.square(outputs - targets).sum(axis=1).mean())


def _error(outputs: np.ndarray, labels: np.ndarray) -> float:
    return float((outputs.argmax(axis=1) != labels).mean())


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    return ThreadpoolController()
