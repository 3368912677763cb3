"""What is read off a run's curves."""

from collections.abc import Sequence
from dataclasses import dataclass

from regdash.events import EpochRecord

CURVES = (
    "epoch",
    "elapsed",
    "train_loss",
    "val_loss",
    "train_accuracy",
    "val_accuracy",
    "train_error",
    "val_error",
    "loss_gap",
    "accuracy_gap",
    "penalty",
    "objective",
    "weight_norm",
    "near_zero",
)
"""Names of the values `curve_points` gives for an epoch."""


def loss_gap(record: EpochRecord) -> float:
    """Generalization gap in nats: validation loss - training loss, both without penalties."""
    return record.val_loss - record.train_loss


def accuracy_gap(record: EpochRecord) -> float:
    """Generalization gap as a share: training accuracy - validation accuracy."""
    return record.train_accuracy - record.val_accuracy


def curve_points(records: Sequence[EpochRecord], elapsed: float = 0.0) -> list[list[float | None]]:
    """One row of `CURVES` for each epoch; None where an older version measured nothing.

    Args:
        records: Consecutive epochs.
        elapsed: Seconds the epochs before them took.
    """
    rows: list[list[float | None]] = []
    for r in records:
        elapsed += r.seconds
        rows.append(
            [
                r.epoch,
                elapsed,
                r.train_loss,
                r.val_loss,
                r.train_accuracy,
                r.val_accuracy,
                1.0 - r.train_accuracy,
                1.0 - r.val_accuracy,
                loss_gap(r),
                accuracy_gap(r),
                r.penalty,
                r.objective,
                r.weight_norm,
                r.near_zero,
            ]
        )
    return rows


@dataclass(frozen=True)
class Best:
    """The best epochs of a run; the first one where several are equal."""

    accuracy: EpochRecord
    """Epoch of the highest validation accuracy."""
    loss: EpochRecord
    """Epoch of the lowest validation loss."""


def find_best(records: Sequence[EpochRecord]) -> Best | None:
    """Find the best epochs, or None before the first epoch."""
    if not records:
        return None
    return Best(
        accuracy=max(records, key=lambda r: (r.val_accuracy, -r.epoch)),
        loss=min(records, key=lambda r: (r.val_loss, r.epoch)),
    )
