"""Epochs that nobody trained."""

from collections.abc import Sequence

import numpy as np

from regdash.metrics import METRICS
from regdash.metrics.history import History
from regdash.metrics.record import EpochRecord


def make_epoch(epoch: int, **values: float) -> EpochRecord:
    """An epoch in which every core metric is known; arguments change values, or add others."""
    usual = {
        "train_loss": 1.0,
        "val_loss": 1.0,
        "train_accuracy": 0.5,
        "val_accuracy": 0.5,
        "penalty": 0.0,
        "objective": 1.0,
        "learning_rate": 0.001,
        "seconds": 1.0,
    }
    return EpochRecord(epoch, {**usual, **values})


def noisy_epochs(epochs: int, seed: int = 0) -> list[EpochRecord]:
    """Epochs of a network that learns, with noise."""
    rng = np.random.default_rng(seed)
    return [
        make_epoch(
            epoch,
            val_loss=0.3 + 2 / epoch + 0.05 * rng.random(),
            val_accuracy=0.9 - 0.5 / epoch + 0.01 * rng.random(),
            seconds=1.0 + epoch % 3,
        )
        for epoch in range(1, epochs + 1)
    ]


def to_arrays(records: Sequence[EpochRecord]) -> dict[str, np.ndarray]:
    """The epochs as a history takes them."""
    keys = [metric.key for metric in METRICS.measured]
    arrays = {key: np.array([r.get(key) for r in records], dtype=float) for key in keys}
    return {"epoch": np.array([r.epoch for r in records], dtype=float), **arrays}


def make_history(records: Sequence[EpochRecord]) -> History:
    """A history of these epochs."""
    history = History()
    history.extend(to_arrays(records))
    return history
