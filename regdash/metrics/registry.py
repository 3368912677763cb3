"""The list of all metrics, and what follows from it."""

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
        """Put a metric at the end of the list.

        Raises:
            ValueError: Its key is taken; `epoch` is the number of an epoch's record.
        """
        if metric.key in self._metrics:
            raise ValueError(f"Metric {metric.key!r}: this key is taken; choose another one.")
        # A new mapping: others may be going through the old one.
        self._metrics = {**self._metrics, metric.key: metric}

    def remove(self, key: str) -> None:
        """Take a metric off the list; what was stored of it stays where it is."""
        self._metrics = {known: metric for known, metric in self._metrics.items() if known != key}

    @contextmanager
    def added(self, metric: Metric) -> Iterator[None]:
        """Have a metric in the list until the end of the block."""
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
        """Following from those measured."""
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
        """Keys of the metrics that are drawn in a chart in one of the two ways."""
        return tuple(m.key for m in self if m.chart == chart and m.role == role)

    @property
    def drawn(self) -> tuple[str, ...]:
        """Keys of the curves a chart may ask for: both horizontal axes, then what is drawn."""
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
        """Measure everything after an epoch; what has no value is left out."""
        # A stable sort: those measured last at the end, all others in their order.
        order = sorted(self.measured, key=lambda metric: metric.measured_last)
        return _known({metric.key: float(metric.measure(context)) for metric in order})

    def measure_result(self, result: NetworkResult) -> dict[str, float]:
        """Measure everything at the end of a run; what has no value is left out."""
        return _known({metric.key: float(metric.measure(result)) for metric in self.results})


def _known(values: dict[str, float]) -> dict[str, float]:
    return {key: value for key, value in values.items() if not math.isnan(value)}
