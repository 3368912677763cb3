"""Early stopping."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.techniques.base import Technique
from regdash.techniques.keras_code import KerasCode

if TYPE_CHECKING:
    from regdash.spec import RunSpec
    from regdash.techniques.callbacks import TrainingCallback


class EarlyStopping(Technique):
    """Stop when validation has not improved for `patience` epochs (Prechelt 1998; Keras' rule)."""

    key: ClassVar[str] = "early_stopping"
    title: ClassVar[str] = "Early stopping"
    runtime_settings: ClassVar[tuple[str, ...]] = (
        "monitor",
        "patience",
        "min_delta",
        "start_from_epoch",
        "restore_best_weights",
    )
    sentences: ClassVar[tuple[str, str, str]] = (
        "Ends the run when a validation metric has not improved for a number of epochs.",
        "The number of epochs is chosen by the data: later epochs would only fit the training images more closely.",
        "It may stop before a late improvement; more patience costs time but misses less.",
    )
    formula: ClassVar[str] = (
        r"\text{stop at } t \text{ if } t - t_{\text{best so far}} \ge \text{patience}"
    )

    watches_validation: ClassVar[bool] = True

    monitor: Literal["val_loss", "val_accuracy"] = dial(
        "val_accuracy", "Monitor", "Validation metric that must improve."
    )
    patience: int = dial(
        2,
        "Patience",
        "Epochs without improvement before the run ends.",
        unit="epochs",
        step=1,
        ge=1,
        le=1000,
    )
    min_delta: float = dial(
        0.0,
        "Smallest improvement",
        "Smaller changes do not count as improvement.",
        step=0.001,
        ge=0.0,
        le=1.0,
    )
    start_from_epoch: int = dial(
        0,
        "Warm-up",
        "Epochs before monitoring starts.",
        unit="epochs",
        step=1,
        ge=0,
        le=10_000,
    )
    restore_best_weights: bool = dial(
        True,
        "Keep the best weights",
        "Restore the best epoch's weights at the end; otherwise keep the last.",
    )

    def label(self) -> str:
        return f"early stopping {self.patience}"

    def code_parts(self, text: CodeText) -> KerasCode:
        monitor = text.setting("monitor", {"val_loss": "val_cross_entropy"})
        others = ("patience", "min_delta", "start_from_epoch", "restore_best_weights")
        settings = [f"{name}={text.setting(name)}" for name in others]
        return KerasCode(
            comment='val_cross_entropy is the metric CategoricalCrossentropy(name="cross_entropy"): the\n'
            "val_loss of Keras would also contain penalties and label smoothing.",
            callbacks=(
                text.call("keras.callbacks.EarlyStopping", f"monitor={monitor}", *settings),
            ),
        )

    def check(self, spec: RunSpec) -> list[str]:
        if self.start_from_epoch < spec.epochs:
            return []
        return [
            f"Early stopping: warm-up is {self.start_from_epoch} epochs, but the run has only"
            f" {spec.epochs}; choose fewer than {spec.epochs}."
        ]

    def callbacks(self) -> list[TrainingCallback]:
        from regdash.techniques.callbacks import EarlyStoppingCallback

        return [
            EarlyStoppingCallback(
                monitor=self.monitor,
                mode="min" if self.monitor == "val_loss" else "max",
                patience=self.patience,
                min_delta=self.min_delta,
                start_from_epoch=self.start_from_epoch,
                restore_best_weights=self.restore_best_weights,
            )
        ]
