"""On recorded histories: real runs, as `regdash run --json` wrote them."""

import json
from math import log
from pathlib import Path

import pytest

from regdash.analysis.diagnosis import diagnose, label_entropy
from regdash.events import EpochRecord
from regdash.spec import RunSpec

HISTORIES = Path(__file__).parent / "histories"


def read(name: str) -> tuple[RunSpec, list[EpochRecord]]:
    values = json.loads((HISTORIES / f"{name}.json").read_text())
    records = [EpochRecord(learning_rate=0.001, **epoch) for epoch in values["epochs"]]
    return RunSpec.from_dict(values["spec"]), records


def test_strong_l2_underfits() -> None:
    found = diagnose(*read("l2_0.1"))
    assert found.kind == "underfitting"
    assert "stays at 2.30 (11.30 % right)" in found.sentence
    assert found.advice.startswith("Try weaker regularization (L2 0.1)")


def test_the_plain_network_on_1000_images_overfits_from_its_lowest_validation_loss() -> None:
    spec, records = read("baseline_1000_images")
    found = diagnose(spec, records)
    lowest = min(records, key=lambda r: r.val_loss)
    assert (found.kind, found.epoch) == ("overfitting", lowest.epoch)
    assert found.epoch == 8
    assert "has risen by 9% since" in found.sentence
    assert found.advice == "Try more training images, augmentation, or dropout."


def test_before_the_rise_the_same_run_is_not_called_overfitting() -> None:
    spec, records = read("baseline_1000_images")
    assert diagnose(spec, records[:8]).kind == "still improving"
    assert diagnose(spec, records[:2]).kind == "too early"


@pytest.mark.parametrize(
    ("name", "kind", "advice"),
    [
        ("augmentation_1000_images", "still improving", "Train longer: 40 epochs instead of 20."),
        ("slow_learning_rate", "still improving", "Train longer: 24 epochs instead of 12."),
        ("unstable", "unstable", "Try a smaller learning rate (0.3 instead of 0.9)."),
    ],
)
def test_other_recorded_runs(name: str, kind: str, advice: str) -> None:
    found = diagnose(*read(name))
    assert (found.kind, found.advice) == (kind, advice)


def flat(train: float, validation: float) -> list[EpochRecord]:
    return [EpochRecord(e, train, validation, 0.9, 0.9, 0, train, 0.001, 1.0) for e in range(1, 13)]


def test_a_gap_and_a_good_fit() -> None:
    spec = RunSpec.from_dict({"data": {"train_size": 34_300}, "techniques": {"dropout": {}}})
    gap = diagnose(spec, flat(0.02, 0.15))
    assert gap.kind == "a gap"
    assert "stays 0.130 above" in gap.sentence
    assert gap.advice == "Try augmentation, L2, or early stopping."
    assert diagnose(spec, flat(0.06, 0.08)).kind == "fits well"


def test_wrong_labels_raise_what_counts_as_learned() -> None:
    """30 % wrong labels allow no less than 1.27 nats: a network at 1.35 does not underfit."""
    assert label_entropy(0.3, 10) == pytest.approx(-0.7 * log(0.7) - 0.3 * log(0.3 / 9))
    noisy = RunSpec.from_dict({"data": {"label_noise": 0.3}})
    assert diagnose(noisy, flat(1.35, 1.2)).kind == "fits well"
    assert diagnose(RunSpec(), flat(1.35, 1.2)).kind == "underfitting"
