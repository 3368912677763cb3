"""The list of all metrics, and what is derived from it."""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from regdash.metrics.base import (
    Chart,
    Column,
    CurveRole,
    DerivedMetric,
    EpochMetric,
    Metric,
    ResultMetric,
)
from regdash.metrics.context import EpochContext, NetworkResult


class Registry:
    """Metrics in the order in which they are shown. Safe to read from many threads."""

    def __init__(self, metrics: Iterable[Metric] = ()) -> None:
        self._metrics: dict[str, Metric] = {}
        for metric in metrics:
            self.add(metric)

    def __iter__(self) -> Iterator[Metric]:
        return iter(self._metrics.values())

    def __contains__(self, key: str) -> bool:
        return key in self._metrics

    def __getitem__(self, key: str) -> Metric:
        """Find a metric by its key; raises KeyError."""
        return self._metrics[key]

    def add(self, metric: Metric) -> None:
        """Append a metric to the list.

        Raises:
            ValueError: Its key is already in use.
        """
        if metric.key in self._metrics:
            raise ValueError(
                f"Metric {metric.key!r}: this key is already in use; choose another one."
            )
        # A new mapping: other threads may be iterating over the old one.
        self._metrics = {**self._metrics, metric.key: metric}

    def remove(self, key: str) -> None:
        """Remove a metric from the list; its stored values stay in the store."""
        self._metrics = {known: metric for known, metric in self._metrics.items() if known != key}

    @contextmanager
    def added(self, metric: Metric) -> Iterator[None]:
        """Keep a metric in the list until the end of the block."""
        self.add(metric)
        try:
            yield
        finally:
            self.remove(metric.key)

    @property
    def measured(self) -> tuple[EpochMetric, ...]:
        """Measured after every epoch."""
        return tuple(metric for metric in self if isinstance(metric, EpochMetric))

    @property
    def derived(self) -> tuple[DerivedMetric, ...]:
        """Computed from measured metrics."""
        return tuple(metric for metric in self if isinstance(metric, DerivedMetric))

    @property
    def results(self) -> tuple[ResultMetric, ...]:
        """Measured at the end of a run."""
        return tuple(metric for metric in self if isinstance(metric, ResultMetric))

    @property
    def charts(self) -> dict[str, Chart]:
        """All charts by their keys, in the order of their first metrics."""
        return {metric.chart.key: metric.chart for metric in self if metric.chart is not None}

    def curves(self, chart: Chart, role: CurveRole) -> tuple[str, ...]:
        """Return the keys of the metrics that are drawn in a chart in a role."""
        return tuple(m.key for m in self if m.chart == chart and m.role == role)

    @property
    def drawn(self) -> tuple[str, ...]:
        """Keys of all curves that charts use: both horizontal axes, then what is drawn."""
        axes = ("epoch", "elapsed")
        return (*axes, *(m.key for m in self if m.chart is not None and m.key not in axes))

    @property
    def columns(self) -> tuple[tuple[Metric, Column], ...]:
        """Metrics that are columns of the live table, with their columns."""
        return tuple((metric, metric.column) for metric in self if metric.column is not None)

    @property
    def figures(self) -> tuple[Metric, ...]:
        """Metrics of the judgement's table of figures."""
        return tuple(metric for metric in self if metric.in_figures)

    @property
    def summary(self) -> tuple[Metric, ...]:
        """Metrics of the terminal's summary."""
        return tuple(metric for metric in self if metric.in_summary)

    def measure_epoch(self, context: EpochContext) -> dict[str, float]:
        """Measure all epoch metrics; those without a value are left out."""
        # A stable sort: those measured last go to the end, all others keep their order.
        order = sorted(self.measured, key=lambda metric: metric.measured_last)
        return _without_nan({metric.key: float(metric.measure(context)) for metric in order})

    def measure_result(self, result: NetworkResult) -> dict[str, float]:
        """Measure all result metrics; those without a value are left out."""
        return _without_nan({metric.key: float(metric.measure(result)) for metric in self.results})


def _without_nan(values: dict[str, float]) -> dict[str, float]:
    return {key: value for key, value in values.items() if not math.isnan(value)}
