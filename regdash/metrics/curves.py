"""What is read off a run's curves."""

from collections.abc import Sequence
from dataclasses import dataclass

from regdash.metrics.record import EpochRecord

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
"""What can be drawn of an epoch: measurements, and what follows from them."""


def loss_gap(record: EpochRecord) -> float:
    """Generalization gap in nats: validation loss - training loss, both without penalties."""
    return record.val_loss - record.train_loss


def accuracy_gap(record: EpochRecord) -> float:
    """Generalization gap as a share: training accuracy - validation accuracy."""
    return record.train_accuracy - record.val_accuracy


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
