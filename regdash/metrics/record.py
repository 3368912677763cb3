"""What is measured after an epoch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EpochRecord:
    """Measurements after one whole epoch.

    Losses are cross-entropies in nats, measured in inference mode and without penalties, with
    one-hot (not smoothed) labels. Accuracies are shares from 0 to 1. `train_*` are measured on a
    fixed sample of un-augmented training images, with the labels they are trained on.
    """

    epoch: int
    """1, 2, 3, ..."""
    train_loss: float
    val_loss: float
    train_accuracy: float
    val_accuracy: float
    penalty: float
    """What the weight penalties add at the end of the epoch."""
    objective: float
    """Mean over the epoch of what the optimizer saw: dropout on, smoothed labels, penalties."""
    learning_rate: float
    seconds: float
    """Training and measuring, without compiling and without waiting for a turn."""
    weight_norm: float | None = None
    """Euclidean norm of all kernels together; None in runs of older versions."""
    near_zero: float | None = None
    """Share of the kernels' weights closer to zero than `NEAR_ZERO`, 0 to 1."""


EPOCH_COLUMNS = tuple(EpochRecord.__dataclass_fields__)
"""Names of an epoch's measurements, in their order."""

NEAR_ZERO = 1e-3
"""Weights smaller than this count as near zero: beside weights of 0.01 to 0.1 they do nothing."""
