"""Decoupled weight decay."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode
from regdash.techniques.wording import format_strength

if TYPE_CHECKING:
    import keras


class WeightDecay(Technique):
    """Shrink kernels in each step, separately from the gradient (Loshchilov and Hutter 2019, AdamW).

    Keras subtracts `learning_rate * weight_decay * w` before the update. Biases and batch
    normalization's scale and shift are excluded.
    """

    key: ClassVar[str] = "weight_decay"
    title: ClassVar[str] = "Weight decay"
    strength: ClassVar[str] = "weight_decay"
    runtime_settings: ClassVar[tuple[str, ...]] = ("weight_decay",)
    sentences: ClassVar[tuple[str, str, str]] = (
        "Shrinks every weight a little in each step, separately from the gradient; with Adam this is AdamW.",
        "Unlike L2 under Adam, all weights decay at the same rate, whatever their gradients.",
        "The step is learning rate times strength, so it needs far larger values than L2.",
    )
    formula: ClassVar[str] = r"w \leftarrow w - \eta\,\lambda\, w - \eta\, \mathrm{step}(\nabla L)"

    weight_decay: float = dial(
        0.004,
        "Decay",
        "Share of a weight taken away per step, times the learning rate.",
        scale="log",
        ge=1e-5,
        le=10.0,
    )

    def label(self) -> str:
        return f"weight decay {format_strength(self.weight_decay)}"

    def code_parts(self, text: CodeText) -> KerasCode:
        return KerasCode(
            comment="With Adam, this is AdamW. By default, Keras would also shrink biases.",
            optimizer_arguments={"weight_decay": text.setting("weight_decay")},
            optimizer_lines=(
                'optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])',
            ),
        )

    def adjust_optimizer(self, optimizer: keras.optimizers.Optimizer) -> None:
        optimizer.weight_decay = self.weight_decay
        optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
