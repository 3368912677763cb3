"""What a metric is, and where it may be shown."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from regdash.metrics.context import EpochContext, NetworkResult
from regdash.metrics.record import EpochRecord
from regdash.settings.formatting import Quantity

Direction = Literal["higher", "lower"]

CurveRole = Literal["validation", "training"]

SeedSummary = Literal["mean", "mean_sd", "range", "same"]
"""How a cell tells of several seeds: their mean, mean ± standard deviation, smallest and largest, or
the mean of values that hardly differ."""

Values = TypeVar("Values", float, NDArray[np.float64])
"""The values of one epoch, or float64 (epochs,)."""


@dataclass(frozen=True)
class Chart:
    """A chart of the live page; a validation and a training curve may share one."""

    key: str
    title: str
    """Of its tab."""
    axis: str
    help: str
    """One or two sentences, for the tab's tooltip."""
    percent: bool = False
    """Whether values are shares, shown in percent."""
    marked: bool = False
    """Whether a filled marker shows the epoch in the table; for repeats, the mean of their epochs."""
    log: bool = False
    """Whether its axis is logarithmic until the reader chooses otherwise."""


@dataclass(frozen=True)
class Column:
    """A column of the live table."""

    help: str
    """For the tooltips of its head and its cells, without a full stop."""
    seeds: SeedSummary = "mean"


@dataclass(frozen=True)
class RunReading:
    """What is known of a run at one of its epochs: what a metric's value is read off."""

    record: EpochRecord | None = None
    """Measurements of that epoch."""
    results: Mapping[str, float] = field(default_factory=dict)
    """What was measured of that epoch's network when the run ended, by key."""
    parameters: int | None = None
    """Trainable weights."""
    pace: float | None = None
    """Median of the seconds per epoch."""


class Metric(ABC):
    """A figure of a run: its name, how it reads and where it is shown.

    A subclass is listed in `regdash.metrics.METRICS`; all places that show it follow from there.
    """

    key: ClassVar[str]
    """Its name in the store, in JSON and between server and page; never changed later."""
    title: ClassVar[str]
    """Its heading in tables."""
    unit: ClassVar[str] = ""
    """Of the value as it is stored, such as `nats` or `s`; empty for shares and plain numbers."""
    direction: ClassVar[Direction | None] = None
    """Which values are better; None if neither is."""
    quantity: ClassVar[Quantity]
    """How a value is rounded and written."""
    chart: ClassVar[Chart | None] = None
    """Where it is drawn, if it is known for each epoch."""
    role: ClassVar[CurveRole] = "validation"
    """Drawn bold and solid, or thin and dashed beside another metric of the same chart."""
    column: ClassVar[Column | None] = None
    """Its column of the live table, if any."""
    in_figures: ClassVar[bool] = False
    """Whether the judgement's table of figures shows it, with differences to the baseline."""
    in_summary: ClassVar[bool] = False
    """Whether the terminal's summary shows it."""
    note: ClassVar[str] = ""
    """What it is, below the table of figures; for metrics whose title does not say it."""
    from_test: ClassVar[bool] = False
    """Whether it is measured on test images: hidden until they are revealed."""

    @abstractmethod
    def read(self, run: RunReading) -> float | None:
        """Its value for a run at the epoch that is looked at; None if it is not known."""


class EpochMetric(Metric):
    """Measured after every epoch, while the run trains."""

    measured_last: ClassVar[bool] = False
    """Whether it is measured after all others, whatever its place in the list."""

    @abstractmethod
    def measure(self, context: EpochContext) -> float:
        """Measure it; NaN where it has no value. Called in the run's thread, in its turn."""

    def read(self, run: RunReading) -> float | None:
        return None if run.record is None else run.record.get(self.key)


class DerivedMetric(Metric):
    """Follows from measured metrics; is not stored."""

    needs: ClassVar[tuple[str, ...]]
    """Keys of the measured metrics it follows from."""
    cumulative: ClassVar[bool] = False
    """Whether its values add up from the first epoch on; it is known for whole histories alone."""

    @abstractmethod
    def derive(self, values: Mapping[str, Values]) -> Values:
        """Compute it, for one epoch or for many at once.

        Args:
            values: Of the metrics in `needs`, by key: floats, or float64 (epochs,).
        """

    def of(self, record: EpochRecord) -> float | None:
        """Its value in one epoch; None if something it needs was not measured."""
        if self.cumulative or any(key not in record.values for key in self.needs):
            return None
        return self.derive(record.values)

    def read(self, run: RunReading) -> float | None:
        return None if run.record is None else self.of(run.record)


class ResultMetric(Metric):
    """Measured when a run has come to its end, of the kept and of the best epoch's network."""

    both_epochs: ClassVar[bool] = False
    """Whether JSON tells of the best epoch, too, and not of the kept one alone."""

    @abstractmethod
    def measure(self, result: NetworkResult) -> float:
        """Measure it; NaN where it has no value."""

    def read(self, run: RunReading) -> float | None:
        return run.results.get(self.key)
