"""Train the networks whose histories the diagnosis is tested on, and record them.

python -m tests.judging.histories.record              # all of them, in a minute or two
python -m tests.judging.histories.record unstable     # one of them
python -m tests.judging.histories.record --spread     # how much the losses of single images vary
"""

import json
import os
import sys
import tempfile
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["REGDASH_HOME"] = tempfile.mkdtemp()

import numpy as np

from regdash.datasets.checks import complete_spec
from regdash.datasets.collection import info_of
from regdash.datasets.digits import load_digits
from regdash.datasets.importing import Progress, import_images
from regdash.datasets.preparation import prepare
from regdash.metrics.record import EpochRecord
from regdash.spec import RunSpec
from regdash.training.outcome import Outcome, RunDiverged, RunStopped
from regdash.training.trainer import train
from tests.support.recording import Recorder

FOLDER = Path(__file__).parent

SMALL: dict[str, Any] = {
    "data": {"train_size": 1000, "validation_share": 0.1},
    "network": {"hidden_layers": [64]},
    "epochs": 20,
    "batch_size": 32,
}
"""Settings that most cases share."""


@dataclass(frozen=True)
class Case:
    """What to train, as changes to `SMALL`, and when to stop."""

    changes: dict[str, Any] = field(default_factory=dict)
    set: str = "digits"
    """`digits`, or one of `SETS`."""
    known: bool = True
    """Whether the data set is available when the history is read."""
    stop_after: int | None = None
    """Number of epochs after which the run is stopped."""
    stop_status: str = "running"
    """Recorded status of a stopped run."""


SETS = {
    "threes_and_eights": ((3, 8), 3000),
    "few_threes_and_eights": ((3, 8), 300),
    "few_digits": (tuple(range(10)), 300),
}
"""Digits in each data set, and its number of labeled images, by name."""


def _data(**values: Any) -> dict[str, Any]:
    return {"data": {**SMALL["data"], **values}}


def _stopping(**values: Any) -> dict[str, Any]:
    return {"techniques": {"early_stopping": values}}


def _network(*layers: int, **values: Any) -> dict[str, Any]:
    return {"network": {"hidden_layers": list(layers), **values}}


def _sgd(rate: float, **values: Any) -> dict[str, Any]:
    return {"optimizer": {"name": "sgd", "learning_rate": rate, **values}}


_WIDE = {**_network(500, 500), "batch_size": 128}
_NOISY = _data(train_size=2000, label_noise=0.3)
_PAIR = {"train_size": 1000, "validation_share": 0.5}

