"""A run that continues from its saved state gives the same numbers as an uninterrupted one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regdash.datasets.preparation import prepare
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.techniques import TECHNIQUES
from regdash.training.outcome import Outcome, RunStopped
from regdash.training.pool import PROGRAMS
from regdash.training.state import TrainingState
from regdash.training.trainer import train
from tests.support.recording import Recorder

Spec = Callable[..., RunSpec]

EARLY = {"patience": 2, "min_delta": 1.0}
"""Accuracy cannot rise by 1: the run stops after epoch 3 of 4, and restores epoch 1 if configured."""

CASES: dict[str, dict[str, Any]] = {
    **{cls.key: {"techniques": {cls.key: {}}} for cls in TECHNIQUES},
    **{name: {"optimizer": {"name": name}} for name in ("adam", "sgd", "rmsprop")},
    "sgd without momentum": {"optimizer": {"name": "sgd", "momentum": 0.0}},
    "decay with sgd": {"optimizer": {"name": "sgd"}, "techniques": {"weight_decay": {}}},
    "decay with rmsprop": {"optimizer": {"name": "rmsprop"}, "techniques": {"weight_decay": {}}},
    "input dropout": {"techniques": {"dropout": {"input_rate": 0.2}}},
    "padding": {
        "network": {"hidden_layers": [130, 129]},
        "techniques": {"dropout": {}, "batch_norm": {}, "max_norm": {"max_value": 0.5}, "l1": {}},
    },
    "stopping restores the best": {"techniques": {"early_stopping": EARLY, "dropout": {}}},
    "stopping keeps the last": {
        "techniques": {"early_stopping": {**EARLY, "restore_best_weights": False}}
    },
    "everything": {
        "network": {"hidden_layers": [130]},
        "batch_size": 50,
        "techniques": {cls.key: {} for cls in TECHNIQUES if cls.key != "l1_l2"},
    },
}

IN_ANOTHER_PROCESS = ("everything", "stopping restores the best")


def record(spec: RunSpec, **arguments: Any) -> tuple[Outcome, list[Any]]:
    """Train, and return the outcome and every record without its seconds."""
    recorder = Recorder()
    outcome = train(spec, lambda: prepare(spec.data), recorder, recorder, recorder, **arguments)
    return outcome, [{"epoch": r.epoch, **r.values, "seconds": 0} for r in recorder.records]


def stop_after(spec: RunSpec, epoch: int, folder: Path) -> None:
    """Train until an epoch has ended, then stop like a user."""
    recorder = Recorder()

    def save(state: TrainingState) -> None:
        state.save(folder)
        if state.epoch == epoch:
            recorder.stop_after = 0

    with pytest.raises(RunStopped):
        train(spec, lambda: prepare(spec.data), recorder, recorder, recorder, checkpoint=save)
    assert len(recorder.records) == epoch


def assert_equal(ours: Outcome, theirs: Outcome) -> None:
    assert ours.stopped_epoch == theirs.stopped_epoch
    for name in ("kept", "best"):
        for mine, other in zip(
            astuple(getattr(ours, name)), astuple(getattr(theirs, name)), strict=True
        ):
            assert np.array_equal(mine, other)
    assert np.array_equal(ours.validation_probabilities, theirs.validation_probabilities)
    assert np.array_equal(ours.test_probabilities, theirs.test_probabilities)


@pytest.fixture(autouse=True)
def own_programs(fresh_programs: None) -> None:
    """Give each test an empty pool of compiled programs."""


@pytest.mark.parametrize("name", CASES)
def test_a_resumed_run_gives_the_numbers_of_an_uninterrupted_one(
    tiny: Spec, tmp_path: Path, name: str
) -> None:
    spec = tiny(**{"epochs": 4, **CASES[name]})
    whole, records = record(spec)
    stop_after(spec, 2, tmp_path)
    if name in IN_ANOTHER_PROCESS:
        PROGRAMS.clear()
    rest, later = record(spec, resume=TrainingState.load(tmp_path))
    assert later == records[2:]
    assert_equal(rest, whole)


@pytest.mark.parametrize("name", IN_ANOTHER_PROCESS)
def test_another_process_gives_the_same_numbers(tiny: Spec, tmp_path: Path, name: str) -> None:
    spec = tiny(**{"epochs": 4, **CASES[name]})
    whole, records = record(spec)
    stop_after(spec, 2, tmp_path)
    (tmp_path / "spec.json").write_text(spec.to_json())
    module = [sys.executable, "-m", "tests.training.go_on", str(tmp_path)]
    subprocess.run(module, check=True, timeout=120, cwd=Path(__file__).parents[2], env=os.environ)
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["records"] == records[2:]
    assert found["stopped_epoch"] == whole.stopped_epoch
    assert found["kept"] == [whole.kept.epoch, whole.kept.test_loss, whole.kept.val_accuracy]
    assert found["best"] == [whole.best.epoch, whole.best.test_loss, whole.best.val_accuracy]
    assert np.array_equal(np.load(tmp_path / "test.npy"), whole.test_probabilities)


def test_early_stopping_stops_as_the_cases_assume(tiny: Spec) -> None:
    for name, kept in (("stopping restores the best", 1), ("stopping keeps the last", 3)):
        outcome, _ = record(tiny(**{"epochs": 4, **CASES[name]}))
        assert (outcome.stopped_epoch, outcome.kept.epoch) == (3, kept), name


@pytest.mark.parametrize("name", ["baseline", "stopping restores the best"])
def test_a_resumed_finished_training_is_only_tested(tiny: Spec, tmp_path: Path, name: str) -> None:
    spec = tiny(**{"epochs": 4, **CASES.get(name, {})})
    whole, _ = record(spec, checkpoint=lambda state: state.save(tmp_path))
    rest, later = record(spec, resume=TrainingState.load(tmp_path))
    assert later == []
    assert_equal(rest, whole)


def test_checkpoints_do_not_change_numbers(tiny: Spec) -> None:
    spec = tiny(techniques={"dropout": {}, "batch_norm": {}})
    states: list[TrainingState] = []
    outcome, records = record(spec, checkpoint=states.append)
    plain, same = record(spec)
    assert records == same
    assert_equal(outcome, plain)
    assert [state.epoch for state in states] == [1, 2, 3]
    assert not np.array_equal(states[0].network[0], states[1].network[0])  # copies, not views


def test_a_state_is_restored_from_its_folder(tiny: Spec, tmp_path: Path) -> None:
    spec = tiny(epochs=2, techniques={"early_stopping": {}, "zca_whitening": {}})
    states: list[TrainingState] = []
    record(spec, checkpoint=states.append)
    for state in states:
        state.save(tmp_path)  # the second in place of the first
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".json", ".npz"]
    found = TrainingState.load(tmp_path)
    for ours, theirs in zip(
        found.network + found.optimizer, states[1].network + states[1].optimizer, strict=True
    ):
        assert ours.dtype == theirs.dtype
        assert np.array_equal(ours, theirs)
    assert found.preprocessing[0]["name"] == "zca_whitening"
    assert found.choosers["best"]["epoch"] == states[1].choosers["best"]["epoch"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunSpec, dict[str, bytes]]:
    """A run and the files of its state."""
    from tests.conftest import TINY

    spec, folder = RunSpec.from_dict({**TINY, "epochs": 1}), tmp_path_factory.mktemp("state")
    train(spec, lambda: prepare(spec.data), checkpoint=lambda state: state.save(folder))
    return spec, {path.name: path.read_bytes() for path in folder.iterdir()}


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda files: files.clear(), "holds none; there is no state.json"),
        (lambda files: files.update({"state.json": b"{"}), "damaged or incomplete"),
        (lambda files: files.update({"state.json": b"\xff\xfe"}), "damaged or incomplete"),
        (lambda files: files.update({"state.json": b'{"a": 1}'}), "another program wrote it"),
        (lambda files: files.update({"state.json": b"[]"}), "another program wrote it"),
        (lambda files: files.pop(_arrays(files)), "damaged or incomplete"),
        (lambda files: files.update({_arrays(files): _cut(files[_arrays(files)])}), "damaged"),
        (lambda files: files.update({_arrays(files): _flip(files[_arrays(files)])}), "damaged"),
        (lambda files: _edit(files, '"epoch": 1', '"epoch": 2'), "damaged or incomplete"),
        (lambda files: _edit(files, "arrays-", "../arrays-"), "damaged or incomplete"),
        (lambda files: _edit(files, '"version": 1', '"version": 99'), "received version 99"),
    ],
)
def test_damaged_states_are_rejected_with_an_explanation(
    saved: tuple[RunSpec, dict[str, bytes]], tmp_path: Path, change: Any, words: str
) -> None:
    files = dict(saved[1])
    change(files)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        TrainingState.load(tmp_path)
    assert str(caught.value).startswith("Training state: ")


def _arrays(files: dict[str, bytes]) -> str:
    return next(name for name in files if name.endswith(".npz"))


def _edit(files: dict[str, bytes], old: str, new: str) -> None:
    text = files["state.json"].decode()
    assert old in text
    files["state.json"] = text.replace(old, new).encode()


def test_an_error_while_writing_keeps_the_previous_state(
    saved: tuple[RunSpec, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in saved[1].items():
        (tmp_path / name).write_bytes(content)
    before = TrainingState.load(tmp_path)
    for after_calls in (0, 1):  # before the arrays are in place, and before the values are
        calls = [None] * after_calls
        replace = os.replace

        def fail(
            *paths: Any, calls: list[None] = calls, replace: Callable[..., None] = replace
        ) -> None:
            if not calls:
                raise OSError("the disk is full")
            calls.pop()
            replace(*paths)

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", fail)
            with pytest.raises(OSError, match="full"):
                TrainingState(**{**vars(before), "network": [np.zeros(3)]}).save(tmp_path)
        assert np.array_equal(TrainingState.load(tmp_path).network[0], before.network[0])
    before.save(tmp_path)
    assert TrainingState.load(tmp_path).epoch == 1


def test_the_state_of_another_run_or_data_is_rejected(
    saved: tuple[RunSpec, dict[str, bytes]], tiny: Spec, tmp_path: Path
) -> None:
    spec, files = saved
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    state, data = TrainingState.load(tmp_path), prepare(spec.data)
    other = tiny(epochs=1, seed=2)
    with pytest.raises(InputError, match=f"the run {spec.hash}, not to {other.hash}"):
        train(other, lambda: data, resume=state)
    fewer = prepare(spec.data.model_copy(update={"train_size": 299}))
    with pytest.raises(InputError, match="its data has samples 300, the run's has 299"):
        train(spec, lambda: fewer, resume=state)
    broken = TrainingState(**{**vars(state), "network": state.network[1:]})
    with pytest.raises(InputError, match="do not fit the network of this version"):
        train(spec, lambda: data, resume=broken)
