"""Batch normalization."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.settings.types import SeedFor, Shape
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode

if TYPE_CHECKING:
    import keras

    from regdash.spec import RunSpec


class BatchNormalization(Technique):
    """Normalize each unit over the batch, before its activation (Ioffe and Szegedy 2015, 3)."""

    key: ClassVar[str] = "batch_norm"
    title: ClassVar[str] = "Batch normalization"
    sentences: ClassVar[tuple[str, str, str]] = (
        "Gives every hidden unit zero mean and unit variance over the batch, then a learned scale and shift.",
        "Training is faster and more stable, and the noise of the batch statistics regularizes a little.",
        "With few steps per epoch its moving averages lag: lower the momentum on small training sets.",
    )
    formula: ClassVar[str] = (
        r"\hat z = \gamma\,\frac{z - \mu_B}{\sqrt{\sigma_B^2 + \varepsilon}} + \beta"
    )

    momentum: float = dial(
        0.99,
        "Momentum",
        "How slowly the averages used for prediction follow the batches.",
        step=0.01,
        ge=0.0,
        le=0.999,
    )

    def label(self) -> str:
        default = type(self).model_fields["momentum"].default
        return "batch norm" if self.momentum == default else f"batch norm {self.momentum:g}"

    def code_parts(self, text: CodeText) -> KerasCode:
        momentum = f"momentum={text.setting('momentum')}"
        return KerasCode(
            comment="Predictions use moving averages, which lag in the first epochs of small sets.",
            before_activation=(text.call("keras.layers.BatchNormalization", momentum),),
        )

    def check(self, spec: RunSpec) -> list[str]:
        if spec.batch_size > 1:
            return []
        return ["Batch normalization: batch size is 1, but it needs at least 2 images per batch."]

    def layers_before_activation(
        self, index: int, shape: Shape, seed_for: SeedFor
    ) -> list[keras.layers.Layer]:
        import keras

        return [keras.layers.BatchNormalization(momentum=self.momentum)]
