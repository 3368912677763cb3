"""The epochs of one run as they arrive, with the values that pages read at every update."""

from collections.abc import Mapping

import numpy as np

from regdash.metrics import METRICS
from regdash.metrics.best import Best
from regdash.metrics.record import EpochRecord

EpochArrays = Mapping[str, np.ndarray]
"""Consecutive epochs: float64 (epochs,) for `epoch` and for each measured metric, by key; NaN where
nothing was measured."""


class History:
    """A run's epochs so far. Only grows; derived values are kept up to date.

    `history["val_loss"]` is the curve of a measured or derived metric.
    """

    def __init__(self) -> None:
        self._measured = tuple(metric.key for metric in METRICS.measured)
        self._derived = METRICS.derived
        keys = ("epoch", *self._measured, *(metric.key for metric in self._derived))
        self._arrays = {key: np.empty(64) for key in keys}
        self._count = 0
        self._records: list[EpochRecord] = []
        self._best: tuple[int, int] | None = None
        self._pace = (0, 0.0)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, key: str) -> np.ndarray:
        """float64 (epochs,): the numbers of the epochs (`epoch`), or a metric's curve.

        Raises:
            KeyError: No measured or derived metric has that key.
        """
        return self._arrays[key][: self._count]

    def extend(self, epochs: EpochArrays) -> None:
        """Append consecutive epochs; a metric that is missing was not measured."""
        added = len(epochs["epoch"])
        if not added:
            return
        begin, end = self._count, self._count + added
        if end > len(self._arrays["epoch"]):
            spare = np.empty(max(end, 2 * begin) - begin)
            self._arrays = {key: np.concatenate([self[key], spare]) for key in self._arrays}
        measured = {key: epochs.get(key, np.full(added, np.nan)) for key in self._measured}
        known = {"epoch": epochs["epoch"], **measured}
        for metric in self._derived:
            values = metric.derive(measured)
            if metric.cumulative:
                before = float(self._arrays[metric.key][begin - 1]) if begin else 0.0
                values = before + np.cumsum(values)
            known[metric.key] = values
        for key, values in known.items():
            self._arrays[key][begin:end] = values
        self._count = end
        self._best = self._find_best(begin)

    @property
    def records(self) -> list[EpochRecord]:
        """The epochs one by one; built on first access."""
        # A new list: several threads may read at once.
        records = self._records
        if len(records) < self._count:
            self._records = records = records + self._read(len(records), self._count)
        return records

    def record(self, epoch: int) -> EpochRecord | None:
        """Return an epoch by its number, from 1; None if the run has not reached it."""
        return self._read(epoch - 1, epoch)[0] if 1 <= epoch <= self._count else None

    @property
    def best(self) -> Best | None:
        """The best epochs; see `find_best`."""
        if self._best is None:
            return None
        accuracy, loss = (self._read(at, at + 1)[0] for at in self._best)
        return Best(accuracy, loss)

    @property
    def elapsed(self) -> float:
        """Seconds of training so far."""
        return float(self["elapsed"][-1]) if self._count else 0.0

    @property
    def pace(self) -> float | None:
        """Median of the seconds per epoch."""
        if not self._count:
            return None
        count, pace = self._pace
        if count != self._count:
            pace = float(np.median(self["seconds"]))
            self._pace = (self._count, pace)
        return pace

    def _read(self, begin: int, end: int) -> list[EpochRecord]:
        keys = ("epoch", *self._measured)
        return to_records({key: self[key][begin:end] for key in keys})

    def _find_best(self, begin: int) -> tuple[int, int]:
        """Find the positions of the highest accuracy and the lowest loss, given those before `begin`."""
        accuracies, losses = self["val_accuracy"], self["val_loss"]
        accuracy = begin + int(accuracies[begin:].argmax())
        loss = begin + int(losses[begin:].argmin())
        if self._best is None:
            return accuracy, loss
        # Of equal values, the first.
        if accuracies[accuracy] <= accuracies[self._best[0]]:
            accuracy = self._best[0]
        if losses[loss] >= losses[self._best[1]]:
            loss = self._best[1]
        return accuracy, loss


def to_records(epochs: EpochArrays) -> list[EpochRecord]:
    """Build one record per epoch."""
    keys = [key for key in epochs if key != "epoch"]
    rows = zip(*(epochs[key].tolist() for key in keys), strict=True)
    return [
        # NaN, the only number not equal to itself, means not measured.
        EpochRecord(int(epoch), {k: v for k, v in zip(keys, row, strict=True) if v == v})
        for epoch, row in zip(epochs["epoch"].tolist(), rows, strict=True)
    ]
