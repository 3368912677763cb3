from dataclasses import astuple

import numpy as np
import pytest

from regdash.content.presets import PRESETS, find_preset
from regdash.judging.names import distinguish
from regdash.metrics.curves import CURVES, find_best
from regdash.metrics.history import curve_points
from regdash.metrics.record import EpochRecord
from regdash.services.cost import (
    count_epoch_flops,
    count_flops,
    count_weights,
    estimate_seconds,
    speed_of,
)
from regdash.spec import RunSpec


def record(epoch: int, val_loss: float, val_accuracy: float) -> EpochRecord:
    return EpochRecord(epoch, 0.1, val_loss, 0.99, val_accuracy, 0.2, 0.4, 0.001, 2.0)


def test_points_hold_gaps_errors_and_elapsed_time() -> None:
    values = [astuple(record(3, 0.5, 0.9)), astuple(record(4, 0.6, 0.95))]
    rows = curve_points(np.array(values, dtype=float), elapsed=10.0)
    point = dict(zip(CURVES, rows[1], strict=True))
    assert point["epoch"] == 4
    assert point["elapsed"] == 14.0
    assert point["loss_gap"] == pytest.approx(0.5)
    assert point["accuracy_gap"] == pytest.approx(0.04)
    assert point["val_error"] == pytest.approx(0.05)


def test_best_epochs_are_the_first_of_equals() -> None:
    records = [
        record(1, 0.5, 0.90),
        record(2, 0.4, 0.95),
        record(3, 0.4, 0.95),
        record(4, 0.6, 0.94),
    ]
    best = find_best(records)
    assert best is not None
    assert (best.accuracy.epoch, best.loss.epoch) == (2, 2)
    assert find_best([]) is None


def test_equal_names_are_told_apart_by_what_differs() -> None:
    a = RunSpec()
    b = RunSpec(seed=2)
    c = RunSpec.from_dict({"data": {"train_size": 1000}, "seed": 2})
    assert distinguish(["baseline", "dropout 0.25"], [a, b]) == ["baseline", "dropout 0.25"]
    assert distinguish(["baseline", "baseline"], [a, b]) == ["baseline, seed 1", "baseline, seed 2"]
    assert distinguish(["x", "x"], [b, c]) == ["x, 34,300 images", "x, 1,000 images"]
    assert distinguish(["x", "x", "x"], [a, a, b]) == [
        "x, seed 1 (1)",
        "x, seed 1 (2)",
        "x, seed 2",
    ]


def test_weights_and_arithmetic_of_the_articles_network() -> None:
    assert count_weights(RunSpec()) == 1_399_510
    assert count_flops(RunSpec()) == pytest.approx(
        1_399_510 * (10 * (6 * 34_300 + 2 * (14_700 + 5_000)) + 2 * 10_000)
    )


def test_estimates_are_for_the_machine_and_count_compiling_once_a_method() -> None:
    one = estimate_seconds([RunSpec()], 1e11)
    assert one == pytest.approx(1.3 + count_flops(RunSpec()) / 0.6e11)
    assert estimate_seconds([RunSpec(), RunSpec(seed=2)], 1e11) == pytest.approx(2 * one - 1.0)
    epochs = 10 * count_epoch_flops(RunSpec())
    assert speed_of(RunSpec(), epochs / 0.6e11) == pytest.approx(1e11)
    assert speed_of(RunSpec(), 0.5) == 0.0


def test_presets_are_fair_races() -> None:
    for preset in PRESETS:
        first, *others = preset.specs()
        assert first.name == "baseline"
        for spec in others:
            assert spec.replace(techniques={}) == first


def test_the_article_has_its_six_steps() -> None:
    steps = [spec.name for spec in find_preset("article").specs()]
    assert steps == [
        "baseline",
        "L2 1e-4",
        "L1 1e-4",
        "dropout 0.25",
        "dropout 0.25 + ZCA",
        "dropout 0.25 + early stopping 2",
    ]


def test_presets_can_be_changed() -> None:
    specs = find_preset("overfit").specs(data={"train_size": 200}, epochs=2)
    assert {s.data.train_size for s in specs} == {200}
    assert {s.data.validation_share for s in specs} == {0.1}


def test_runs_that_differ_in_a_hidden_setting_are_told_apart() -> None:
    specs = [
        RunSpec.from_dict({"techniques": {"early_stopping": {"monitor": monitor}}})
        for monitor in ("val_accuracy", "val_loss")
    ]
    names = distinguish([spec.name for spec in specs], specs)
    assert names[1] == "early stopping 2, early_stopping=monitor=val_loss"
    assert len(set(names)) == 2
