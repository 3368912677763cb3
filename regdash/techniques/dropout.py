"""Dropout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.settings.types import SeedFor, Shape
from regdash.techniques.base import Technique
from regdash.techniques.dropout_code import DROPOUT
from regdash.techniques.keras_code import KerasCode, LiteralText, shown_lines

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

    from regdash.spec import RunSpec


class Dropout(Technique):
    """Zero each unit with probability `rate` in every training step (Srivastava et al. 2014)."""

    key: ClassVar[str] = "dropout"
    title: ClassVar[str] = "Dropout"
    strength: ClassVar[str] = "rate"
    runtime_settings: ClassVar[tuple[str, ...]] = ("rate", "input_rate")
    sentences: ClassVar[tuple[str, str, str]] = (
        "Switches off a random share of the units in every training step.",
        "No unit can rely on any particular other unit; the result acts like the average of many thinned networks.",
        "It slows learning: use more epochs, and a lower rate for small networks.",
    )
    formula: ClassVar[str] = (
        r"\tilde h = \frac{m \odot h}{1 - p}, \qquad m_i \sim \mathrm{Bernoulli}(1 - p)"
    )

    disturbs_whole_batch: ClassVar[bool] = True

    rate: float = dial(
        0.25,
        "Hidden rate",
        "Share of the hidden units dropped in a step.",
        step=0.05,
        ge=0.0,
        le=0.95,
    )
    input_rate: float = dial(
        0.0,
        "Input rate",
        "Share of the input pixels dropped in a step.",
        step=0.05,
        ge=0.0,
        le=0.95,
    )

    def label(self) -> str:
        text = f"dropout {self.rate:g}"
        return f"{text}, input {self.input_rate:g}" if self.input_rate else text

    def code_parts(self, text: CodeText) -> KerasCode:
        return replace(self._code(text, "Dropout"), helpers=DROPOUT)

    def keras_code(self) -> list[str]:
        """Return the layer of Keras; `code_parts` draws the same numbers as a run."""
        return shown_lines(self._code(LiteralText(self), "keras.layers.Dropout"))

    def _code(self, text: CodeText, layer: str) -> KerasCode:
        def layers(rate: str, seed: str) -> tuple[str, ...]:
            if not getattr(self, rate):
                return ()
            return (text.call(layer, text.setting(rate), seed=seed),)

        return KerasCode(
            comment="The rate is the share that is dropped, in training only.",
            after_input=layers("input_rate", '"input dropout"'),
            after_activation=layers("rate", '"dropout", index'),
        )

    def check(self, spec: RunSpec) -> list[str]:
        if self.rate or self.input_rate:
            return []
        return [
            "Dropout: hidden rate and input rate are both 0; raise one above 0 or leave it out."
        ]

    def program_variant(self) -> tuple[bool, ...]:
        return self.rate > 0, self.input_rate > 0

    def layers_after_input(self, shape: Shape, seed_for: SeedFor) -> list[keras.layers.Layer]:
        import keras

        if not self.input_rate:
            return []
        return [keras.layers.Dropout(self.input_rate, seed=seed_for("input dropout"))]

    def disturb(self, features: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        import tensorflow as tf

        from regdash.techniques.masks import LEVELS, draw_kept

        limit = tf.round(tf.cast(self.input_rate, tf.float64) * LEVELS)  # as `limit_of`
        scale = tf.cast(LEVELS / (LEVELS - limit), tf.float32)
        kept = draw_kept(tf.shape(features), tf.cast(limit, tf.uint32), seed)
        return tf.where(kept, features * scale, 0.0)

    def layers_after_activation(
        self, index: int, shape: Shape, seed_for: SeedFor
    ) -> list[keras.layers.Layer]:
        import keras

        if not self.rate:
            return []
        return [keras.layers.Dropout(self.rate, seed=seed_for("dropout", index))]
