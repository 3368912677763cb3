"""Diagnoses of recorded histories (see `tests/judging/histories/record.py`) and of random runs."""

import json
import os
from dataclasses import replace
from itertools import pairwise
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regdash.datasets.collection import find
from regdash.datasets.digits import DIGITS
from regdash.datasets.info import DatasetInfo
from regdash.judging.diagnosis import RULES, Diagnosis, diagnose, floors, thresholds, uncertainty
from regdash.judging.methods import TrainedRun
from regdash.models import MLP
from regdash.settings.fields import Dial, read_dial
from regdash.settings.messages import InputError
from regdash.spec import DataSpec, OptimizerSpec, RunSpec
from regdash.spec.settings import nest_settings, setting_names
from regdash.techniques import TECHNIQUES, EarlyStopping, parse_technique
from tests.judging.histories.expected import EXPECTED
from tests.support.records import make_epoch

HISTORIES = Path(__file__).parent / "histories"

FORMERLY_FALSE = {
    "two_classes_half_wrong": "RD-D4",  # divided by zero
    "gap_below_twice": "RD-D12",  # "fits well", with a gap of 0.50 nats
    "smoothing_0.9": "RD-D12",  # "underfitting", correct on all training images
    "falls_from_high": "RD-D6",  # "jumps up" while it fell from 272 to 0.3
    "stopping_kept_the_lowest": "RD-D8",  # "overfitting from epoch 8", which was kept
    "thirty_validation_images": "RD-D14",  # "overfitting from epoch 5", on 30 images
    "wrong_labels_smoothed": "RD-D12",  # "leveled off close to" a training loss above it
}
"""Diagnoses of earlier rules, which ignored noise, smoothing, kept epoch, and number of images."""


def remember(info: DatasetInfo) -> None:
    """Store the description of a data set without its images."""
    folder = Path(os.environ["REGDASH_HOME"]) / "datasets" / info.id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "about.json").write_text(info.to_json(), "utf-8")


def read(name: str, epochs: int | None = None) -> TrainedRun:
    """Return a recorded run, complete or after some epochs."""
    values = json.loads((HISTORIES / f"{name}.json").read_text())
    if values["about"]:
        remember(DatasetInfo.from_json(json.dumps(values["about"]), here=False))
    records = [make_epoch(**epoch) for epoch in values["epochs"]]
    spec = RunSpec.from_dict(values["spec"])
    if epochs is not None:
        return TrainedRun(name, spec, "running", tuple(records[:epochs]))
    return TrainedRun(name, spec, values["status"], tuple(records), kept_epoch=values["kept_epoch"])


# -- recorded histories ----------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPECTED)
def test_recorded(name: str, home: Path) -> None:
    found = diagnose(read(name))
    assert (found.code, found.epoch, found.sentence, found.advice) == EXPECTED[name]


def test_thirty_histories_cover_every_rule_and_former_errors() -> None:
    assert len(EXPECTED) >= 30
    assert {path.stem for path in HISTORIES.glob("*.json")} == EXPECTED.keys()
    assert {code for code, *_ in EXPECTED.values()} == {rule.code for rule in RULES}
    assert {name: EXPECTED[name][0] for name in FORMERLY_FALSE} == FORMERLY_FALSE


@pytest.mark.parametrize("name", EXPECTED)
def test_no_diagnosis_during_training_is_false(name: str, home: Path) -> None:
    whole = read(name)
    for epochs in range(len(whole.records) + 1):
        run = replace(whole, records=whole.records[:epochs], status="running", kept_epoch=None)
        check_consistency(run, diagnose(run))


# -- the registry ----------------------------------------------------------------------------


def test_rules_state_code_title_and_threshold() -> None:
    assert {rule.code for rule in RULES} == {f"RD-D{n}" for n in range(1, len(RULES) + 1)}
    assert len({rule.title for rule in RULES}) == len(RULES)
    assert all(rule.title[0].isupper() and rule.threshold.endswith(".") for rule in RULES)
    assert RULES[-1].title == "Inconclusive"


