"""The best epochs of a run."""

from collections.abc import Sequence
from dataclasses import dataclass

from regdash.metrics.record import EpochRecord


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
