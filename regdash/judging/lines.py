"""What a line over one dimension shows: the best value, how sure that is, and where it under- or overfits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from statistics import fmean
from typing import Literal, Protocol, TypeVar

import numpy as np

from regdash.judging.diagnosis.thresholds import RISE, RISE_EPOCHS, TRAIN_FALL
from regdash.judging.methods import Method, TrainedRun
from regdash.judging.verdict import judge
from regdash.metrics import METRICS
from regdash.settings.choices import EpochChoice
from regdash.stats.spread import Spread, describe
from regdash.studies.dimensions import Value

Zone = Literal["underfits", "fits", "overfits"]

ZONES_EXPLAINED = (
    "Fits: validation loss within one standard error of the best value's. Outside of that, a value"
    " overfits if its training loss is below that of the best value, or if its validation loss has turned"
    f" up while it was trained, by more than {RISE:.0%}; otherwise it underfits."
)
"""The rules of `Line.zones`, for pages and the terminal."""


@dataclass(frozen=True)
class LinePoint:
    """A value of the dimension, trained with one or more seeds."""

    value: Value
    method: Method

    @property
    def values(self) -> tuple[Value, ...]:
        """The value alone; points of all kinds of studies have this."""
        return (self.value,)

    def spread(self, key: str, at: EpochChoice = "kept") -> Spread | None:
        """Return mean and spread of a metric over its complete seeds; None before the first."""
        values = self.method.values(key, at)
        return describe(values) if values else None


@dataclass(frozen=True)
class Line:
    """The points of a study over one dimension, by ascending value."""

    points: tuple[LinePoint, ...]
    objective: str
    """Metric that chooses the best value: `val_loss` or `val_accuracy`."""

    @cached_property
    def best(self) -> LinePoint | None:
        """The point with the best mean of the objective; the smaller value if several are equal."""
        return choose_best(self.points, self.objective)

    @cached_property
    def optimism(self) -> float | None:
        """How much better the best value looks than it is, in the unit of the objective; None if unknown.

        The best of many values owes a part of its mean to luck with the seeds. Here, each seed is left
        out in turn: the value that is best with the others is measured on the one left out (the same
        idea as Tibshirani and Tibshirani 2009, arXiv:0908.2904). At least 0; it needs three seeds.
        """
        return estimate_optimism([point.method for point in self.points], self.objective)

    @cached_property
    def one_standard_error(self) -> LinePoint | None:
        """The most regularized point within one standard error of the best.

        Breiman, Friedman, Olshen and Stone 1984, section 3.4.3; Hastie, Tibshirani and Friedman
        2009, section 7.10. The more regularized of two values is the one with the higher training
        loss, so that the rule needs no knowledge of the dimension. None with a single seed.
        """
        close = [
            (spread.mean, point)
            for point in self.points
            if self._is_close(point, self.objective)
            and (spread := point.spread("train_loss")) is not None
        ]
        return max(close, key=lambda item: item[0])[1] if close else None

    @cached_property
    def zones(self) -> dict[Value, Zone]:
        """The zone of each value; see `ZONES_EXPLAINED`. Empty with a single seed."""
        best = self._best_of("val_loss")
        found: dict[Value, Zone] = {}
        if best is None or standard_error(best, "val_loss") is None:
            return found
        reference = best.spread("train_loss")
        for point in self.points:
            training = point.spread("train_loss")
            if training is None or reference is None:
                continue
            if self._is_close(point, "val_loss"):
                found[point.value] = "fits"
            elif training.mean < reference.mean or has_turned_up(point):
                found[point.value] = "overfits"
            else:
                found[point.value] = "underfits"
        return found

    @cached_property
    def indistinguishable(self) -> list[LinePoint]:
        """Points that the tests behind the verdicts do not distinguish from the best one.

        Empty if there is no verdict on any, such as with two seeds.
        """
        return find_indistinguishable(self.best, self.points)

    def _best_of(self, key: str) -> LinePoint | None:
        return self.best if key == self.objective else Line(self.points, key).best

    def _is_close(self, point: LinePoint, key: str) -> bool:
        """Return whether a point is within one standard error of the best one."""
        best, spread = self._best_of(key), point.spread(key)
        if best is None or spread is None:
            return False
        error, top = standard_error(best, key), best.spread(key)
        return error is not None and top is not None and abs(spread.mean - top.mean) <= error


def has_turned_up(point: LinePoint) -> bool:
    """Return whether the validation loss rose by more than `RISE` while the training loss fell.

    From its lowest epoch to the kept one; the mean over seeds. It tells that a network memorizes even
    where another value has both losses lower: with wrong labels, larger networks may be better although
    all of them memorize (double descent, Nakkiran et al. 2020).
    """
    rises = [_rise(run) for run in point.method.complete]
    known = [rise for rise in rises if rise is not None]
    return bool(known) and fmean(known) > RISE


def _rise(run: TrainedRun) -> float | None:
    """Return the rise of the validation loss relative to its lowest value; None without epochs.

    As in the diagnosis of a run, it must have lasted for `RISE_EPOCHS`, and the training loss must have
    fallen meanwhile.
    """
    if run.kept_epoch is None or not run.records:
        return None
    records = run.records[: run.kept_epoch]
    lowest = min(records, key=lambda record: record.val_loss)
    since = records[records.index(lowest) + 1 :]
    fell = records[-1].train_loss < (1 - TRAIN_FALL) * lowest.train_loss
    if len(since) < RISE_EPOCHS or not fell or lowest.val_loss <= 0:
        return 0.0
    return min(record.val_loss for record in since[-RISE_EPOCHS:]) / lowest.val_loss - 1


class Point(Protocol):
    """A combination of values, trained with one or more seeds."""

    @property
    def method(self) -> Method: ...


_P = TypeVar("_P", bound=Point)


def choose_best(points: Sequence[_P], objective: str) -> _P | None:
    """Return the point with the best mean of a metric; the first of equal ones, None without any."""
    measured = [
        (fmean(values), p) for p in points if (values := p.method.values(objective, "kept"))
    ]
    if not measured:
        return None
    sign = -1.0 if METRICS[objective].direction == "higher" else 1.0
    return min(measured, key=lambda item: sign * item[0])[1]


def find_indistinguishable(best: _P | None, points: Sequence[_P]) -> list[_P]:
    """Return the points that the tests behind the verdicts do not distinguish from the best one."""
    if best is None:
        return []
    others = [point for point in points if point is not best and point.method.complete]
    verdicts = judge(best.method, [p.method for p in others], on="validation", at="kept")
    pairs = zip(others, verdicts, strict=True)
    return [point for point, verdict in pairs if verdict.word == "not distinguishable"]


def estimate_optimism(methods: Sequence[Method], objective: str) -> float | None:
    """Estimate how much of the best method's mean is luck; see `Line.optimism`."""
    by_seed = [
        {
            run.pair: value
            for run in m.complete
            if (value := run.figure(objective, "kept")) is not None
        }
        for m in methods
    ]
    pairs = sorted(set.intersection(*map(set, by_seed))) if by_seed else []
    if len(pairs) < _FEWEST_SEEDS or len(by_seed) < 2:
        return None
    sign = -1.0 if METRICS[objective].direction == "higher" else 1.0
    values = sign * np.array([[one[pair] for pair in pairs] for one in by_seed])
    chosen = values[values.mean(axis=1).argmin()].mean()
    others = (values.sum(axis=1, keepdims=True) - values) / (len(pairs) - 1)
    left_out = values[others.argmin(axis=0), np.arange(len(pairs))].mean()
    return max(0.0, float(left_out - chosen))


_FEWEST_SEEDS = 3
"""With two seeds, the value would be chosen by a single one."""


def standard_error(point: LinePoint, key: str) -> float | None:
    """Return the standard error of a metric's mean over seeds; None with a single seed."""
    spread = point.spread(key)
    if spread is None or spread.sd is None:
        return None
    return spread.sd / sqrt(spread.n)
