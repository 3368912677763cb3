"""Epoch number, duration, learning rate and number of weights."""

from collections.abc import Mapping

from regdash.metrics.base import Column, DerivedMetric, EpochMetric, Metric, RunReading, Values
from regdash.metrics.context import EpochContext
from regdash.settings.formatting import EPOCH, LOSS, PACE, WEIGHTS


class EpochNumber(Metric):
    """The number of the displayed epoch, from 1."""

    key = "epoch"
    title = "Epoch"
    quantity = EPOCH
    column = Column(
        "The epoch shown in this row: the one that was kept (the latest while a run is training),"
        " or the best; choose under What helped",
        seeds="range",
    )

    def read(self, run: RunReading) -> float | None:
        return None if run.record is None else run.record.epoch


class Parameters(Metric):
    """Number of trainable weights."""

    key = "parameters"
    title = "Weights"
    quantity = WEIGHTS
    column = Column("Number of trainable weights of the network", seeds="same")
    in_figures = True

    def read(self, run: RunReading) -> float | None:
        return run.parameters


class Seconds(EpochMetric):
    """Seconds of training and measuring, excluding compilation and waiting for a turn."""

    key = "seconds"
    title = "s/epoch"
    unit = "s"
    direction = "lower"
    quantity = PACE
    column = Column(
        "Seconds of training per epoch (one pass over the training images), median", seeds="same"
    )
    in_figures = True
    measured_last = True

    def measure(self, context: EpochContext) -> float:
        return context.seconds

    def read(self, run: RunReading) -> float | None:
        return run.pace


class Elapsed(DerivedMetric):
    """Seconds of training since the run began."""

    key = "elapsed"
    title = "Training time"
    unit = "s"
    quantity = PACE
    needs = ("seconds",)
    cumulative = True

    def derive(self, values: Mapping[str, Values]) -> Values:
        return values["seconds"]


class LearningRate(EpochMetric):
    """Learning rate of the optimizer at the end of the epoch."""

    key = "learning_rate"
    title = "Learning rate"
    quantity = LOSS

    def measure(self, context: EpochContext) -> float:
        return context.learning_rate
