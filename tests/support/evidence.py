"""Synthetic methods for tests of verdicts and fairness."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from regdash.judging.methods import Method, TrainedRun
from regdash.spec import RunSpec
from tests.support.records import make_epoch

SMALL: dict[str, Any] = {"data": {"train_size": 1000, "validation_share": 0.1}, "epochs": 2}


def make_run(accuracy: float = 0.9, *, status: str = "finished", **changes: Any) -> TrainedRun:
    """Return a run with validation and test accuracy `accuracy` at the kept and the best epoch."""
    seconds = changes.pop("seconds", 1.0)
    penalty = changes.pop("penalty", 0.0)
    images = changes.pop("images", 0)
    spec = RunSpec.from_dict({**SMALL, **changes})
    records = tuple(
        make_epoch(
            e,
            train_loss=0.1,
            val_loss=0.3,
            train_accuracy=0.99,
            val_accuracy=accuracy,
            penalty=penalty,
            objective=0.5,
            seconds=seconds,
            weight_norm=20.0,
            near_zero=0.1,
        )
        for e in range(1, spec.epochs + 1)
    )
    right = np.arange(images) < round(accuracy * images)
    tested = {"test_accuracy": accuracy, "test_loss": 0.3}
    complete = status in ("finished", "stopped_early")
    return TrainedRun(
        id=f"{accuracy}-{spec.seed}",
        spec=spec,
        status=status,
        records=records,
        parameters=100,
        kept_epoch=spec.epochs if complete else None,
        best_epoch=1 if complete else None,
        results={"kept": tested, "best": tested} if complete else {},
        right={(a, i): right for a in ("kept", "best") for i in ("validation", "test")}
        if images
        else {},
    )


def make_method(key: str, accuracies: Sequence[float], **changes: Any) -> Method:
    """Return a method with one run per accuracy, from seed 1 on, and predictions on 10,000 images."""
    first = changes.pop("first_seed", 1)
    changes.setdefault("images", 10_000)
    runs = tuple(
        make_run(a, seed=first + index, **dict(changes)) for index, a in enumerate(accuracies)
    )
    return Method(key, key, 0, runs)
