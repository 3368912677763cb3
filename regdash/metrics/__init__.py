"""What is measured of a run, and where it is shown: one class per metric.

To add a metric, write its class in a module of this package (see `regdash.metrics.base`) and add
it to the list below. The store, the charts, the live table, the judgement's figures, the terminal
and JSON are derived from the list; the database needs no new column.
"""

from regdash.metrics.accuracies import AccuracyGap, TrainAccuracy, TrainError, ValAccuracy, ValError
from regdash.metrics.effort import Elapsed, EpochNumber, LearningRate, Parameters, Seconds
from regdash.metrics.losses import LossGap, TrainLoss, ValLoss
from regdash.metrics.registry import Registry
from regdash.metrics.results import HeldOutAccuracy, TestAccuracy, TestLoss
from regdash.metrics.weights import HiddenNorm, NearZero, Objective, Penalty, WeightNorm

METRICS = Registry(
    [
        TrainLoss(),
        TrainAccuracy(),
        ValAccuracy(),
        EpochNumber(),
        ValLoss(),
        TrainError(),
        ValError(),
        LossGap(),
        AccuracyGap(),
        TestAccuracy(),
        TestLoss(),
        HeldOutAccuracy(),
        Parameters(),
        Seconds(),
        Elapsed(),
        Penalty(),
        Objective(),
        LearningRate(),
        WeightNorm(),
        HiddenNorm(),
        NearZero(),
    ]
)
"""All metrics, in display order; a chart takes the position of its first metric."""

__all__ = ["METRICS"]
