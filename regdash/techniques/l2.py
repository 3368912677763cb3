"""L2 regularization."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode
from regdash.techniques.wording import format_strength

if TYPE_CHECKING:
    import keras


class L2(Technique):
    """Penalty `l2 * sum(w ** 2)` on every hidden kernel (Keras has no factor 1/2)."""

    key: ClassVar[str] = "l2"
    title: ClassVar[str] = "L2"
    strength: ClassVar[str] = "l2"
    runtime_settings: ClassVar[tuple[str, ...]] = ("l2",)
    sentences: ClassVar[tuple[str, str, str]] = (
        "Adds the sum of the squared weights, times a strength, to the loss.",
        "Every weight is pulled towards zero in proportion to its size, so the network stays smoother.",
        "Too strong and the network becomes nearly linear and underfits; too weak and nothing changes.",
    )
    formula: ClassVar[str] = r"J = L + \lambda \sum_{l}\sum_{ij} \big(W^{(l)}_{ij}\big)^2"

    l2: float = dial(
        1e-4,
        "L2 strength",
        "How strongly squared weights are penalized.",
        scale="log",
        ge=1e-8,
        le=1.0,
    )

    def label(self) -> str:
        return f"L2 {format_strength(self.l2)}"

    def code_parts(self, text: CodeText) -> KerasCode:
        return KerasCode(
            comment="Keras' L2 is strength * sum(w ** 2), without a factor 1/2; biases have none.",
            penalties={"l2": text.setting("l2")},
        )

    def kernel_regularizer(self) -> keras.regularizers.Regularizer:
        import keras

        return keras.regularizers.L2(self.l2)