CASES: dict[str, Case] = {
    # From an earlier version of the rules.
    "baseline_1000_images": Case(_WIDE),
    "augmentation_1000_images": Case({**_WIDE, "techniques": {"augmentation": {}}}),
    "l2_0.1": Case(
        {
            **_network(*(500,) * 5),
            **_data(train_size=2000),
            "batch_size": 128,
            "epochs": 15,
            "techniques": {"l2": {"l2": 0.1}},
        }
    ),
    "slow_learning_rate": Case(
        {
            **_WIDE,
            **_data(train_size=2000),
            "epochs": 12,
            "optimizer": {"name": "adam", "learning_rate": 1e-5},
        }
    ),
    "unstable": Case({**_WIDE, **_data(train_size=2000), "epochs": 12, **_sgd(0.9)}),
    # Six that an earlier version diagnosed incorrectly.
    "two_classes_half_wrong": Case({"data": {**_PAIR, "label_noise": 0.5}}, "threes_and_eights"),
    "gap_below_twice": Case(
        {
            **_data(train_size=300),
            "epochs": 40,
            "techniques": {"label_smoothing": {"label_smoothing": 0.5}},
        }
    ),
    "smoothing_0.9": Case(
        {"epochs": 40, "techniques": {"label_smoothing": {"label_smoothing": 0.9}}}
    ),
    "falls_from_high": Case(
        {
            **_network(300),
            "batch_size": 256,
            "epochs": 6,
            "optimizer": {"name": "rmsprop", "learning_rate": 0.1},
        }
    ),
    "stopping_kept_the_lowest": Case(
        {**_WIDE, "epochs": 40, **_stopping(monitor="val_loss", patience=10)}
    ),
    "thirty_validation_images": Case(
        {"data": {"train_size": 270, "validation_share": 0.1}, "epochs": 60},
        "few_threes_and_eights",
    ),
    # Training fails.
    "diverged": Case({**_sgd(1.05, momentum=0.0), "techniques": {"l2": {"l2": 1.0}}}),
    "diverged_at_once": Case({**_sgd(5.0), "techniques": {"l2": {"l2": 1.0}}}),
    "jumps_at_the_end": Case({**_network(64, 64), **_sgd(1.0, momentum=0.99)}),
    "jumps": Case(_sgd(0.3)),
    "batch_norm": Case({"techniques": {"batch_norm": {}}, "batch_size": 128}),
    "deep_sigmoids": Case({**_network(*(64,) * 8, activation="sigmoid"), "epochs": 6}),
    "dropout_0.95": Case({**_network(32, 32), "techniques": {"dropout": {"rate": 0.95}}}),
    # Too early, too short, stopped.
    "two_epochs": Case({"epochs": 2}),
    "running": Case(_WIDE, stop_after=8),
    "stopped_by_hand": Case({"epochs": 100}, stop_after=5, stop_status="stopped"),
    "slow_on_thirty": Case(
        {
            "data": {"train_size": 270, "validation_share": 0.1},
            "optimizer": {"name": "adam", "learning_rate": 2e-4},
            "epochs": 12,
        },
        "few_digits",
    ),
    "gap_on_thirty": Case({"data": {"train_size": 270, "validation_share": 0.1}}, "few_digits"),
    "unknown_set": Case(
        {"data": {"train_size": 270, "validation_share": 0.1}}, "few_digits", known=False
    ),
    # Networks of different capacity.
    "three_units": Case({**_network(3), **_data(train_size=2000), "epochs": 60}),
    "l2_0.3": Case({**_data(train_size=2000), "epochs": 28, "techniques": {"l2": {"l2": 0.3}}}),
    "l2_0.02": Case({**_data(train_size=5000), "epochs": 30, "techniques": {"l2": {"l2": 0.02}}}),
    "many_images": Case({**_data(train_size=20_000), "batch_size": 128, "epochs": 8}),
    "many_images_dropout": Case(
        {
            **_network(128),
            **_data(train_size=20_000),
            "batch_size": 128,
            "techniques": {"dropout": {"rate": 0.5}},
        }
    ),
    "two_classes": Case({"data": {**_PAIR, "train_size": 1500}, "epochs": 30}, "threes_and_eights"),
    "two_classes_overfit": Case(
        {"data": {**_PAIR, "train_size": 60}, "epochs": 100}, "threes_and_eights"
    ),
    # Label noise.
    "wrong_labels_learned": Case({**_WIDE, **_NOISY}),
    "wrong_labels_plain": Case({**_data(train_size=20_000, label_noise=0.3), "batch_size": 128}),
    "wrong_labels_kept_early": Case(
        {**_WIDE, **_NOISY, **_stopping(monitor="val_loss", patience=8)}
    ),
    "wrong_labels_avoided": Case(
        {
            **_WIDE,
            **_data(train_size=20_000, label_noise=0.3),
            **_stopping(monitor="val_loss", patience=4),
        }
    ),
    "wrong_labels_withstood": Case(
        {
            **_data(train_size=20_000, label_noise=0.3),
            "batch_size": 128,
            "epochs": 12,
            "techniques": {"dropout": {"rate": 0.4}},
        }
    ),
    "wrong_labels_two_classes": Case(
        {
            "data": {**_PAIR, "train_size": 1500, "label_noise": 0.2},
            "techniques": {"dropout": {"rate": 0.5}},
        },
        "threes_and_eights",
    ),
    "wrong_labels_half": Case({**_WIDE, **_data(train_size=2000, label_noise=0.5)}),
    "wrong_labels_smoothed": Case(
        {
            **_data(train_size=10_000, label_noise=0.3),
            "techniques": {"dropout": {"rate": 0.3}, "label_smoothing": {"label_smoothing": 0.2}},
            "batch_size": 128,
        }
    ),
    "wrong_labels_three_units": Case(
        {**_network(3), **_data(train_size=2000, label_noise=0.3), "epochs": 60}
    ),
    # Early stopping.
    "stopping_keeps_the_last": Case(
        {
            **_WIDE,
            "epochs": 40,
            **_stopping(monitor="val_loss", patience=10, restore_best_weights=False),
        }
    ),
    "stopping_watches_accuracy": Case({**_WIDE, "epochs": 40, **_stopping(patience=10)}),
    "stopping_is_impatient": Case(
        {"techniques": {"augmentation": {}, "early_stopping": {"patience": 1}}}
    ),
    "smoothing_0.1": Case(
        {**_WIDE, "techniques": {"label_smoothing": {"label_smoothing": 0.1}}, "epochs": 30}
    ),
}


class _StoppingRecorder(Recorder):
    """Stops a run after a number of epochs."""

    def __init__(self, stop_after: int | None) -> None:
        super().__init__()
        self._stop_after = stop_after

    def is_set(self) -> bool:
        return self._stop_after is not None and len(self.records) >= self._stop_after


