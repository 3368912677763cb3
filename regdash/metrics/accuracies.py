"""Shares of correct and incorrect predictions."""

from collections.abc import Mapping

from regdash.metrics.base import Chart, Column, DerivedMetric, EpochMetric, RunReading, Values
from regdash.metrics.context import EpochContext
from regdash.settings.formatting import ACCURACY, POINTS

ACCURACY_CHART = Chart(
    "accuracy",
    "Accuracy",
    "Accuracy",
    "Share of images that are classified correctly. Bold: validation images, which are held out from"
    " training. Dashed: training images.",
    percent=True,
    marked=True,
)

ERROR_CHART = Chart(
    "error",
    "Error",
    "Error",
    "Share of images that are classified wrongly, on a log axis, which shows small differences.",
    percent=True,
    marked=True,
    log=True,
    rare=True,
)


class TrainAccuracy(EpochMetric):
    """Share of correct predictions on a fixed sample of training images."""

    key = "train_accuracy"
    title = "Train. accuracy"
    direction = "higher"
    quantity = ACCURACY
    chart = ACCURACY_CHART
    role = "training"

    def measure(self, context: EpochContext) -> float:
        return context.train.accuracy


class ValAccuracy(EpochMetric):
    """Share of correct predictions on the validation images.

    For a completed run, it is the accuracy on images held out from the choice of the epoch, if that
    is stored: see `regdash.metrics.results.HeldOutAccuracy`.
    """

    key = "val_accuracy"
    title = "Val. accuracy"
    direction = "higher"
    quantity = ACCURACY
    chart = ACCURACY_CHART
    column = Column(
        "Share of the validation images (held out from training) that are classified correctly, at"
        " the epoch of this row",
        seeds="mean_sd",
    )
    in_figures = True
    in_summary = True

    def measure(self, context: EpochContext) -> float:
        return context.validation.accuracy

    def read(self, run: RunReading) -> float | None:
        if run.record is None:
            return None
        return run.results.get("held_out_val_accuracy", run.record.get(self.key))


class TrainError(DerivedMetric):
    """Share of incorrect predictions on a fixed sample of training images."""

    key = "train_error"
    title = "Train. error"
    direction = "lower"
    quantity = ACCURACY
    needs = ("train_accuracy",)
    chart = ERROR_CHART
    role = "training"

    def derive(self, values: Mapping[str, Values]) -> Values:
        return 1 - values["train_accuracy"]


class ValError(DerivedMetric):
    """Share of incorrect predictions on the validation images."""

    key = "val_error"
    title = "Val. error"
    direction = "lower"
    quantity = ACCURACY
    needs = ("val_accuracy",)
    chart = ERROR_CHART

    def derive(self, values: Mapping[str, Values]) -> Values:
        return 1 - values["val_accuracy"]


class AccuracyGap(DerivedMetric):
    """Generalization gap as a share: training accuracy - validation accuracy."""

    key = "accuracy_gap"
    title = "Accuracy gap"
    direction = "lower"
    quantity = POINTS
    needs = ("train_accuracy", "val_accuracy")

    def derive(self, values: Mapping[str, Values]) -> Values:
        return values["train_accuracy"] - values["val_accuracy"]
