from dataclasses import replace
from typing import Any

import pytest

from regdash.judging.deltas import accuracy_interval, compare_figures
from regdash.judging.differences import compare_settings, list_changes
from regdash.judging.fairness import check_fairness
from regdash.judging.methods import Method, measured_and_held_out
from regdash.spec import RunSpec
from regdash.stats.proportions import wilson_interval
from tests.support.evidence import make_method, make_run

BASELINE = make_method("baseline", [0.90, 0.91, 0.92])


def sentences(method: Method, blocks: bool = False) -> list[str]:
    return [c.sentence for c in check_fairness(method, BASELINE) if c.blocks == blocks]


def test_a_difference_in_techniques_alone_is_fair() -> None:
    other = make_method("dropout", [0.9, 0.9, 0.9], techniques={"dropout": {}})
    assert check_fairness(other, BASELINE) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"train_size": 2000}, "Trained on 2,000 images, the baseline on 1,000"),
        ({"label_noise": 0.2}, "20% of its training labels are wrong, the baseline has 0%."),
        ({"validation_share": 0.2}, "Different split"),
        ({"split_seed": 2}, "Different split"),
    ],
)
def test_different_data_rule_out_a_verdict(data: dict, expected: str) -> None:
    data = {"train_size": 1000, "validation_share": 0.1, **data}
    (found,) = sentences(make_method("m", [0.9, 0.9, 0.9], data=data), blocks=True)
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"epochs": 5}, "Epochs 5, the baseline has 2."),
        ({"batch_size": 32}, "Batch size 32, the baseline has 128."),
        ({"network": {"hidden_layers": [64, 32]}}, "Network 64-32, the baseline has 500x5."),
        ({"optimizer": {"learning_rate": 0.01}}, "Learning rate 0.01, the baseline has 0.001."),
        ({"seconds": 1.6}, "Each epoch takes 1.6 times as long as with the baseline"),
        (
            {"penalty": 0.001},
            "The penalty of m had almost no effect: it was at most 0.2% of the objective.",
        ),
    ],
)
def test_different_settings_warn(changes: dict, expected: str) -> None:
    (found,) = sentences(make_method("m", [0.9, 0.9, 0.9], **changes))
    assert found.startswith(expected)


def test_different_seeds_on_the_same_split_are_fair() -> None:
    assert sentences(make_method("m", [0.9, 0.9])) == []
    assert sentences(make_method("m", [0.9, 0.9], first_seed=7)) == []


def test_unequal_splits_warn() -> None:
    data = {"train_size": 1000, "validation_share": 0.1, "split_seed": 2}
    runs = (*BASELINE.runs, make_run(seed=4, data=data))
    (found,) = sentences(Method("m", "m", 0, runs))
    assert found == (
        "Unequal splits: of 4 and 3 runs, 3 have the same seed and split; the others were trained on"
        " different images."
    )


def test_choosing_the_epoch_on_validation_images_warns_with_its_effect() -> None:
    stopping = {"early_stopping": {"patience": 1}}
    run = make_run(0.9, techniques=stopping, images=1000)
    (unknown,) = sentences(Method("m", "m", 0, (run,)), blocks=True)
    assert unknown.startswith("The epoch of m was chosen on validation images, and the version")
    known = replace(run, results={"kept": {"held_out_val_accuracy": 0.8975}})
    (caution,) = sentences(Method("m", "m", 0, (known,)))
    assert caution == (
        "The epoch of m was chosen on validation images. Its accuracy is measured on images held out"
        " from that choice; on the images used to choose, it is 0.25 points higher."
    )
    lower = replace(run, results={"kept": {"held_out_val_accuracy": 0.9025}})
    (caution,) = sentences(Method("m", "m", 0, (lower,)))
    assert caution.endswith("it is 0.25 points lower.")
    equal = replace(run, results={"kept": {"held_out_val_accuracy": 0.9}})
    assert sentences(Method("m", "m", 0, (equal,))) == []
    assert known.figures("kept")["val_accuracy"] == 0.8975
    assert check_fairness(Method("m", "m", 0, (run,)), BASELINE, on="test") == []
    best = [c.sentence for c in check_fairness(BASELINE, BASELINE, at="best")]
    assert len(best) == 2
    assert measured_and_held_out([known, run, BASELINE.runs[0]], "kept") == ([0.9], [0.8975])


