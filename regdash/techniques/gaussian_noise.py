"""Gaussian noise on the inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.settings.types import SeedFor, Shape
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode

if TYPE_CHECKING:
    import keras
    import tensorflow as tf


class GaussianNoise(Technique):
    """Add normal noise to the inputs in training (Bishop 1995: close to a smoothness penalty)."""

    key: ClassVar[str] = "gaussian_noise"
    title: ClassVar[str] = "Gaussian noise"
    strength: ClassVar[str] = "stddev"
    runtime_settings: ClassVar[tuple[str, ...]] = ("stddev",)
    sentences: ClassVar[tuple[str, str, str]] = (
        "Adds fresh random noise to every input pixel in every training step.",
        "The network must give the same prediction for slightly different inputs, so its function becomes smoother.",
        "Pixels range from 0 to 1: a standard deviation above about 0.5 hides the image.",
    )
    formula: ClassVar[str] = (
        r"\tilde x = x + \epsilon, \qquad \epsilon_i \sim \mathcal N(0, \sigma^2)"
    )

    stddev: float = dial(
        0.1,
        "Standard deviation",
        "Size of the noise; pixels range from 0 to 1.",
        step=0.05,
        gt=0.0,
        le=1.0,
    )

    def label(self) -> str:
        return f"noise {self.stddev:g}"

    def code_parts(self, text: CodeText) -> KerasCode:
        stddev = text.setting("stddev")
        return KerasCode(
            after_input=(text.call("keras.layers.GaussianNoise", stddev, seed='"gaussian noise"'),),
        )

    def program_variant(self) -> tuple[bool, ...]:
        # A constant of 1 is left out of the arithmetic, which then rounds otherwise.
        return (self.stddev == 1,)

    def layers_after_input(self, shape: Shape, seed_for: SeedFor) -> list[keras.layers.Layer]:
        import keras

        return [keras.layers.GaussianNoise(self.stddev, seed=seed_for("gaussian noise"))]

    def disturb(self, features: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        import tensorflow as tf

        stddev = tf.cast(self.stddev, tf.float32)
        return features + tf.random.stateless_normal(tf.shape(features), seed, stddev=stddev)
