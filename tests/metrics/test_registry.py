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
    """As much of a context as the metrics below look at."""

    seconds: float = 1.0


class Slow(EpochMetric):
    """Takes two seconds."""

    key = "slow"
    title = "Slow"
    quantity = PACE

    def measure(self, context: Any) -> float:
        context.seconds += 2.0
        return float("nan")


def test_a_key_is_taken_once() -> None:
    registry = Registry([TrainLoss()])
    with pytest.raises(ValueError, match="'train_loss': this key is taken"):
        registry.add(TrainLoss())
    with registry.added(ValLoss()):
        assert [metric.key for metric in registry] == ["train_loss", "val_loss"]
    assert [metric.key for metric in registry] == ["train_loss"]


def test_seconds_are_measured_last_and_what_has_no_value_is_left_out() -> None:
    values = Registry([Seconds(), Slow()]).measure_epoch(Clock())
    assert values == {"seconds": 3.0}


def test_places_follow_the_list() -> None:
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


def test_every_metric_names_metrics_that_are_measured() -> None:
    measured = {metric.key for metric in METRICS.measured}
    assert all(measured.issuperset(metric.needs) for metric in METRICS.derived)


def test_accuracy_is_read_off_images_held_out_of_the_choice() -> None:
    accuracy, record = METRICS["val_accuracy"], make_epoch(1, val_accuracy=0.9)
    assert accuracy.read(RunReading(record)) == 0.9
    assert accuracy.read(RunReading(record, {"held_out_val_accuracy": 0.88})) == 0.88
    assert accuracy.read(RunReading(None, {"held_out_val_accuracy": 0.88})) is None


def test_what_was_not_measured_is_not_known() -> None:
    record = make_epoch(1)
    del record.values["train_loss"]
    known = {m.key: m.read(RunReading(record)) for m in METRICS}
    assert known["loss_gap"] is known["near_zero"] is known["test_loss"] is known["elapsed"] is None
    assert known["val_loss"] == 1.0
    assert all(metric.read(RunReading()) is None for metric in METRICS)
