"""Random ReLU features, and ridge regression on them for all strengths at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Fit(NamedTuple):
    """Outputs of a model that was fitted with one strength."""

    train: np.ndarray
    """float64 (training images, classes)."""
    validation: np.ndarray
    """float64 (validation images, classes)."""


class RandomFeatures:
    """Features `relu(w·x + b)` of images, whose number only grows.

    Each `(w, b)` is drawn uniformly from the unit sphere and never trained (as the random ReLU
    features of Belkin et al. 2019, "Reconciling modern machine-learning practice and the classical
    bias-variance trade-off"). The first N are the same however many follow. All are scaled by one
    factor, so that the features of a training image have the mean squared length 1.

    Only the products of images' features are kept: they are all that least squares needs.
    """

    def __init__(self, train: np.ndarray, validation: np.ndarray, seed: int) -> None:
        """Begin without features.

        Args:
            train: float32 (n, inputs), at least one of them not 0.
            validation: float32 (m, inputs).
            seed: Of the features; equal seeds give equal features.
        """
        self._train, self._validation = _with_one(train), _with_one(validation)
        self._random = np.random.default_rng(seed)
        inputs = self._train.shape[1]
        # The expected square of a feature of x is |x|² / (2 inputs).
        self._scale = 2.0 * inputs / float(np.square(self._train).sum(axis=1).mean())
        self._among = np.zeros((len(train), len(train)))
        self._across = np.zeros((len(validation), len(train)))
        self.count = 0
        """Number of features."""

    def grow(self, count: int) -> None:
        """Draw more features, until there are `count`."""
        rows = self._random.standard_normal((count - self.count, self._train.shape[1]))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        # In float64: in float32, how a feature is rounded may depend on how many are drawn at once.
        train, validation = (
            np.maximum(images @ rows.T, 0) for images in (self._train, self._validation)
        )
        self._among += train @ train.T
        self._across += validation @ train.T
        self.count = count

    def fit(self, targets: np.ndarray, strengths: Sequence[float]) -> list[Fit]:
        """Fit targets by least squares, once for each strength of ridge.

        It minimizes the mean over the training images of the squared error, summed over the
        classes, plus the strength times the sum of the squared weights. For strength 0, it is the
        solution with the smallest weights (Hastie et al. 2022, "Surprises in high-dimensional
        ridgeless least squares interpolation"). One eigendecomposition serves all strengths.

        Args:
            targets: float64 (n, classes).
            strengths: Each at least 0.
        """
        factor = self._scale / self.count
        values, vectors = np.linalg.eigh(self._among * factor)
        # With fewer features than images, the others are 0 up to rounding.
        known = values > values[-1] * len(values) * np.finfo(np.float64).eps
        values, vectors = values[known], vectors[:, known]
        along = vectors.T @ targets
        across = (self._across * factor) @ vectors
        fits = []
        for strength in strengths:
            solved = along / (values + strength * len(targets))[:, None]
            fits.append(Fit(vectors @ (values[:, None] * solved), across @ solved))
        return fits


def _with_one(images: np.ndarray) -> np.ndarray:
    """Append a 1 to each image, which the bias is multiplied with; float64 (n, inputs + 1)."""
    return np.hstack([images.astype(np.float64), np.ones((len(images), 1))])
