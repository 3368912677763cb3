"""On recorded histories: real runs, as `regdash run --json` wrote them."""

import json
from math import log
from pathlib import Path

import pytest

from regdash.analysis.diagnosis import diagnose, label_entropy
from regdash.analysis.methods import TrainedRun
from regdash.events import EpochRecord
from regdash.spec import RunSpec

HISTORIES = Path(__file__).parent / "histories"


def read(name: str, epochs: int | None = None, status: str = "finished") -> TrainedRun:
    values = json.loads((HISTORIES / f"{name}.json").read_text())
    records = [EpochRecord(learning_rate=0.001, **epoch) for epoch in values["epochs"]]
    return TrainedRun(name, RunSpec.from_dict(values["spec"]), status, tuple(records[:epochs]))


def test_strong_l2_underfits() -> None:
    found = diagnose(read("l2_0.1"))
    assert found.kind == "underfitting"
    assert "stays at 2.30 (11.30 % right)" in found.sentence
    assert found.advice.startswith("Try weaker regularization (L2 0.1)")


def test_the_plain_network_on_1000_images_overfits_from_its_lowest_validation_loss() -> None:
    run = read("baseline_1000_images")
    found = diagnose(run)
    lowest = min(run.records, key=lambda r: r.val_loss)
    assert (found.kind, found.epoch) == ("overfitting", lowest.epoch)
    assert found.epoch == 8
    assert "has risen by 9% since" in found.sentence
    assert found.advice == "Try more training images, augmentation, or dropout."


def test_before_the_rise_the_same_run_is_not_called_overfitting() -> None:
    early = diagnose(read("baseline_1000_images", 8, "running"))
    assert (early.kind, early.advice) == ("still improving", "Let it train to its end.")
    assert diagnose(read("baseline_1000_images", 2, "running")).kind == "too early"


def test_how_a_run_ended_changes_the_advice() -> None:
    diverged = diagnose(read("slow_learning_rate", 4, "diverged"))
    assert diverged.kind == "unstable"
    assert "diverged after 4 whole epochs" in diverged.sentence
    stopped = diagnose(read("slow_learning_rate", 8, "stopped_early"))
    assert stopped.advice.startswith("Give early stopping more patience")


@pytest.mark.parametrize(
    ("name", "kind", "advice"),
    [
        ("augmentation_1000_images", "still improving", "Train longer: 40 epochs instead of 20."),
        ("slow_learning_rate", "still improving", "Train longer: 24 epochs instead of 12."),
        ("unstable", "unstable", "Try a smaller learning rate (0.3 instead of 0.9)."),
    ],
)
def test_other_recorded_runs(name: str, kind: str, advice: str) -> None:
    found = diagnose(read(name))
    assert (found.kind, found.advice) == (kind, advice)


def flat(spec: RunSpec, train: float, validation: float) -> TrainedRun:
    records = [
        EpochRecord(e, train, validation, 0.9, 0.9, 0, train, 0.001, 1.0)
        for e in range(1, spec.epochs + 1)
    ]
    return TrainedRun("flat", spec, "finished", tuple(records))


def test_a_gap_and_a_good_fit() -> None:
    spec = RunSpec.from_dict({"data": {"train_size": 34_300}, "techniques": {"dropout": {}}})
    gap = diagnose(flat(spec, 0.02, 0.15))
    assert gap.kind == "a gap"
    assert "ends 0.130 above" in gap.sentence
    assert gap.advice == "Try augmentation, L2, or early stopping."
    assert diagnose(flat(spec, 0.06, 0.08)).kind == "fits well"


def test_wrong_labels_raise_what_counts_as_learned() -> None:
    """30 % wrong labels allow no less than 1.27 nats: a network at 1.35 does not underfit."""
    assert label_entropy(0.3, 10) == pytest.approx(-0.7 * log(0.7) - 0.3 * log(0.3 / 9))
    noisy = RunSpec.from_dict({"data": {"label_noise": 0.3}})
    assert diagnose(flat(noisy, 1.35, 1.2)).kind == "fits well"
    assert diagnose(flat(RunSpec(), 1.35, 1.2)).kind == "underfitting"
