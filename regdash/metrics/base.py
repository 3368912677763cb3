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
"""How a cell summarizes several seeds: mean, mean ± standard deviation, smallest and largest, or the
mean of values that hardly differ."""

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
    """Whether a filled marker shows the table's epoch; for repeats, the mean of their epochs."""
    log: bool = False
    """Whether its axis is logarithmic by default."""
    signed: bool = False
    """Whether values below zero are usual: a logarithmic axis would leave lines out, so there is none."""
    rare: bool = False
    """Whether its tab is among those that open on demand."""


@dataclass(frozen=True)
class Column:
    """A column of the live table."""

    help: str
    """For the tooltips of its header and cells, without a period."""
    seeds: SeedSummary = "mean"


@dataclass(frozen=True)
class RunReading:
    """The data of a run at one of its epochs, from which metrics read their values."""

    record: EpochRecord | None = None
    """Measurements of that epoch."""
    results: Mapping[str, float] = field(default_factory=dict)
    """Result metrics of that epoch's network, measured at the end of the run, by key."""
    parameters: int | None = None
    """Trainable weights."""
    pace: float | None = None
    """Median of the seconds per epoch."""


class Metric(ABC):
    """A figure of a run: its name, how it is written and where it is shown.

    Subclasses are listed in `regdash.metrics.METRICS`; everything that shows metrics uses that list.
    """

    key: ClassVar[str]
    """Its name in the store, in JSON and between server and page. Must never change."""
    title: ClassVar[str]
    """Its heading in tables."""
    unit: ClassVar[str] = ""
    """Of the value as it is stored, such as `nats` or `s`; empty for shares and plain numbers."""
    direction: ClassVar[Direction | None] = None
    """Which values are better; None if neither is."""
    quantity: ClassVar[Quantity]
    """How a value is rounded and written."""
    chart: ClassVar[Chart | None] = None
    """Where it is drawn, if it has a value for each epoch."""
    role: ClassVar[CurveRole] = "validation"
    """How it is drawn: validation bold and solid, training thin and dashed."""
    column: ClassVar[Column | None] = None
    """Its column of the live table, if any."""
    in_figures: ClassVar[bool] = False
    """Whether the judgement's table of figures shows it, with differences to the baseline."""
    in_summary: ClassVar[bool] = False
    """Whether the terminal's summary shows it."""
    note: ClassVar[str] = ""
    """Explanation below the table of figures, for metrics whose title is not enough."""
    from_test: ClassVar[bool] = False
    """Whether it is measured on test images: hidden until they are revealed."""

    @abstractmethod
    def read(self, run: RunReading) -> float | None:
        """Return its value for a run at the displayed epoch; None if there is none."""


class EpochMetric(Metric):
    """Measured after every epoch, while the run trains."""

    measured_last: ClassVar[bool] = False
    """Whether it is measured after all others, regardless of its position in the list."""

    @abstractmethod
    def measure(self, context: EpochContext) -> float:
        """Measure it; NaN if it has no value. Called in the run's thread, while it holds its permit."""

    def read(self, run: RunReading) -> float | None:
        return None if run.record is None else run.record.get(self.key)


class DerivedMetric(Metric):
    """Computed from measured metrics; not stored."""

    needs: ClassVar[tuple[str, ...]]
    """Keys of the measured metrics it is computed from."""
    cumulative: ClassVar[bool] = False
    """Whether its values are summed from the first epoch on; it then needs a whole history."""

    @abstractmethod
    def derive(self, values: Mapping[str, Values]) -> Values:
        """Compute it for one epoch or for many at once.

        Args:
            values: Of the metrics in `needs`, by key: floats, or float64 (epochs,).
        """

    def of(self, record: EpochRecord) -> float | None:
        """Return its value in one epoch; None if something it needs was not measured."""
        if self.cumulative or any(key not in record.values for key in self.needs):
            return None
        return self.derive(record.values)

    def read(self, run: RunReading) -> float | None:
        return None if run.record is None else self.of(run.record)


class ResultMetric(Metric):
    """Measured when a run is completed, for the kept and for the best epoch's network."""

    both_epochs: ClassVar[bool] = False
    """Whether JSON also contains its value at the best epoch."""

    @abstractmethod
    def measure(self, result: NetworkResult) -> float:
        """Measure it; NaN if it has no value."""

    def read(self, run: RunReading) -> float | None:
        return run.results.get(self.key)
