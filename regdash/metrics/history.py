"""The epochs of one run as they arrive, with what pages read off them at every tick."""

import math
from typing import Any

import numpy as np

from regdash.metrics.curves import CURVES, Best
from regdash.metrics.record import EPOCH_COLUMNS, EpochRecord

_SECONDS = EPOCH_COLUMNS.index("seconds")
_LOSS, _ACCURACY = EPOCH_COLUMNS.index("val_loss"), EPOCH_COLUMNS.index("val_accuracy")


class History:
    """A run's epochs so far. Only ever grows; what was read off it is kept up to date."""

    def __init__(self) -> None:
        self._values = np.empty((64, len(EPOCH_COLUMNS)))
        self._points = np.empty((64, len(CURVES)))
        self._count = 0
        self._records: list[EpochRecord] = []
        self._best: tuple[int, int] | None = None
        self._pace = (0, 0.0)

    def __len__(self) -> int:
        return self._count

    def extend(self, values: np.ndarray) -> None:
        """Append consecutive epochs.

        Args:
            values: float64 (epochs, len(EPOCH_COLUMNS)), NaN where nothing was measured.
        """
        if not len(values):
            return
        begin, end = self._count, self._count + len(values)
        if end > len(self._values):
            room = max(end, 2 * begin) - begin
            self._values = np.concatenate([self.values, np.empty((room, len(EPOCH_COLUMNS)))])
            self._points = np.concatenate([self.points, np.empty((room, len(CURVES)))])
        self._values[begin:end] = values
        self._points[begin:end] = curve_points(values, self.elapsed)
        self._count = end
        self._best = self._find_best(begin)

    @property
    def values(self) -> np.ndarray:
        """float64 (epochs, len(EPOCH_COLUMNS)): the measurements as they were made."""
        return self._values[: self._count]

    @property
    def points(self) -> np.ndarray:
        """float64 (epochs, len(CURVES)): what is drawn."""
        return self._points[: self._count]

    @property
    def records(self) -> list[EpochRecord]:
        """The epochs one by one; made when they are first asked for."""
        # A new list: several threads may ask at once.
        known = self._records
        if len(known) < self._count:
            self._records = known = known + to_records(self.values[len(known) :])
        return known

    @property
    def best(self) -> Best | None:
        """The best epochs; see `find_best`."""
        if self._best is None:
            return None
        accuracy, loss = (to_records(self._values[at : at + 1])[0] for at in self._best)
        return Best(accuracy, loss)

    @property
    def elapsed(self) -> float:
        """Seconds of training so far."""
        return float(self._points[self._count - 1, _ELAPSED]) if self._count else 0.0

    @property
    def pace(self) -> float | None:
        """Median of the seconds per epoch."""
        if not self._count:
            return None
        count, pace = self._pace
        if count != self._count:
            pace = float(np.median(self.values[:, _SECONDS]))
            self._pace = (self._count, pace)
        return pace

    def _find_best(self, begin: int) -> tuple[int, int]:
        """Positions of the highest accuracy and the lowest loss, once those from `begin` count."""
        new = self.values[begin:]
        accuracy = begin + int(new[:, _ACCURACY].argmax())
        loss = begin + int(new[:, _LOSS].argmin())
        if self._best is None:
            return accuracy, loss
        # The first one of several that are equal.
        if self._values[accuracy, _ACCURACY] <= self._values[self._best[0], _ACCURACY]:
            accuracy = self._best[0]
        if self._values[loss, _LOSS] >= self._values[self._best[1], _LOSS]:
            loss = self._best[1]
        return accuracy, loss


_ELAPSED = CURVES.index("elapsed")


def curve_points(values: np.ndarray, elapsed: float = 0.0) -> np.ndarray:
    """What is drawn of consecutive epochs.

    Args:
        values: float64 (epochs, len(EPOCH_COLUMNS)).
        elapsed: Seconds the epochs before them took.

    Returns:
        float64 (epochs, len(CURVES)).
    """
    known = dict(zip(EPOCH_COLUMNS, values.T, strict=True))
    known |= {
        "elapsed": elapsed + np.cumsum(known["seconds"]),
        "train_error": 1 - known["train_accuracy"],
        "val_error": 1 - known["val_accuracy"],
        "loss_gap": known["val_loss"] - known["train_loss"],
        "accuracy_gap": known["train_accuracy"] - known["val_accuracy"],
    }
    return np.stack([known[curve] for curve in CURVES], axis=1)


def to_records(values: np.ndarray) -> list[EpochRecord]:
    """One record for each row of measurements; see `History.values`."""
    records = []
    for epoch, *measured in values.tolist():
        known: list[Any] = [None if math.isnan(value) else value for value in measured]
        records.append(EpochRecord(int(epoch), *known))
    return records
