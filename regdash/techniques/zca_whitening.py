"""ZCA whitening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from regdash.settings.fields import dial
from regdash.techniques.base import Technique
from regdash.techniques.wording import strength

if TYPE_CHECKING:
    from regdash.datasets.info import DatasetInfo


MOST_PIXELS = 4096
"""Numbers of an image, such as 64 x 64 grey: learning takes seconds, and grows with their cube."""

_SHOWN_EPSILONS = (0.001, 0.01, 0.1, 1.0)

_NUMBERS_AT_ONCE = 40_000_000
"""Larger sets are added up in blocks, which saves memory; 44,100 digits are one block."""


@dataclass(frozen=True)
class Spectrum:
    """Mean and principal axes of the training images, float64."""

    mean: np.ndarray
    """(pixels,)."""
    variance: np.ndarray
    """(pixels,), ascending: the eigenvalues of the covariance."""
    basis: np.ndarray
    """(pixels, pixels), an eigenvector a column."""


class ZCAWhitening(Technique):
    """Decorrelate the pixels, staying as close to the image as possible (Bell and Sejnowski 1997).

    `W = U diag(1 / sqrt(eigenvalue + epsilon)) U^T` from the covariance of the training images,
    in float64; epsilon is added to the eigenvalue, for pixels from 0 to 1.
    """

    key: ClassVar[str] = "zca_whitening"
    title: ClassVar[str] = "ZCA whitening"
    sentences: ClassVar[tuple[str, str, str]] = (
        "Rotates, rescales and rotates back the pixels so that they no longer vary together; outlines stand out.",
        "It is a preprocessing learned from the training images alone and applied to all images alike; it adds no new images.",
        "A small epsilon blows up pixels that hardly ever vary: raise it if test images look like noise.",
    )
    formula: ClassVar[str] = (
        r"x' = (x - \mu)\,U\,\mathrm{diag}\!\Big(\tfrac{1}{\sqrt{s_i + \varepsilon}}\Big)\,U^\top"
    )

    preprocesses: ClassVar[bool] = True

    epsilon: float = dial(
        0.1,
        "Epsilon",
        "Added to every variance: larger means gentler whitening.",
        scale="log",
        ge=1e-6,
        le=10.0,
    )

    def label(self) -> str:
        default = type(self).model_fields["epsilon"].default
        return "ZCA" if self.epsilon == default else f"ZCA {strength(self.epsilon)}"

    def keras_code(self) -> list[str]:
        return [
            "mean = x_train.mean(axis=0)",
            "variance, u = np.linalg.eigh(np.cov(x_train - mean, rowvar=False))",
            f"zca = (u / np.sqrt(variance + {self.epsilon:g})) @ u.T",
            "x_train, x_val, x_test = ((x - mean) @ zca for x in (x_train, x_val, x_test))",
        ]

    def check_data(self, info: DatasetInfo) -> list[str]:
        if info.pixels <= MOST_PIXELS:
            return []
        return [
            f"ZCA whitening: the images of {info.name} have {info.pixels:,} numbers each; allowed"
            f" are {MOST_PIXELS:,}, because it learns a matrix of their square. Import them smaller,"
            " with Resize to."
        ]

    def learn(self, images: np.ndarray) -> Spectrum:
        mean = images.mean(axis=0, dtype=np.float64)
        variance, basis = np.linalg.eigh(_covariance(images, mean))
        return Spectrum(mean, variance, basis)

    def preprocess(self, learned: Spectrum) -> tuple[np.ndarray, np.ndarray]:
        mean, variance, basis = learned.mean, learned.variance, learned.basis
        kernel = (basis / np.sqrt(np.maximum(variance, 0.0) + self.epsilon)) @ basis.T
        return kernel.astype(np.float32), (-mean @ kernel).astype(np.float32)

    def neighbours(self) -> list[Technique]:
        return [ZCAWhitening(epsilon=e) for e in sorted({*_SHOWN_EPSILONS, self.epsilon})]


def _covariance(images: np.ndarray, mean: np.ndarray) -> np.ndarray:
    # float32 would lose the small eigenvalues that whitening divides by.
    count = max(1, len(images) - 1)
    if images.size <= _NUMBERS_AT_ONCE:
        centred = images.astype(np.float64) - mean
        return np.asarray(centred.T @ centred / count)
    covariance = np.zeros((len(mean), len(mean)))
    rows = max(1, _NUMBERS_AT_ONCE // len(mean))
    for start in range(0, len(images), rows):
        centred = images[start : start + rows].astype(np.float64) - mean
        covariance += centred.T @ centred
    return covariance / count
