"""L1 and L2 together: the elastic net."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode
from regdash.techniques.wording import format_strength

if TYPE_CHECKING:
    import keras

    from regdash.spec import RunSpec


class L1L2(Technique):
    """Penalty `l1 * sum(|w|) + l2 * sum(w ** 2)` on every hidden kernel (Zou and Hastie 2005)."""

    key: ClassVar[str] = "l1_l2"
    title: ClassVar[str] = "L1 + L2"
    runtime_settings: ClassVar[tuple[str, ...]] = ("l1", "l2")
    sentences: ClassVar[tuple[str, str, str]] = (
        "Adds both penalties at once; also known as the elastic net.",
        "L1 makes the weights sparse, while L2 keeps the rest small and spreads them over similar inputs.",
        "Two strengths to choose: start from values that are mild when used alone.",
    )
    formula: ClassVar[str] = (
        r"J = L + \lambda_1 \sum_{l}\sum_{ij} \big|W^{(l)}_{ij}\big|"
        r" + \lambda_2 \sum_{l}\sum_{ij} \big(W^{(l)}_{ij}\big)^2"
    )

    l1: float = dial(
        1e-5,
        "L1 strength",
        "How strongly absolute weights are penalized.",
        scale="log",
        ge=1e-8,
        le=1.0,
    )
    l2: float = dial(
        1e-4,
        "L2 strength",
        "How strongly squared weights are penalized.",
        scale="log",
        ge=1e-8,
        le=1.0,
    )

    def label(self) -> str:
        return f"L1+L2 {format_strength(self.l1)}/{format_strength(self.l2)}"

    def code_parts(self, text: CodeText) -> KerasCode:
        return KerasCode(penalties={"l1": text.setting("l1"), "l2": text.setting("l2")})

    def check(self, spec: RunSpec) -> list[str]:
        twice = [t.title for t in spec.techniques if t.key in ("l1", "l2")]
        if not twice:
            return []
        return [f"L1 + L2 already contains {' and '.join(twice)}: leave one of them out."]

    def kernel_regularizer(self) -> keras.regularizers.Regularizer:
        import keras

        return keras.regularizers.L1L2(self.l1, self.l2)
