"""Methods, each trained with one or more seeds, and their runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

import numpy as np

from regdash.metrics.curves import loss_gap
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
    val_accuracy: Mapping[EpochChoice, float] = field(default_factory=dict)
    """On images held out of the choice of the epoch; missing in runs of older versions."""
    test_accuracy: Mapping[EpochChoice, float] = field(default_factory=dict)
    test_loss: Mapping[EpochChoice, float] = field(default_factory=dict)
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

    @cached_property
    def _seconds(self) -> float:
        """Median of its epochs'; a page asks for it dozens of times."""
        return median(record.seconds for record in self.records)

    def figures(self, at: EpochChoice) -> dict[str, float]:
        """Its measurements at that epoch, by name; those not known are left out.

        `val_accuracy`, `test_accuracy`, `near_zero` are shares; `val_loss`, `test_loss`, `gap` are
        nats; `seconds` is the median of its epochs; `weight_norm`, `parameters` as they are named.
        `val_accuracy` is measured on images held out of the choice of the epoch, where that is
        known.
        """
        record = self.epoch(at)
        if record is None:
            return {}
        found: dict[str, float | None] = {
            "val_accuracy": self.val_accuracy.get(at, record.val_accuracy),
            "val_loss": record.val_loss,
            "test_accuracy": self.test_accuracy.get(at),
            "test_loss": self.test_loss.get(at),
            "gap": loss_gap(record),
            "seconds": self._seconds,
            "parameters": self.parameters,
            "near_zero": record.near_zero,
            "weight_norm": record.weight_norm,
        }
        return {name: value for name, value in found.items() if value is not None}


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

    def values(self, name: str, at: EpochChoice) -> list[float]:
        """One figure of every complete run that has it."""
        return [f[name] for run in self.complete if name in (f := run.figures(at))]


def accuracy_name(on: EvaluationSet) -> str:
    """Name of the figure that is judged on these images."""
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
        (record.val_accuracy, run.val_accuracy[at])
        for run in runs
        if (record := run.epoch(at)) is not None
        and chose_epoch(run.spec, at)
        and at in run.val_accuracy
    ]
    return [measured for measured, _ in known], [held_out for _, held_out in known]


def choose_baseline(methods: Sequence[Method], wanted: str | None = None) -> Method:
    """Return the wanted method, or else the first one with the fewest techniques."""
    for method in methods:
        if method.key == wanted:
            return method
    return min(methods, key=lambda m: len(m.spec.techniques))
