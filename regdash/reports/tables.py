"""Runs and their epochs as tables: CSV files with exact numbers and units in the headings.

The columns follow from the lists of settings, techniques and metrics.
"""

import math
from collections.abc import Sequence

from regdash.metrics.base import Metric
from regdash.reports.csv_text import Cell, write_csv
from regdash.reports.runs import (
    ReportedRun,
    curve_metrics,
    metric_heading,
    shown_metrics,
    unit_of,
)
from regdash.reports.settings import setting_columns, techniques_text

RUN_COLUMNS = {
    "comparison": "title of the comparison",
    "comparison_id": "id of the comparison",
    "run_id": "id of the run",
    "run": "name of the run, unique in its comparison",
    "method": "name of the method; its runs differ only in their seeds",
    "status": "finished, stopped_early, stopped, diverged, failed, interrupted, queued or running",
    "techniques": "the techniques in use, by their keys",
    "dataset_name": "name of the data set",
    "kept_epoch": "epoch whose weights were kept",
    "best_epoch": "first epoch with the highest validation accuracy",
    "stopped_epoch": "epoch after which early stopping ended the run",
    "epoch_choice": "kept or best: the epoch at which the metrics of this row were measured",
}
"""Columns of `runs.csv` besides settings and metrics, with what they contain."""

EPOCH_COLUMNS = {
    "run_id": "id of the run",
    "run": "name of the run, unique in its comparison",
    "method": "name of the method",
    "seed": "seed of the run",
    "epoch": "1, 2, 3, ...",
    "metric": "key of the metric",
    "value": "its value",
    "unit": "unit of the value; empty for plain numbers",
}
"""Columns of `epochs.csv`, with what they contain."""

STEP_COLUMNS = {
    "run_id": "id of the run",
    "run": "name of the run, unique in its comparison",
    "method": "name of the method",
    "seed": "seed of the run",
    "_step": "the epoch: 1, 2, 3, ...",
}
"""Columns of `history.csv` besides metrics, with what they contain."""


def runs_table(runs: Sequence[ReportedRun]) -> bytes:
    """Return `runs.csv`: one row per run, with its settings and its metrics at the shown epoch.

    Metrics of test images are left out unless they are revealed.
    """
    settings = setting_columns()
    metrics = shown_metrics(runs)
    names = list(RUN_COLUMNS)
    heading = [
        *names,
        *(column.heading for column in settings),
        *(run_heading(metric) for metric in metrics),
    ]
    rows = [
        [
            *(_facts(run)[name] for name in names),
            *(column.read(run.spec) for column in settings),
            *(run.value(metric) for metric in metrics),
        ]
        for run in runs
    ]
    return write_csv(heading, rows)


def run_heading(metric: Metric) -> str:
    """Return the heading of a metric in `runs.csv`, where some settings have the same names."""
    taken = {column.name for column in setting_columns()}
    return f"{'measured_' * (metric.key in taken)}{metric_heading(metric)}"


def _facts(run: ReportedRun) -> dict[str, Cell]:
    return {
        "comparison": run.comparison,
        "comparison_id": run.comparison_id,
        "run_id": run.id,
        "run": run.name,
        "method": run.method,
        "status": run.status,
        "techniques": techniques_text(run.spec),
        "dataset_name": run.dataset,
        "kept_epoch": run.kept_epoch,
        "best_epoch": run.best_epoch,
        "stopped_epoch": run.stopped_epoch,
        "epoch_choice": run.at,
    }


def epochs_table(runs: Sequence[ReportedRun]) -> bytes:
    """Return `epochs.csv`: one row per run, epoch and metric that was measured."""
    metrics = curve_metrics()
    rows: list[list[Cell]] = [
        [run.id, run.name, run.method, run.spec.seed, epoch, metric.key, value, unit_of(metric)]
        for run in runs
        for epoch, values in _epochs(run)
        for metric, value in zip(metrics, values, strict=True)
        if not math.isnan(value)
    ]
    return write_csv(list(EPOCH_COLUMNS), rows)


def history_table(runs: Sequence[ReportedRun]) -> bytes:
    """Return `history.csv`: one row per run and epoch, one column per metric."""
    metrics = [metric_heading(metric) for metric in curve_metrics()]
    rows: list[list[Cell]] = [
        [run.id, run.name, run.method, run.spec.seed, epoch, *values]
        for run in runs
        for epoch, values in _epochs(run)
    ]
    return write_csv([*STEP_COLUMNS, *metrics], rows)


def _epochs(run: ReportedRun) -> list[tuple[int, list[float]]]:
    """Return the number of each epoch and its metrics, in the order of `curve_metrics`."""
    curves = [run.history[metric.key].tolist() for metric in curve_metrics()]
    numbers = run.history["epoch"].tolist()
    return [
        (int(number), list(values))
        for number, values in zip(numbers, zip(*curves, strict=True), strict=True)
    ]
