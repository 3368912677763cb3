"""ZCA whitening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode
from regdash.techniques.wording import format_strength

if TYPE_CHECKING:
    from regdash.datasets.info import DatasetInfo


_MAX_PIXELS = 4096
"""Maximum number of values per image, such as 64 x 64 gray; learning takes seconds, and grows with
their cube."""

_WHITENING = '''
def whiten(images, epsilon):
    """Return a frozen layer that whitens flat images (ZCA), learned from these images alone."""
    mean = images.mean(axis=0, dtype="float64")
    centered = images - mean
    covariance = centered.T @ centered / max(1, len(images) - 1)
    variance, basis = np.linalg.eigh(covariance)
    kernel = basis / np.sqrt(np.maximum(variance, 0) + epsilon) @ basis.T
    layer = keras.layers.Dense(len(mean), trainable=False, name="zca_whitening")
    layer.build((None, len(mean)))
    layer.set_weights([kernel, -mean @ kernel])
    return layer
'''.strip()

_SHOWN_EPSILONS = (0.001, 0.01, 0.1, 1.0)

_VALUES_PER_BLOCK = 40_000_000
"""Larger sets are summed in blocks, which saves memory; 44,100 digits are one block."""


@dataclass(frozen=True)
class Spectrum:
    """Mean and principal axes of the training images, float64."""

    mean: np.ndarray
    """(pixels,)."""
    variance: np.ndarray
    """(pixels,), ascending: the eigenvalues of the covariance."""
    basis: np.ndarray
    """(pixels, pixels), one eigenvector per column."""


class ZCAWhitening(Technique):
    """Decorrelate the pixels, staying as close to the image as possible (Bell and Sejnowski 1997).

    `W = U diag(1 / sqrt(eigenvalue + epsilon)) U^T` from the covariance of the training images,
    in float64; epsilon is added to the eigenvalue, for pixels from 0 to 1.
    """

    key: ClassVar[str] = "zca_whitening"
    title: ClassVar[str] = "ZCA whitening"
    runtime_settings: ClassVar[tuple[str, ...]] = ("epsilon",)
    sentences: ClassVar[tuple[str, str, str]] = (
        "Rotates, rescales and rotates back the pixels so that they no longer vary together; outlines stand out.",
        "It is a preprocessing step, learned from the training images alone and applied to all images; it adds no new images.",
        "A small epsilon amplifies pixels that rarely vary: raise it if test images look like noise.",
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
        return "ZCA" if self.epsilon == default else f"ZCA {format_strength(self.epsilon)}"

    def code_parts(self, text: CodeText) -> KerasCode:
        return KerasCode(
            comment="Learned from the training images alone, applied to all images.",
            helpers=_WHITENING,
            preprocessing=(f"whiten(x_train, {text.setting('epsilon')})",),
        )

    def check_data(self, info: DatasetInfo) -> list[str]:
        if info.pixels <= _MAX_PIXELS:
            return []
        return [
            f"ZCA whitening: the images of {info.name} have {info.pixels:,} values each; at most"
            f" {_MAX_PIXELS:,} are allowed, because it learns a matrix of that number squared. Import"
            " them smaller, with Resize to."
        ]

    def learn(self, images: np.ndarray) -> Spectrum:
        mean = images.mean(axis=0, dtype=np.float64)
        variance, basis = np.linalg.eigh(_covariance(images, mean))
        return Spectrum(mean, variance, basis)

    def preprocess(self, learned: Spectrum) -> tuple[np.ndarray, np.ndarray]:
        mean, variance, basis = learned.mean, learned.variance, learned.basis
        kernel = (basis / np.sqrt(np.maximum(variance, 0.0) + self.epsilon)) @ basis.T
        return kernel.astype(np.float32), (-mean @ kernel).astype(np.float32)

    def preview_variants(self) -> list[Technique]:
        return [ZCAWhitening(epsilon=e) for e in sorted({*_SHOWN_EPSILONS, self.epsilon})]


def _covariance(images: np.ndarray, mean: np.ndarray) -> np.ndarray:
    # float32 would lose the small eigenvalues that whitening divides by.
    count = max(1, len(images) - 1)
    if images.size <= _VALUES_PER_BLOCK:
        centered = images.astype(np.float64) - mean
        return np.asarray(centered.T @ centered / count)
    covariance = np.zeros((len(mean), len(mean)))
    rows = max(1, _VALUES_PER_BLOCK // len(mean))
    for start in range(0, len(images), rows):
        centered = images[start : start + rows].astype(np.float64) - mean
        covariance += centered.T @ centered
    return covariance / count
