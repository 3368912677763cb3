"""L1 regularization."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode
from regdash.techniques.wording import format_strength

if TYPE_CHECKING:
    import keras


class L1(Technique):
    """Penalty `l1 * sum(|w|)` on every hidden kernel."""

    key: ClassVar[str] = "l1"
    title: ClassVar[str] = "L1"
    strength: ClassVar[str] = "l1"
    runtime_settings: ClassVar[tuple[str, ...]] = ("l1",)
    sentences: ClassVar[tuple[str, str, str]] = (
        "Adds the sum of the absolute weights, times a strength, to the loss.",
        "The pull is the same for small and large weights, so many end up very close to zero: good for compressing a model.",
        "The same value is far stronger than with L2: about 20 times at the start of training, on the default network.",
    )
    formula: ClassVar[str] = r"J = L + \lambda \sum_{l}\sum_{ij} \big|W^{(l)}_{ij}\big|"

    l1: float = dial(
        1e-4,
        "L1 strength",
        "How strongly absolute weights are penalized.",
        scale="log",
        ge=1e-8,
        le=1.0,
    )

    def label(self) -> str:
        return f"L1 {format_strength(self.l1)}"

    def code_parts(self, text: CodeText) -> KerasCode:
        return KerasCode(
            comment="With Adam, L1 makes weights tiny, but almost never exactly 0: count |w| < 0.001.",
            penalties={"l1": text.setting("l1")},
        )

    def kernel_regularizer(self) -> keras.regularizers.Regularizer:
        import keras

        return keras.regularizers.L1(self.l1)