def test_threshold_texts_contain_the_numbers_that_are_used() -> None:
    texts = {rule.title: rule.threshold for rule in RULES}
    assert f"{thresholds.GAP:g} nats" in texts["Generalization gap"]
    assert f"{thresholds.GAP:g} nats" in texts["Fits well"]
    assert f"more than {thresholds.RISE:.0%}" in texts["Overfitting"]
    assert f"more than {thresholds.RISE:.0%}" in texts["Overfitting avoided"]
    assert f"{thresholds.JUMP:g} nats" in texts["Unstable"]
    assert f"{thresholds.UNLEARNED:.0%} of the way" in texts["Underfitting"]
    assert f"fewer than {thresholds.MIN_EPOCHS} " in texts["Too early to tell"]
    assert f"{100 * thresholds.MEMORIZED:g} percentage points" in texts["Memorizes wrong labels"]


# -- each threshold, from both sides -----------------------------------------------------------


def curve(
    *losses: tuple[float, float],
    accuracies: tuple[float, float] = (0.99, 0.98),
    kept: int | None = None,
    **spec: Any,
) -> TrainedRun:
    """Return a run with these training and validation losses."""
    records = tuple(
        make_epoch(
            epoch,
            train_loss=train,
            val_loss=val,
            train_accuracy=accuracies[0],
            val_accuracy=accuracies[1],
            objective=train,
        )
        for epoch, (train, val) in enumerate(losses, 1)
    )
    built = RunSpec.from_dict({"epochs": max(1, len(records)), **spec})
    status = "finished" if kept in (None, len(records)) else "stopped_early"
    return TrainedRun("made", built, status, records, kept_epoch=kept or len(records))


def title(*losses: tuple[float, float], **changes: Any) -> str:
    return diagnose(curve(*losses, **changes)).title


def test_a_gap_of_a_tenth_of_a_nat() -> None:
    assert title(*[(0.05, 0.149)] * 5) == "Fits well"
    assert title(*[(0.05, 0.151)] * 5) == "Generalization gap"
    assert title(*[(0.2, 0.2)] * 5, accuracies=(0.99, 0.93)) == "Generalization gap"
    assert title(*[(0.2, 0.2)] * 5, accuracies=(0.99, 0.95)) == "Fits well"


def test_a_rise_of_five_percent_that_persists() -> None:
    flat = [(0.3, 0.4), (0.2, 0.35)]
    assert title(*flat, (0.1, 0.366), (0.05, 0.366)) == "Generalization gap"
    assert title(*flat, (0.1, 0.369), (0.05, 0.369)) == "Overfitting"
    assert title(*flat, (0.1, 0.35), (0.05, 0.369)) == "Generalization gap"
    assert (
        title(*flat, (0.2, 0.369), (0.2, 0.369)) == "Generalization gap"
    )  # constant training loss


def test_the_same_rise_on_few_images_is_due_to_chance(home: Path) -> None:
    remember(replace(DIGITS, id="0" * 16, labelled=700, here=False))
    few = {"data": {"dataset": "0" * 16, "train_size": 400, "validation_share": 0.3}}
    rise = [(0.3, 0.4), (0.2, 0.35), (0.1, 0.38), (0.05, 0.38)]
    assert title(*rise) == "Overfitting"
    assert title(*rise, **few) == "Generalization gap"


def test_jumps_must_be_high_repeated_and_recent() -> None:
    assert title((2, 2), (1, 1), (1.25, 1), (1, 1), (1.25, 1)) == "Unstable"
    assert title((2, 2), (1, 1), (1.19, 1), (1, 1), (1.19, 1)) != "Unstable"
    assert title((2, 2), (1, 1), (1, 1), (1, 1), (1.25, 1)) != "Unstable"
    recovered = [(2, 2), (1, 1), (1.3, 1), (1, 1), (1.3, 1), *[(0.1, 0.15)] * 7]
    assert title(*recovered) != "Unstable"
    assert title((54, 54), (11, 11), (2, 2), (0.5, 0.5), (0.1, 0.12)) != "Unstable"


