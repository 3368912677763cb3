"""Methods, each trained with one or more seeds, and their runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

import numpy as np

from regdash.metrics import METRICS
from regdash.metrics.base import RunReading
from regdash.metrics.record import EpochRecord
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.status import ACTIVE, COMPLETE
from regdash.spec import RunSpec


@dataclass(frozen=True)
class TrainedRun:
    """A run as far as it has been trained."""

    id: str
    spec: RunSpec
    status: str
    records: tuple[EpochRecord, ...] = ()
    parameters: int | None = None
    kept_epoch: int | None = None
    best_epoch: int | None = None
    results: Mapping[EpochChoice, Mapping[str, float]] = field(default_factory=dict)
    """Metrics measured at its end, by key; runs of older versions may lack some."""
    right: Mapping[tuple[str, str], np.ndarray] = field(default_factory=dict)
    """Which predictions are correct, bool (n,), by (epoch choice, evaluation set). If the epoch was
    chosen on validation images, each image is predicted at an epoch that was chosen without it."""

    @property
    def complete(self) -> bool:
        """Whether it finished or stopped early."""
        return self.status in COMPLETE

    @property
    def active(self) -> bool:
        """Whether it is queued or running."""
        return self.status in ACTIVE

    @property
    def pair(self) -> tuple[int, int]:
        """Seed and split seed, which distinguish the runs of a method."""
        return self.spec.pair

    def epoch(self, at: EpochChoice) -> EpochRecord | None:
        """Return the measurements of its kept or best epoch; None if there is no such epoch."""
        number = self.kept_epoch if at == "kept" else self.best_epoch
        if number is None or not 1 <= number <= len(self.records):
            return None
        return self.records[number - 1]

    @property
    def held_out_accuracy(self) -> Mapping[EpochChoice, float]:
        """On validation images held out from the choice of the epoch; empty where not known."""
        key = "held_out_val_accuracy"
        return {at: results[key] for at, results in self.results.items() if key in results}

    @cached_property
    def _pace(self) -> float | None:
        """Median of its epochs' seconds; cached because a page needs it dozens of times."""
        return median(record.seconds for record in self.records) if self.records else None

    def figure(self, key: str, at: EpochChoice) -> float | None:
        """Return a metric at its kept or best epoch; None if it is unknown.

        `val_accuracy` is measured on images held out from the choice of the epoch, if that is
        known; `seconds` is the median over epochs.
        """
        record = self.epoch(at)
        if record is None:
            return None
        results = self.results.get(at, {})
        return METRICS[key].read(RunReading(record, results, self.parameters, self._pace))

    def figures(self, at: EpochChoice) -> dict[str, float]:
        """All its metrics at that epoch, by key; those not known are left out."""
        found = {metric.key: self.figure(metric.key, at) for metric in METRICS}
        return {key: value for key, value in found.items() if value is not None}


@dataclass(frozen=True)
class Method:
    """Runs that differ only in their seeds."""

    key: str
    name: str
    style_index: int
    runs: tuple[TrainedRun, ...]

    @property
    def complete(self) -> tuple[TrainedRun, ...]:
        """Completed runs, which are the ones judged.

        One per seed and split: a duplicate has the same numbers and is no additional evidence.
        """
        first: dict[tuple[int, int], TrainedRun] = {}
        for run in self.runs:
            if run.complete:
                first.setdefault(run.pair, run)
        return tuple(first.values())

    @property
    def spec(self) -> RunSpec:
        """The spec of its first run; other runs differ only in their seeds."""
        return self.runs[0].spec

    @property
    def active(self) -> bool:
        """Whether any of its runs are queued or running."""
        return any(run.active for run in self.runs)

    def values(self, key: str, at: EpochChoice) -> list[float]:
        """Return a metric of every completed run for which it is known."""
        found = (run.figure(key, at) for run in self.complete)
        return [value for value in found if value is not None]


def accuracy_name(on: EvaluationSet) -> str:
    """Return the key of the accuracy on these images."""
    return "val_accuracy" if on == "validation" else "test_accuracy"


def chose_epoch(spec: RunSpec, at: EpochChoice) -> bool:
    """Return whether the epoch is chosen on validation images."""
    return at == "best" or any(t.watches_validation for t in spec.techniques)


def measured_and_held_out(
    runs: Sequence[TrainedRun], at: EpochChoice
) -> tuple[list[float], list[float]]:
    """Return validation accuracies of the runs whose epoch was chosen on validation images.

    Returns:
        Accuracies on the images that chose the epoch, and on images held out from that choice; only
        of runs with both.
    """
    known = [
        (record.val_accuracy, run.held_out_accuracy[at])
        for run in runs
        if (record := run.epoch(at)) is not None
        and chose_epoch(run.spec, at)
        and at in run.held_out_accuracy
    ]
    return [measured for measured, _ in known], [held_out for _, held_out in known]


def choose_baseline(methods: Sequence[Method], wanted: str | None = None) -> Method:
    """Return the wanted method, or else the first one with the fewest techniques."""
    chosen = choose_reference({method.key: method.spec for method in methods}, wanted)
    return next(method for method in methods if method.key == chosen)


def choose_reference(specs: Mapping[str, RunSpec], wanted: str | None = None) -> str:
    """Return the key of the wanted method, or else of the first one with the fewest techniques.

    Args:
        specs: A spec of each method, by their keys; at least one.
        wanted: Key of the chosen baseline; one that does not exist is ignored.
    """
    if wanted is not None and wanted in specs:
        return wanted
    return min(specs, key=lambda key: len(specs[key].techniques))
