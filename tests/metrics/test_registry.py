from dataclasses import dataclass
from typing import Any

import pytest

from regdash.metrics import METRICS
from regdash.metrics.base import EpochMetric, RunReading
from regdash.metrics.effort import Seconds
from regdash.metrics.losses import TrainLoss, ValLoss
from regdash.metrics.registry import Registry
from regdash.settings.formatting import PACE
from tests.support.records import make_epoch


@dataclass
class Clock:
    """The part of a context that the metrics below read."""

    seconds: float = 1.0


class Slow(EpochMetric):
    """Takes two seconds."""

    key = "slow"
    title = "Slow"
    quantity = PACE

    def measure(self, context: Any) -> float:
        context.seconds += 2.0
        return float("nan")


def test_keys_are_unique() -> None:
    registry = Registry([TrainLoss()])
    with pytest.raises(ValueError, match="'train_loss': this key is already in use"):
        registry.add(TrainLoss())
    with registry.added(ValLoss()):
        assert [metric.key for metric in registry] == ["train_loss", "val_loss"]
    assert [metric.key for metric in registry] == ["train_loss"]


def test_seconds_are_measured_last_and_missing_values_are_left_out() -> None:
    values = Registry([Seconds(), Slow()]).measure_epoch(Clock())
    assert values == {"seconds": 3.0}


def test_charts_and_columns_follow_the_list() -> None:
    assert list(METRICS.charts) == [
        "loss",
        "accuracy",
        "error",
        "gap",
        "penalty",
        "weights",
        "near_zero",
    ]
    for chart in METRICS.charts.values():
        assert len(METRICS.curves(chart, "validation")) == 1
        assert len(METRICS.curves(chart, "training")) <= 1
    assert METRICS.curves(METRICS.charts["loss"], "training") == ("train_loss",)
    assert [metric.key for metric, _ in METRICS.columns] == [
        "val_accuracy",
        "epoch",
        "val_loss",
        "loss_gap",
        "test_accuracy",
        "parameters",
        "seconds",
    ]
    assert [metric.key for metric in METRICS.summary] == ["val_accuracy", "test_accuracy"]
    assert METRICS.drawn[:2] == ("epoch", "elapsed")


def test_derived_metrics_need_only_measured_ones() -> None:
    measured = {metric.key for metric in METRICS.measured}
    assert all(measured.issuperset(metric.needs) for metric in METRICS.derived)


def test_accuracy_is_that_on_images_held_out_from_the_choice() -> None:
    accuracy, record = METRICS["val_accuracy"], make_epoch(1, val_accuracy=0.9)
    assert accuracy.read(RunReading(record)) == 0.9
    assert accuracy.read(RunReading(record, {"held_out_val_accuracy": 0.88})) == 0.88
    assert accuracy.read(RunReading(None, {"held_out_val_accuracy": 0.88})) is None


def test_what_was_not_measured_is_none() -> None:
    record = make_epoch(1)
    del record.values["train_loss"]
    known = {m.key: m.read(RunReading(record)) for m in METRICS}
    assert known["loss_gap"] is known["near_zero"] is known["test_loss"] is known["elapsed"] is None
    assert known["val_loss"] == 1.0
    assert all(metric.read(RunReading()) is None for metric in METRICS)
