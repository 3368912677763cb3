"""TensorBoard's own reader reads back what was written."""

import math
import sys
from datetime import UTC
from pathlib import Path

import numpy as np
import pytest
from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer
from tensorboard.plugins.hparams import metadata
from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData

from regdash.metrics import METRICS
from regdash.reports.tensorboard import tensorboard_files
from regdash.services.export import export_tensorboard
from regdash.settings.messages import InputError
from tests.reports.conftest import Trained


def read(files: dict[str, bytes], folder: Path) -> EventMultiplexer:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    reader = EventMultiplexer(size_guidance={"scalars": 0}).AddRunsFromDirectory(str(folder))
    reader.Reload()
    return reader


FOLDERS = ["baseline-seed-1", "baseline-seed-2", "L2-1e-3-+-dropout-0.3", "early-stopping-1"]


def test_all_values_are_read_back(trained: Trained, tmp_path: Path) -> None:
    trained.store.reveal_test(trained.comparison)
    runs = trained.gather()
    files = tensorboard_files(runs)
    reader = read(files, tmp_path / "logs")
    folders = list(dict.fromkeys(name.split("/")[0] for name in files))
    assert folders == FOLDERS
    assert set(reader.Runs()) == {
        f"{folder}{split}" for folder in folders for split in ("", "/train", "/validation")
    }
    tags = {
        ("/train", "loss"): "train_loss",
        ("/validation", "loss"): "val_loss",
        ("/train", "accuracy"): "train_accuracy",
        ("/validation", "accuracy"): "val_accuracy",
        ("/train", "error"): "train_error",
        ("/validation", "error"): "val_error",
    }
    alone = {m.key for m in (*METRICS.measured, *METRICS.derived)} - set(tags.values())
    tags |= {("", key): key for key in alone}
    for run, folder in zip(runs, folders, strict=True):
        assert run.started is not None
        began = run.started.replace(tzinfo=UTC).timestamp()
        compared = 0
        for (split, tag), key in tags.items():
            events = reader.Scalars(f"{folder}{split}", tag)
            assert [event.step for event in events] == list(range(1, len(run.history) + 1))
            assert [event.value for event in events] == [
                float(np.float32(value)) for value in run.history[key]
            ]
            times = [event.wall_time for event in events]
            np.testing.assert_allclose(times, began + run.history["elapsed"], rtol=0, atol=1e-4)
            compared += len(events)
        assert compared == len(tags) * len(run.history)
        (accuracy,) = reader.Scalars(folder, "result/test_accuracy")
        assert accuracy.value == float(np.float32(run.value(METRICS["test_accuracy"])))
        assert accuracy.step == run.kept_epoch


def test_all_runs_have_the_same_hparams(trained: Trained, tmp_path: Path) -> None:
    runs = trained.gather()
    reader = read(tensorboard_files(runs), tmp_path / "logs")
    rates = {}
    keys = set()
    for run, tags in reader.PluginRunToTagToContent(metadata.PLUGIN_NAME).items():
        start = HParamsPluginData.FromString(tags[metadata.SESSION_START_INFO_TAG])
        hparams = start.session_start_info.hparams
        keys.add(tuple(sorted(hparams)))
        rates[run] = (hparams["dropout.rate"].number_value, hparams["techniques"].string_value)
        experiment = HParamsPluginData.FromString(tags[metadata.EXPERIMENT_TAG]).experiment
        assert {info.name for info in experiment.hparam_infos} == set(hparams)
        names = [info.name.tag for info in experiment.metric_infos]
        assert "result/val_accuracy" in names
        assert "result/test_accuracy" not in names
        assert metadata.SESSION_END_INFO_TAG in tags
    assert len(keys) == 1
    assert "momentum" in next(iter(keys))
    assert sorted(rates.values()) == [
        (0.0, ""),
        (0.0, ""),
        (0.0, "early_stopping"),
        (0.3, "l2, dropout"),
    ]


def test_equal_runs_give_equal_bytes(trained: Trained) -> None:
    assert tensorboard_files(trained.gather()) == tensorboard_files(trained.gather())


def test_runs_of_several_comparisons_have_folders_of_their_own(
    trained: Trained, tmp_path: Path, tiny
) -> None:
    other = trained.store.add_comparison("Other")
    trained.store.add_run(other, tiny(), "me")
    files = export_tensorboard(trained.store, [trained.comparison, other])
    assert {name.split("/")[0] for name in files} == {"cmd-C-calc-A0-script", "Other"}
    reader = read(files, tmp_path / "logs")
    assert len(reader.Runs()) == len({str(Path(name).parent) for name in files})


def test_no_run_overwrites_another(trained: Trained, tiny) -> None:
    store = trained.store
    ids = [store.add_comparison("x" * 120) for _ in range(2)]
    for comparison_id in ids:
        for name in ("y" * 120, "y" * 119, "Y" * 120, "train"):
            store.add_run(comparison_id, tiny(), "me", name=name)
    assert len(export_tensorboard(store, ids)) == 3 * 8


def test_what_was_not_measured_is_left_out(trained: Trained, tmp_path: Path) -> None:
    (run, *_) = trained.gather()
    run.history["weight_norm"][1] = math.nan
    reader = read(tensorboard_files([run]), tmp_path / "logs")
    steps = [event.step for event in reader.Scalars("baseline-seed-1", "weight_norm")]
    assert steps == [1, 3]


def test_without_tensorboardx_it_says_what_to_install(
    trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tensorboardX", None)
    with pytest.raises(InputError, match=r"pip install 'regdash\[export\]'"):
        export_tensorboard(trained.store, [trained.comparison])