def make_set(name: str) -> str:
    """Import some of the digits as a data set, and return its id."""
    digits, size = SETS[name]
    source = load_digits()
    wanted = np.flatnonzero(np.isin(source.labels, digits))
    labelled, test = wanted[:size], wanted[size : size + 200]
    path = Path(os.environ["REGDASH_HOME"]) / f"{name}.npz"
    np.savez(
        path,
        x_train=source.images[labelled],
        y_train=source.labels[labelled],
        x_test=source.images[test],
        y_test=source.labels[test],
    )
    return import_images([path], name=name, resize=None, progress=Progress()).info.id


def build_spec(case: Case) -> RunSpec:
    """Return the spec of a case, after importing its data set."""
    values = {**SMALL, **case.changes}
    if case.set != "digits":
        values["data"] = {**values["data"], "dataset": make_set(case.set)}
    return complete_spec(values)


def record(name: str) -> dict[str, Any]:
    """Train one of `CASES`, and return its history in the stored form."""
    case = CASES[name]
    spec = build_spec(case)
    listener = _StoppingRecorder(case.stop_after)
    outcome: Outcome | None = None
    try:
        outcome = train(spec, lambda: prepare(spec.data), listener, listener, listener)
        status = "stopped_early" if outcome.stopped_epoch else "finished"
    except RunDiverged:
        status = "diverged"
    except RunStopped:
        status = case.stop_status
    records = listener.records[: case.stop_after]
    return {
        "spec": json.loads(spec.to_json()),
        "status": status,
        "kept_epoch": outcome.kept.epoch if outcome else None,
        "stopped_epoch": outcome.stopped_epoch if outcome else None,
        "about": None
        if case.set == "digits" or not case.known
        else json.loads(info_of(spec.data.dataset).to_json()),
        "epochs": [_values(r) for r in records],
    }


_KEPT = (
    "train_loss",
    "val_loss",
    "train_accuracy",
    "val_accuracy",
    "penalty",
    "objective",
    "seconds",
)


def _values(record: EpochRecord) -> dict[str, float]:
    return {"epoch": record.epoch, **{key: round(record[key], 6) for key in _KEPT}}


def write(name: str) -> None:
    """Record one of `CASES`, and store it with one epoch per line."""
    history = record(name)
    head = [f'"{key}": {json.dumps(history[key])}' for key in history if key != "epochs"]
    epochs = ",\n  ".join(json.dumps(epoch) for epoch in history["epochs"])
    text = "{" + ",\n ".join([*head, f'"epochs": [\n  {epochs}\n ]']) + "}\n"
    (FOLDER / f"{name}.json").write_text(text, "utf-8")


def _losses(spec: RunSpec) -> np.ndarray:
    """Return the final loss of each validation image, in nats."""
    data = prepare(spec.data)
    probabilities = train(spec, lambda: data).validation_probabilities.astype(float)
    right = probabilities[np.arange(len(data.validation)), data.validation.y]
    return -np.log(np.maximum(right, 6e-8))  # the smallest positive float16


def print_spread() -> None:
    """Print standard deviations of losses over images, divided by the square root of their mean."""
    networks: dict[str, dict[str, Any]] = {
        "plain": {},
        "dropout 0.5": {"techniques": {"dropout": {"rate": 0.5}}},
        "L2 0.003": {"techniques": {"l2": {"l2": 0.003}}},
        "augmentation": {"techniques": {"augmentation": {}}},
        "label noise 0.3": _data(label_noise=0.3),
        "smoothing 0.3": {"techniques": {"label_smoothing": {"label_smoothing": 0.3}}},
        "200 images": _data(train_size=200),
        "5,000 images": _data(train_size=5000),
        "SGD 0.3": _sgd(0.3),
    }
    for name, changes in networks.items():
        losses = [
            _losses(RunSpec.from_dict({**SMALL, **changes, "epochs": epochs}))
            for epochs in (3, 6, 10, 20, 40)
        ]
        within = [loss.std() / loss.mean() ** 0.5 for loss in losses]
        change = [
            (later - loss).std() / max(loss.mean(), later.mean()) ** 0.5
            for loss, later in pairwise(losses)
        ]
        print(f"{name:16} within", *(f"{value:5.2f}" for value in within), end="")
        print("  change", *(f"{value:5.2f}" for value in change), flush=True)


def main(arguments: list[str]) -> None:
    """Record the named cases, or all."""
    if arguments == ["--spread"]:
        print_spread()
        return
    for name in arguments or CASES:
        write(name)
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