def test_runs_that_were_not_completed_warn_or_rule_out_a_verdict() -> None:
    runs = (make_run(seed=1), make_run(seed=2, status="diverged"), make_run(seed=3))
    (found,) = sentences(Method("m", "m", 0, runs))
    assert found.startswith("m: 1 of 3 runs excluded (diverged)")
    (found,) = sentences(make_method("m", [0.9] * 3, status="stopped"), blocks=True)
    assert found == "No run of m was completed: stopped manually."
    assert sentences(make_method("m", [0.9] * 3, status="running"), blocks=True) == []


def test_a_seed_that_was_trained_again_is_not_missing() -> None:
    runs = (make_run(seed=1, status="stopped"), *BASELINE.runs)
    assert sentences(Method("m", "m", 0, runs)) == []


def test_a_slower_baseline_warns_too() -> None:
    quick = make_method("m", [0.9, 0.9, 0.9], seconds=0.5)
    (found,) = sentences(quick)
    assert found.startswith("Each epoch takes only 50% of the time it takes with")


def test_momentum_matters_only_with_sgd() -> None:
    found = sentences(make_method("m", [0.9] * 3, optimizer={"name": "sgd"}))
    assert [sentence.split()[0] for sentence in found] == ["Optimizer", "Learning"]


def test_figures_are_means_over_all_completed_seeds() -> None:
    other = make_method("o", [0.93, 0.92], penalty=0.1)
    found = compare_figures(other, BASELINE, "kept")
    accuracy = found["val_accuracy"]
    assert (accuracy.value.mean, accuracy.reference.mean) == pytest.approx((0.925, 0.91))
    assert (accuracy.value.n, accuracy.reference.n) == (2, 3)
    assert found["loss_gap"].value.mean == found["loss_gap"].reference.mean == pytest.approx(0.2)
    assert compare_figures(BASELINE, BASELINE, "best")["near_zero"].reference is None
    assert compare_figures(make_method("r", [0.9], status="running"), BASELINE, "kept") == {}


def test_the_accuracy_of_a_single_network_has_an_interval() -> None:
    once = make_run(0.9, images=1000)
    assert accuracy_interval(once, "test", "kept") == wilson_interval(900, 1000)
    assert accuracy_interval(make_run(0.9), "test", "kept") is None


def test_settings_that_differ() -> None:
    plain = [make_run(seed=s).spec for s in (1, 2)]
    drop = [make_run(seed=1, techniques={"dropout": {"rate": 0.5}}, epochs=4).spec]
    rows = {row.title: row for row in compare_settings([plain, drop])}
    differing = {title: row.values for title, row in rows.items() if row.differs}
    assert differing == {
        "Dropout: Hidden rate": ("–", "0.5"),
        "Dropout: Input rate": ("–", "0"),
        "Epochs": ("2", "4"),
        "Seed": ("1, 2", "1"),
    }
    assert rows["Training images"].values == ("1,000", "1,000")
    assert not any(title.startswith("L2") for title in rows)


def test_changes_name_techniques_and_settings_with_both_values() -> None:
    def spec(**changes: Any) -> RunSpec:
        return RunSpec.from_dict(changes)

    plain = spec()
    weak = spec(techniques={"dropout": {"rate": 0.2}})
    strong = spec(techniques={"dropout": {"rate": 0.5}}, seed=7)
    assert list_changes(plain, spec(seed=2)) == []  # seeds are no change
    assert list_changes(strong, weak) == ["Dropout: Hidden rate 0.2 → 0.5"]
    assert list_changes(weak, plain) == ["+ dropout 0.2"]
    assert list_changes(spec(techniques={"l2": {}}, batch_size=64), weak) == [
        "+ L2 1e-4",
        "− dropout 0.2",
        "Batch size 128 → 64",
    ]