def test_underfitting_requires_loss_and_accuracy() -> None:
    low = [(0.6, 0.62)] * 5
    assert title(*low, accuracies=(0.85, 0.84)) == "Underfitting"
    assert title(*low, accuracies=(0.97, 0.96)) != "Underfitting"
    assert title(*[(0.3, 0.32)] * 5, accuracies=(0.85, 0.84)) != "Underfitting"
    noisy = {"data": {"label_noise": 0.3}}
    assert title(*[(1.35, 0.45)] * 5, accuracies=(0.69, 0.97), **noisy) == "Fits well"
    assert title(*[(1.8, 1.2)] * 5, accuracies=(0.5, 0.68), **noisy) == "Underfitting"


def test_rising_to_the_floor_of_noisy_labels_is_not_overfitting() -> None:
    """With 30 % wrong labels the best network gives the correct class 0.7: 0.357 nats."""
    start, noisy = [(1.32, 0.26), (1.3, 0.25)], {"data": {"label_noise": 0.3}}
    right = (0.71, 0.97)
    assert title(*start, *[(1.26, 0.35)] * 2, accuracies=right, **noisy) == "Fits well"
    assert title(*start, *[(1.26, 0.4)] * 2, accuracies=right, **noisy) == "Overfitting"


def test_agreeing_with_more_labels_than_are_correct_is_memorizing_wrong_labels() -> None:
    noisy = {"data": {"label_noise": 0.3}}
    assert title(*[(1.25, 0.42)] * 5, accuracies=(0.71, 0.97), **noisy) == "Fits well"
    assert title(*[(1.2, 0.42)] * 5, accuracies=(0.74, 0.97), **noisy) == "Memorizes wrong labels"


def test_the_kept_epoch_is_judged() -> None:
    losses = [(0.3, 0.36), (0.28, 0.35), (0.1, 0.45), (0.05, 0.5)]
    stopping = {"techniques": {"early_stopping": {"monitor": "val_loss"}}}
    assert title(*losses, **stopping) == "Overfitting"
    kept = diagnose(curve(*losses, kept=2, **stopping))
    assert kept.title == "Overfitting avoided"
    assert "early stopping" not in kept.advice
    running = replace(curve(*losses, **stopping), status="running", kept_epoch=None)
    assert diagnose(running).title == "Overfitting"


def test_advice_never_suggests_what_the_run_uses() -> None:
    losses = [(0.3, 0.4), (0.2, 0.35), (0.1, 0.45), (0.05, 0.5)]
    every: dict[str, Any] = {
        "augmentation": {},
        "dropout": {},
        "weight_decay": {},
        "early_stopping": {"monitor": "val_loss", "restore_best_weights": False},
    }
    found = diagnose(curve(*losses, techniques=every, data={"train_size": 34_300}))
    assert found.advice == "Try early stopping that keeps the best weights."
    assert found.techniques == ("early_stopping=monitor=val_loss",)
    every["early_stopping"]["restore_best_weights"] = True
    found = diagnose(curve(*losses, techniques=every, data={"train_size": 34_300}))
    assert found.advice.startswith("Try stronger settings (dropout 0.25 + ")
    slow = diagnose(curve(*[(2.302, 2.302)] * 5, accuracies=(0.1, 0.1), optimizer={"name": "sgd"}))
    assert "a higher learning rate (0.03 instead of 0.01)" in slow.advice


def test_advice_names_what_can_be_started() -> None:
    rising = diagnose(curve((0.3, 0.4), (0.2, 0.35), (0.1, 0.45), (0.05, 0.5)))
    assert rising.advice == "Try augmentation, dropout 0.5, or early stopping."
    assert rising.changes == {}
    assert rising.techniques == (
        "augmentation",
        "dropout=rate=0.5",
        "early_stopping=monitor=val_loss,patience=5",
    )
    falling = diagnose(curve((2, 2), (1, 1), (0.5, 0.5), (0.3, 0.3), epochs=4))
    assert falling.advice == "Train longer: 8 epochs instead of 4."
    assert (falling.changes, falling.techniques) == ({"epochs": 8}, ())
    weak = {"accuracies": (0.85, 0.84), "techniques": {"l2": {"l2": 0.1}}}
    too_strong = diagnose(curve(*[(0.6, 0.62)] * 5, **weak))
    assert too_strong.advice.startswith("Try L2 0.01 instead of L2 0.1, a larger network")
    assert too_strong.techniques == ("l2=l2=0.01",)


