"""ZCA whitening."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from regdash.fields import dial
from regdash.techniques.base import Technique
from regdash.techniques.wording import strength


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

    def fit_preprocessing(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        mean = images.mean(axis=0, dtype=np.float64)
        # float32 would lose the small eigenvalues that whitening divides by.
        centred = images.astype(np.float64) - mean
        covariance = centred.T @ centred / max(1, len(centred) - 1)
        variance, basis = np.linalg.eigh(covariance)
        kernel = (basis / np.sqrt(np.maximum(variance, 0.0) + self.epsilon)) @ basis.T
        return kernel.astype(np.float32), (-mean @ kernel).astype(np.float32)
