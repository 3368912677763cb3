"""Metrics of a network, measured when its run is completed."""

from regdash.metrics.base import Column, ResultMetric
from regdash.metrics.context import NetworkResult
from regdash.settings.formatting import ACCURACY, LOSS


class TestAccuracy(ResultMetric):
    """Share of correct predictions on the test images."""

    key = "test_accuracy"
    title = "Test accuracy"
    direction = "higher"
    quantity = ACCURACY
    column = Column(
        "Share of the test images that are classified correctly, with the weights of that epoch."
        " Test images are used only at the end, to report",
        seeds="mean_sd",
    )
    in_figures = True
    in_summary = True
    from_test = True

    def measure(self, result: NetworkResult) -> float:
        return result.test_accuracy


class TestLoss(ResultMetric):
    """Mean cross-entropy on the test images, in nats."""

    key = "test_loss"
    title = "Test loss"
    unit = "nats"
    direction = "lower"
    quantity = LOSS
    in_figures = True
    from_test = True

    def measure(self, result: NetworkResult) -> float:
        return result.test_loss


class HeldOutAccuracy(ResultMetric):
    """Share of correct predictions on validation images, each held out from the choice of the epoch.

    Shown as validation accuracy. Runs of older versions do not have it.
    """

    key = "held_out_val_accuracy"
    title = "Held-out accuracy"
    direction = "higher"
    quantity = ACCURACY
    both_epochs = True

    def measure(self, result: NetworkResult) -> float:
        return float(result.validation_right.mean())