def test_few_images_get_a_stronger_penalty() -> None:
    """Twenty times fewer images, so about twenty times the penalty."""
    gap = {"techniques": {"dropout": {}, "augmentation": {}}}
    found = [
        diagnose(curve(*[(0.05, 0.4)] * 5, data={"train_size": size}, **gap)).techniques
        for size in (1500, 34_300)
    ]
    assert found == [("l2=l2=0.002",), ("l2=l2=9e-05",)]


@pytest.mark.parametrize(
    ("optimizer", "rate", "advised"),
    [("adam", 1.0, 0.001), ("sgd", 10.0, 0.01), ("rmsprop", 0.1, 0.001), ("adam", 0.001, 1e-4)],
)
def test_a_diverged_run_is_advised_a_usual_rate(
    optimizer: str, rate: float, advised: float
) -> None:
    diverging = {"optimizer": {"name": optimizer, "learning_rate": rate}}
    found = diagnose(replace(curve((5, 5), **diverging), status="diverged"))
    assert found.changes == {"learning_rate": advised}
    assert found.advice == f"Try a smaller learning rate ({advised:g} instead of {rate:g})."


def test_a_high_loss_before_the_end_is_not_why_a_run_diverged() -> None:
    """The epoch that ended it, with a loss that is not a number, is not stored."""
    one = diagnose(replace(curve((50, 50)), status="diverged"))
    assert one.sentence == "Diverged: a loss became infinite or NaN after 1 full epoch."
    two = diagnose(replace(curve((50, 50), (60, 60)), status="diverged"))
    assert two.sentence == "Diverged at epoch 2: training loss 60.0, guessing gives 2.30."


# -- floors and errors -------------------------------------------------------------------------


@pytest.mark.parametrize("classes", [2, 10, 1000])
@pytest.mark.parametrize("noise", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.9])
def test_floors_are_those_of_the_best_prediction(
    noise: float, smoothing: float, classes: int
) -> None:
    """The best prediction is searched among all with equal probabilities for the wrong classes."""
    labels = np.array([1 - noise, *[noise / (classes - 1)] * (classes - 1)])
    targets = (1 - smoothing) * labels + smoothing / classes
    rights = 1 - np.geomspace(1e-9, 1 - 1e-9, 200_001)
    others = (1 - rights) / (classes - 1)
    objective = -(targets[0] * np.log(rights) + targets[1:].sum() * np.log(others))
    best = rights[objective.argmin()]
    other = (1 - best) / (classes - 1)
    train = -(1 - noise) * log(best) - noise * log(other)
    assert floors.train_floor(noise, smoothing, classes) == pytest.approx(train, abs=2e-3)
    assert floors.val_floor(noise, smoothing, classes) == pytest.approx(-log(best), abs=2e-3)


def test_floors_in_known_cases() -> None:
    assert floors.train_floor(0, 0, 10) == 0
    assert floors.train_floor(0.5, 0, 2) == pytest.approx(log(2))
    assert floors.train_floor(0, 0.9, 10) == pytest.approx(-log(0.19))
    assert floors.train_floor(0.3, 0, 10) == pytest.approx(-0.7 * log(0.7) - 0.3 * log(0.3 / 9))
    assert floors.val_floor(0.3, 0, 10) == pytest.approx(-log(0.7))


def test_a_loss_on_wrong_labels_is_never_below_the_bound() -> None:
    rng = np.random.default_rng(1)
    for sharpness in (0.3, 1, 3, 10):
        logits = sharpness * rng.normal(size=(2000, 10))
        logits[:, 0] += 2 * sharpness
        losses = -(logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)))
        right = losses[:, 0].mean()
        noisy = 0.7 * right + 0.3 * losses[:, 1:].mean()
        assert floors.with_wrong_labels(right, 0.3, 10) <= noisy
    alike = -log(0.7)
    assert floors.with_wrong_labels(alike, 0.3, 10) == pytest.approx(floors.train_floor(0.3, 0, 10))
    assert floors.with_wrong_labels(0.0, 0.3, 10) > 4
    assert floors.with_wrong_labels(1e300, 0.3, 10) > 1e299


