"""What is compared: methods, each trained once or with several seeds."""

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
    """What is known of a run."""

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
    """bool (n,) for each of (At, On): which images were named rightly. Where validation images chose
    the epoch, each by the network of an epoch that was chosen without it."""

    @property
    def complete(self) -> bool:
        """Whether it came to its own end."""
        return self.status in COMPLETE

    @property
    def active(self) -> bool:
        """Whether it is still going to change."""
        return self.status in ACTIVE

    @property
    def pair(self) -> tuple[int, int]:
        """Seed and split: what tells the runs of a method apart."""
        return self.spec.pair

    def epoch(self, at: EpochChoice) -> EpochRecord | None:
        """Measurements of its kept or best epoch."""
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
    """Runs that differ in their seeds alone."""

    key: str
    name: str
    style_index: int
    runs: tuple[TrainedRun, ...]

    @property
    def complete(self) -> tuple[TrainedRun, ...]:
        """Runs that came to their own end: the ones that are judged.

        One of each seed and split: the same run twice is the same numbers twice, no evidence.
        """
        first: dict[tuple[int, int], TrainedRun] = {}
        for run in self.runs:
            if run.complete:
                first.setdefault(run.pair, run)
        return tuple(first.values())

    @property
    def spec(self) -> RunSpec:
        """What its runs have in common; the seeds are the first run's."""
        return self.runs[0].spec

    @property
    def active(self) -> bool:
        """Whether some of its runs are still going."""
        return any(run.active for run in self.runs)

    def values(self, name: str, at: EpochChoice) -> list[float]:
        """One figure of every complete run that has it."""
        return [f[name] for run in self.complete if name in (f := run.figures(at))]


def accuracy_name(on: EvaluationSet) -> str:
    """Name of the figure that is judged on these images."""
    return "val_accuracy" if on == "validation" else "test_accuracy"


def chose_epoch(spec: RunSpec, at: EpochChoice) -> bool:
    """Whether validation images had a say in which epoch of a run is looked at."""
    return at == "best" or any(t.watches_validation for t in spec.techniques)


def measured_and_held_out(
    runs: Sequence[TrainedRun], at: EpochChoice
) -> tuple[list[float], list[float]]:
    """Validation accuracies of runs whose epoch was chosen by validation images.

    Returns:
        What the images that chose say of it, and what images held out of the choice say; of the
        runs of which both are known.
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
    """The wanted method, or else the one with the fewest techniques (the first of them)."""
    for method in methods:
        if method.key == wanted:
            return method
    return min(methods, key=lambda m: len(m.spec.techniques))
