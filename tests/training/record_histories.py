"""Cases whose histories a change must not alter, and how they are recorded.

    python -m tests.training.record_histories

records them again, after a change that is meant to change numbers.
"""

import json
import os
import platform
import zlib
from pathlib import Path
from typing import Any

from regdash.spec import RunSpec
from regdash.training.outcome import NetworkResult
from tests.support.recording import train_recorded

PATH = Path(__file__).with_name("recorded_histories.json")

_DATA = {"train_size": 600, "validation_share": 0.1}


def _case(hidden_layers: tuple[int, ...] = (40, 30), **changes: Any) -> dict[str, Any]:
    network = {"hidden_layers": list(hidden_layers)} | changes.pop("network", {})
    return {"data": _DATA, "network": network, "epochs": 3, "batch_size": 50} | changes


def _with(**techniques: dict[str, Any]) -> dict[str, Any]:
    return _case(techniques=techniques)


CASES: dict[str, dict[str, Any]] = {
    "baseline": _case(),
    "wide": _case((150, 33)),
    "l2": _with(l2={"l2": 0.003}),
    "l1": _with(l1={"l1": 0.001}),
    "l1_l2": _with(l1_l2={}),
    "l1 + l2": _with(l1={}, l2={}),
    "dropout": _with(dropout={"rate": 0.5}),
    "dropout, input": _with(dropout={"rate": 0.25, "input_rate": 0.2}),
    "max_norm": _with(max_norm={"max_value": 0.5}),
    "batch_norm": _with(batch_norm={"momentum": 0.9}),
    "gaussian_noise": _with(gaussian_noise={}),
    "label_smoothing": _with(label_smoothing={}),
    "weight_decay": _with(weight_decay={"weight_decay": 0.1}),
    "augmentation": _with(augmentation={"shear": 5.0, "horizontal_flip": True}),
    "zca_whitening": _with(zca_whitening={}),
    "augmentation + zca": _with(augmentation={}, zca_whitening={}),
    "early_stopping": _case(
        optimizer={"name": "adam", "learning_rate": 0.05},
        techniques={"early_stopping": {"patience": 1}},
    ),
    "early_stopping, last": _with(
        early_stopping={"monitor": "val_loss", "restore_best_weights": False}
    ),
    "sgd": _case(optimizer={"name": "sgd"}),
    "sgd, no momentum, decay": _case(
        optimizer={"name": "sgd", "momentum": 0.0}, techniques={"weight_decay": {}}
    ),
    "rmsprop": _case(optimizer={"name": "rmsprop"}),
    "rmsprop, decay": _case(optimizer={"name": "rmsprop"}, techniques={"weight_decay": {}}),
    "tanh, he_normal": _case(network={"activation": "tanh", "initializer": "he_normal"}),
    "gelu, padded, dropout": _case(
        (150, 130),
        network={"activation": "gelu", "initializer": "he_uniform"},
        techniques={"dropout": {}, "max_norm": {}},
    ),
    "sigmoid, lecun": _case(
        (40,),
        network={"activation": "sigmoid", "initializer": "lecun_normal"},
        techniques={"batch_norm": {}, "dropout": {}},
    ),
    "label noise, glorot_normal": _case(
        data={**_DATA, "label_noise": 0.3}, network={"initializer": "glorot_normal"}, seed=7
    ),
    "ragged batch": _case(
        batch_size=64,
        seed=3,
        techniques={"augmentation": {}, "dropout": {}, "l2": {}, "label_smoothing": {}},
    ),
}


def machine() -> dict[str, Any]:
    """Return what rounding depends on: processor, number of cores, versions of the libraries."""
    import keras
    import tensorflow as tf

    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    wanted = ("model name", "cpu family", "model", "stepping")
    found = dict(line.split(":", 1) for line in lines[::-1] if ":" in line)
    values = {name.strip(): value.strip() for name, value in found.items()}
    return ", ".join(values[name] for name in wanted if name in values)


def record(values: dict[str, Any]) -> dict[str, Any]:
    """Train a case, and return everything measured except durations."""
    outcome, recorder = train_recorded(RunSpec.from_dict(values))
    epochs = [{"epoch": r.epoch, **r.values} for r in recorder.records]
    for epoch in epochs:
        del epoch["seconds"]
    return {
        "epochs": epochs,
        "stopped_epoch": outcome.stopped_epoch,
        "kept": _result(outcome.kept),
        "best": _result(outcome.best),
        "probabilities": zlib.crc32(outcome.test_probabilities.tobytes()),
        "validation_probabilities": zlib.crc32(outcome.validation_probabilities.tobytes()),
    }


def _result(result: NetworkResult) -> dict[str, float]:
    names = ("epoch", "test_loss", "test_accuracy", "val_accuracy")
    return {name: getattr(result, name) for name in names}


if __name__ == "__main__":
    runs = {name: record(values) for name, values in CASES.items()}
    PATH.write_text(json.dumps({"machine": machine(), "runs": runs}, separators=(",", ":")) + "\n")