def test_errors_shrink_with_the_square_root_of_the_number_of_images() -> None:
    assert uncertainty.change_error(0.4, 400) == pytest.approx(0.4**0.5 / 20)
    assert uncertainty.gap_error(0.4, 400, 0.0, 100) == pytest.approx(2 * 0.4**0.5 / 20)
    assert uncertainty.share_error(0.5, 100) == pytest.approx(0.05)
    assert uncertainty.sample_error(0.5, 100, 100) == 0


# -- random runs ------------------------------------------------------------------------------

SETS = (
    DIGITS,
    DatasetInfo("a" * 16, "Two", ("no", "yes"), (8, 8, 1), 20, 4, here=False),
    DatasetInfo(
        "b" * 16, "Many", tuple(map(str, range(1000))), (8, 8, 3), 10_000, 1000, here=False
    ),
)
UNKNOWN = "f" * 16


def value_of(dial: Dial, open_low: bool) -> st.SearchStrategy[Any]:
    """Any allowed value of a setting."""
    if dial.choices:
        return st.sampled_from(dial.choices)
    if dial.kind is bool:
        return st.booleans()
    assert dial.low is not None
    assert dial.high is not None
    if dial.kind is int:
        return st.integers(int(dial.low), int(dial.high))
    return st.floats(dial.low, dial.high, exclude_min=open_low)


def settings_of(part: Any, *left_out: str) -> st.SearchStrategy[dict[str, Any]]:
    """Any allowed values of a settings group."""
    fields = {name: info for name, info in part.model_fields.items() if name not in left_out}
    return st.fixed_dictionaries(
        {
            name: value_of(
                read_dial(name, info), any(hasattr(limit, "gt") for limit in info.metadata)
            )
            for name, info in fields.items()
        }
    )


@st.composite
def specs(draw: st.DrawFn) -> RunSpec:
    """Any spec that the composer allows."""
    info = draw(st.sampled_from([*SETS, None]))
    data = draw(settings_of(DataSpec, "dataset", "train_size", "validation_share"))
    share = draw(st.floats(0.1, 0.9))
    available = 10**6 if info is None else info.labelled - round(info.labelled * share)
    least = 2 if info is None else info.classes
    if available < least or (info and round(info.labelled * share) < info.classes):
        share, available = 0.5, 10**6 if info is None else info.labelled // 2
    data["train_size"] = draw(st.integers(least, available))
    data |= {"dataset": info.id if info else UNKNOWN, "validation_share": share}
    epochs = draw(st.integers(1, 10_000))
    techniques: dict[str, Any] = {}
    for cls in draw(st.lists(st.sampled_from(list(TECHNIQUES)), unique=True)):
        techniques[cls.key] = draw(settings_of(cls))
        if cls is EarlyStopping:
            techniques[cls.key]["start_from_epoch"] %= epochs
    values = {
        "data": data,
        "network": {
            **draw(settings_of(MLP, "hidden_layers")),
            "hidden_layers": draw(st.lists(st.integers(1, 4096), min_size=1, max_size=10)),
        },
        "optimizer": draw(settings_of(OptimizerSpec)),
        "epochs": epochs,
        "batch_size": draw(st.integers(1, 8192)),
        "seed": draw(st.integers(0, 2**31 - 1)),
    }
    try:
        return RunSpec.from_dict({**values, "techniques": techniques})
    except InputError:  # techniques that exclude each other
        return RunSpec.from_dict({**values, "techniques": {}})


SHARE = st.floats(0, 1) | st.sampled_from([0.0, 0.1, 0.5, 0.7, 0.95, 1.0])
LOSS = st.floats(0, 3) | st.floats(0, allow_infinity=False, allow_nan=False)


@st.composite
def curves(draw: st.DrawFn) -> list[tuple[float, float, float, float]]:
    """Losses and accuracies: arbitrary finite ones, or realistic ones."""
    if draw(st.booleans()):
        return draw(st.lists(st.tuples(LOSS, LOSS, SHARE, SHARE), max_size=12))
    epochs = draw(st.integers(1, 30))
    start, floor, valley = draw(st.tuples(*[st.floats(0, 2.5)] * 3))
    speed, rise, wobble = draw(st.floats(0.01, 2)), draw(st.floats(-0.1, 0.5)), draw(SHARE)
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    found = []
    for epoch in range(epochs):
        left = exp(-speed * epoch)
        noise = np.exp(0.1 * wobble * rng.normal(size=2))
        train = (floor + start * left) * noise[0]
        val = (valley + start * left + max(0.0, rise) * epoch * 0.05) * noise[1]
        right = draw(st.sampled_from([1 - left, 1.0, exp(-train)]))
        found.append((float(train), float(val), float(right), min(1.0, exp(-val))))
    return found


