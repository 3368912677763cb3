"""Curves of a run, or the mean of the seeds of a method, with the spread around it.

The live charts compute the same in the browser, see `groups.js` and `history.js`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from regdash.metrics.history import History
from regdash.settings.choices import Band
from regdash.stats.spread import t_factor


@dataclass(frozen=True)
class Member:
    """One run of a method."""

    history: History
    active: bool
    """Whether it is queued or running."""
    broken: bool
    """Whether it ended without completing."""
    duplicate: bool = False
    """Whether an earlier run of the method is identical."""
    marked_epoch: int | None = None
    """The epoch that tables show, from 1."""


@dataclass(frozen=True)
class MeanCurves:
    """The curves of a method. Of a single run, they are its own."""

    members: Sequence[Member]
    """At least one."""

    @cached_property
    def counted(self) -> Sequence[Member]:
        """The runs in the mean: those that were completed, without duplicates.

        Runs in progress join when they have ended. Until one has, it is the first run alone.
        """
        unbroken = [m for m in self.members if not m.broken and not m.duplicate]
        done = [member for member in unbroken if not member.active]
        return done or (unbroken or self.members)[:1]

    @cached_property
    def length(self) -> int:
        """Number of epochs: the mean ends where the first run ended, as one over fewer seeds would
        not be comparable."""
        lengths = [len(member.history) for member in self.counted]
        ended = [len(m.history) for m in self.counted if not m.active]
        return min([max(lengths), *ended])

    def values(self, key: str) -> np.ndarray:
        """Return the mean of a curve, float64 (epochs,); NaN where a seed has no value."""
        return np.asarray(self._stack(key).mean(axis=0))

    def half(self, key: str, band: Band) -> np.ndarray | None:
        """Return half the height of the band, float64 (epochs,); None if there is none.

        Args:
            key: Of a curve.
            band: `sd`: the standard deviation of the seeds; `ci`: half of Student's 95% interval of
                the mean; `off`: none.
        """
        stack = self._stack(key)
        if band == "off" or len(stack) < 2:
            return None
        deviation = np.asarray(stack.std(axis=0, ddof=1))
        return deviation if band == "sd" else deviation * t_factor(len(stack))

    def mark(self, x: str, y: str) -> tuple[float, float] | None:
        """Return the position of the marker: the mean over the seeds, each at its marked epoch."""
        marks = [
            (member.history[x][member.marked_epoch - 1], member.history[y][member.marked_epoch - 1])
            for member in self.counted
            if member.marked_epoch is not None and member.marked_epoch <= len(member.history)
        ]
        if not marks:
            return None
        xs, ys = np.mean(marks, axis=0)
        return float(xs), float(ys)

    def _stack(self, key: str) -> np.ndarray:
        return np.stack([member.history[key][: self.length] for member in self.counted])


def smooth(values: np.ndarray, weight: float) -> np.ndarray:
    """Return the exponential moving average with bias correction; NaN stays and is left out.

    Args:
        values: float64 (epochs,).
        weight: Of the past, 0 (changes nothing) to below 1.
    """
    if not weight:
        return values
    total = norm = 0.0
    smoothed = np.full(len(values), np.nan)
    for index, value in enumerate(values):
        if np.isnan(value):
            continue
        total = weight * total + (1 - weight) * value
        norm = weight * norm + (1 - weight)
        smoothed[index] = total / norm
    return smoothed
