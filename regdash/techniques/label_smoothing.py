"""Label smoothing."""

from __future__ import annotations

from typing import ClassVar

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode


class LabelSmoothing(Technique):
    """Train on softened one-hot targets (Szegedy et al. 2016, section 7)."""

    key: ClassVar[str] = "label_smoothing"
    title: ClassVar[str] = "Label smoothing"
    strength: ClassVar[str] = "label_smoothing"
    runtime_settings: ClassVar[tuple[str, ...]] = ("label_smoothing",)
    sentences: ClassVar[tuple[str, str, str]] = (
        "Takes a little probability from the correct class and spreads it over all classes.",
        "The network is not rewarded for ever more confident predictions, so it copes better with wrong labels.",
        "Its probabilities are less extreme by design: judge it by accuracy as well as by loss.",
    )
    formula: ClassVar[str] = r"\tilde y_k = (1 - \alpha)\, y_k + \alpha / K"

    label_smoothing: float = dial(
        0.1,
        "Smoothing",
        "Share of the probability that is spread over all classes.",
        step=0.05,
        gt=0.0,
        le=0.9,
    )

    def label(self) -> str:
        return f"smoothing {self.label_smoothing:g}"

    def code_parts(self, text: CodeText) -> KerasCode:
        return KerasCode(
            comment="Smoothing needs one-hot labels: the sparse cross-entropy of Keras has none.",
            loss_arguments={"label_smoothing": text.setting("label_smoothing")},
        )

    def loss_settings(self) -> dict[str, float]:
        return {"label_smoothing": self.label_smoothing}