STATUSES = ("queued", "running", "finished", "stopped_early", "stopped", "failed", "interrupted")


@st.composite
def runs(draw: st.DrawFn) -> TrainedRun:
    """Any run, with any status and kept epoch."""
    records = tuple(
        make_epoch(
            epoch,
            train_loss=train,
            val_loss=val,
            train_accuracy=train_right,
            val_accuracy=val_right,
            objective=train,
        )
        for epoch, (train, val, train_right, val_right) in enumerate(draw(curves()), 1)
    )
    kept = draw(st.none() | st.integers(1, max(1, len(records))))
    status = draw(st.sampled_from([*STATUSES, "diverged"]))
    return TrainedRun("any", draw(specs()), status, records, kept_epoch=kept)


def check_offers(spec: RunSpec, found: Diagnosis) -> None:
    """Assert that what is advised can be trained, and is not what the run already is."""
    assert all(setting_names()[key].value(spec) != value for key, value in found.changes.items())
    values = spec.model_dump(mode="json")
    for part, changed in nest_settings(found.changes).items():
        values[part] = {**values[part], **changed} if isinstance(changed, dict) else changed
    early = {t.key: t.model_dump() for t in spec.techniques if t.key == "early_stopping"}
    RunSpec.from_dict({**values, "techniques": early})
    for text in found.techniques:
        technique = parse_technique(text)
        assert technique not in spec.techniques
        others = {t.key: t.model_dump() for t in spec.techniques}
        spec.replace(techniques={**others, technique.key: technique.model_dump()})


def check_consistency(run: TrainedRun, found: Diagnosis) -> None:
    """Assert what must hold for every diagnosis."""
    titles = {rule.code: rule.title for rule in RULES}
    assert titles[found.code] == found.title
    assert found.sentence.startswith(found.title)
    assert found.sentence.endswith(".")
    assert found.advice.endswith(".")
    assert "nan" not in found.sentence
    check_offers(run.spec, found)
    if not run.records:
        assert found.title in ("Diverged", "Too early to tell")
        return
    end = run.epoch("kept") or run.records[-1]
    until = run.records[: end.epoch]
    data = run.spec.data
    wrong = round(data.label_noise * data.train_size) / data.train_size
    falls = all(after.train_loss <= before.train_loss for before, after in pairwise(run.records))
    if found.title == "Overfitting":
        assert end.val_loss > min(record.val_loss for record in until) * (1 + thresholds.RISE)
        assert end.train_loss < run.records[found.epoch - 1].train_loss
    if found.title == "Overfitting avoided":
        assert end.epoch < len(run.records)
        assert run.records[-1].val_loss > end.val_loss
    if found.title == "Fits well":
        gap = end.val_loss - end.train_loss
        assert gap <= thresholds.GAP or wrong
        assert end.train_accuracy >= 1 - wrong - thresholds.ACCURACY_GAP - 1e-9
        assert end.val_accuracy >= end.train_accuracy - thresholds.ACCURACY_GAP - 1e-9
    if found.title == "Underfitting":
        assert end.train_accuracy < 1 - wrong
    if found.title == "Memorizes wrong labels":
        assert end.train_accuracy > 1 - wrong + thresholds.MEMORIZED
    if found.title == "Unstable":
        assert not falls
    if found.title == "Still improving":
        assert run.records[found.epoch - 1].val_loss == min(r.val_loss for r in run.records)
    if find(data.dataset) is None:
        assert found.title in (
            "Diverged",
            "Too early to tell",
            "Unstable",
            "Memorizes wrong labels",
            "Inconclusive",
        )


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(runs())
def test_any_run_is_diagnosed(home: Path, run: TrainedRun) -> None:
    for info in SETS[1:]:
        remember(info)
    check_consistency(run, diagnose(run))
