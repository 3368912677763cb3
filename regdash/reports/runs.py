"""What reports are told about a run: plain data, gathered by `regdash.services.export`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from regdash.metrics import METRICS
from regdash.metrics.base import DerivedMetric, Metric, RunReading
from regdash.metrics.history import History
from regdash.settings.choices import EpochChoice
from regdash.spec import RunSpec


@dataclass(frozen=True)
class ReportedRun:
    """A run, with its names in its comparison and everything measured of it."""

    id: str
    name: str
    """Unique in its comparison, such as `dropout 0.5, seed 2`."""
    method: str
    """Name of its method, such as `dropout 0.5`."""
    comparison_id: str
    comparison: str
    """Title of its comparison."""
    spec: RunSpec
    dataset: str
    """Name of its data set."""
    status: str
    message: str
    created: datetime
    """UTC without a zone, like all times."""
    started: datetime | None
    ended: datetime | None
    kept_epoch: int | None
    best_epoch: int | None
    stopped_epoch: int | None
    at: EpochChoice
    """Which of its epochs the dashboard shows."""
    reading: RunReading
    """Everything measured at that epoch; of a run without a kept epoch, at its latest one."""
    history: History
    """All its epochs."""
    revealed: bool
    """Whether its test results may be seen."""

    def value(self, metric: Metric) -> float | None:
        """Return a metric as the dashboard shows it, before rounding.

        Returns:
            None if it was not measured, or if it is measured on test images that are not revealed.
        """
        if metric.from_test and not self.revealed:
            return None
        record = self.reading.record
        if isinstance(metric, DerivedMetric) and metric.cumulative and record is not None:
            return float(self.history[metric.key][record.epoch - 1])
        return metric.read(self.reading)


def shown_metrics(runs: Iterable[ReportedRun]) -> list[Metric]:
    """Return all metrics, without those of test images if no run's test results are revealed."""
    revealed = any(run.revealed for run in runs)
    return [metric for metric in METRICS if revealed or not metric.from_test]


def curve_metrics() -> list[Metric]:
    """Return the metrics that have a value for each epoch, in their order."""
    curves = {metric.key for metric in (*METRICS.measured, *METRICS.derived)}
    return [metric for metric in METRICS if metric.key in curves]


def unit_of(metric: Metric) -> str:
    """Return the unit of a metric's values: `nats`, `s`, `share` (0 to 1), or empty."""
    return metric.unit or ("share" if metric.quantity.percent else "")


def metric_heading(metric: Metric) -> str:
    """Return the heading of a metric's column, such as `val_loss (nats)`."""
    return with_unit(metric.key, unit_of(metric))


def with_unit(name: str, unit: str) -> str:
    """Return the heading of a column, such as `val_loss (nats)`."""
    return f"{name} ({unit})" if unit else name
