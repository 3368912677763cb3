"""What is measured after an epoch."""

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class EpochRecord:
    """Measurements after one whole epoch, by the keys of their metrics.

    `record["penalty"]` is the value of a metric; `record.get("near_zero")` is None if it was not
    measured. The metrics that judging needs are also properties, NaN if not measured.

    Losses are cross-entropies in nats, measured in inference mode and without penalties, with
    one-hot (not smoothed) labels. Accuracies are shares from 0 to 1. `train_*` are measured on a
    fixed sample of un-augmented training images, with the labels they are trained on.
    """

    epoch: int
    """1, 2, 3, ..."""
    values: Mapping[str, float]
    """The measurements; see `regdash.metrics.METRICS`."""

    def __getitem__(self, key: str) -> float:
        """Return the value of a measured metric.

        Raises:
            KeyError: It was not measured in this epoch.
        """
        return self.values[key]

    def get(self, key: str) -> float | None:
        """Return the value of a measured metric, or None."""
        return self.values.get(key)

    @property
    def train_loss(self) -> float:
        """Nats."""
        return self.values.get("train_loss", math.nan)

    @property
    def val_loss(self) -> float:
        """Nats."""
        return self.values.get("val_loss", math.nan)

    @property
    def train_accuracy(self) -> float:
        """0 to 1."""
        return self.values.get("train_accuracy", math.nan)

    @property
    def val_accuracy(self) -> float:
        """0 to 1."""
        return self.values.get("val_accuracy", math.nan)

    @property
    def penalty(self) -> float:
        """Sum of the weight penalties at the end of the epoch."""
        return self.values.get("penalty", math.nan)

    @property
    def objective(self) -> float:
        """What the optimizer minimized, mean over the epoch."""
        return self.values.get("objective", math.nan)

    @property
    def seconds(self) -> float:
        """Seconds of training and measuring, excluding compilation and waiting for a turn."""
        return self.values.get("seconds", math.nan)
