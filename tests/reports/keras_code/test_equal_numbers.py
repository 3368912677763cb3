"""An exported script trains by itself, with the numbers of the runs.

All of them are equal up to rounding: each technique alone and five combinations, since plain Keras
compiled by XLA draws the same random numbers from the same seeds.
"""

from typing import Any

import pytest

import regdash
from regdash.datasets.digits import DIGITS
from regdash.judging.methods import TrainedRun
from regdash.reports.keras_code import write_script
from regdash.spec import RunSpec
from regdash.techniques import TECHNIQUES
from tests.reports.keras_code.scripts import (
    MNIST,
    Printed,
    assert_equal_numbers,
    read_output,
    start_python,
)

IMAGES = 350

SMALL: dict[str, Any] = {
    "data": {"train_size": IMAGES, "validation_share": 0.1, "label_noise": 0.1},
    "network": {"hidden_layers": [32]},
    "optimizer": {"learning_rate": 0.01},
    "epochs": 3,
    "batch_size": 32,
}

ALONE: dict[str, dict[str, Any]] = {
    "l2": {"l2": 0.02},
    "l1": {"l1": 0.002},
    "l1_l2": {"l1": 0.001, "l2": 0.01},
    "dropout": {"rate": 0.3},
    "max_norm": {"max_value": 0.6},
    "batch_norm": {},
    "gaussian_noise": {"stddev": 0.3},
    "label_smoothing": {"label_smoothing": 0.2},
    "weight_decay": {"weight_decay": 2.0},
    "augmentation": {"shear": 10.0},
    "zca_whitening": {},
    "early_stopping": {"monitor": "val_loss", "patience": 1, "min_delta": 1.0},
}

COMBINED: list[dict[str, dict[str, Any]]] = [
    {"l1": {}, "l2": {}, "dropout": {"rate": 0.4, "input_rate": 0.2}, "batch_norm": {}},
    {"dropout": {}, "zca_whitening": {}},
    {
        "augmentation": {"horizontal_flip": True, "vertical_flip": True},
        "zca_whitening": {"epsilon": 0.5},
        "gaussian_noise": {},
        "max_norm": {},
    },
    {
        "weight_decay": {"weight_decay": 0.1},
        "label_smoothing": {},
        "early_stopping": {"min_delta": 0.1, "patience": 1},
    },
    {
        "augmentation": {},
        "batch_norm": {"momentum": 0.8},
        "dropout": {"rate": 0.0, "input_rate": 0.1},
        "l1_l2": {},
    },
]

Trained = dict[str, tuple[TrainedRun, Printed]]

CHOICES: list[dict[str, dict[str, Any]]] = [
    *({key: settings} for key, settings in ALONE.items()),
    *COMBINED,
]
NAMES = [*ALONE, *(" + ".join(chosen) for chosen in COMBINED)]


def spec(techniques: dict[str, dict[str, Any]], **changes: Any) -> RunSpec:
    return RunSpec.from_dict({**SMALL, **changes, "techniques": techniques})


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Train all of them here, and in one script."""
    folder = tmp_path_factory.mktemp("script")
    specs = [spec(chosen) for chosen in CHOICES]
    script = write_script(specs, NAMES, DIGITS)
    # XLA compiles once per number of images: 350 of training, 14 times 350 of validation.
    whole, shared = "MEASURED_AT_ONCE = 5000", f"MEASURED_AT_ONCE = {IMAGES}"
    assert whole in script
    (folder / "runs.py").write_text(script.replace(whole, shared), "utf-8")
    process = start_python("runs.py", "--data", str(MNIST), folder=folder)
    runs = regdash.train(specs)
    printed = read_output(process, NAMES)
    return {name: (run, printed[name]) for name, run in zip(NAMES, runs, strict=True)}


def test_every_technique_is_here() -> None:
    assert tuple(ALONE) == TECHNIQUES.keys


@pytest.mark.parametrize("name", NAMES)
def test_a_script_has_the_numbers_of_the_run(trained: Trained, name: str) -> None:
    run, printed = trained[name]
    assert_equal_numbers(printed, run.records, IMAGES)
    assert printed.kept_epoch == run.kept_epoch
    kept = run.records[printed.kept_epoch - 1]
    assert abs(printed.val_accuracy - kept.val_accuracy) < 5e-4
    assert abs(printed.val_loss - kept.val_loss) < 3e-4


def test_each_of_them_trains_differently(trained: Trained) -> None:
    """So none of the techniques could be missing in a script."""
    curves = {
        tuple(
            round(x, 3) for record in run.records[:2] for x in (record.train_loss, record.val_loss)
        )
        for run, _ in trained.values()
    }
    assert len(curves) == len(trained)


def test_early_stopping_ends_a_script_and_restores_weights(trained: Trained) -> None:
    run, printed = trained["early_stopping"]
    assert run.status == "stopped_early"
    assert printed.kept_epoch < len(printed.epochs) < SMALL["epochs"]
