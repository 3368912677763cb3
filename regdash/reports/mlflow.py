"""Runs as the requests of MLflow's REST API; see `regdash.services.mlflow`, which sends them.

Requests are plain data, as JSON takes them.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from regdash.reports.csv_text import Cell
from regdash.reports.runs import ReportedRun, curve_metrics, shown_metrics
from regdash.reports.settings import read_settings, techniques_text
from regdash.reports.tables import epochs_table
from regdash.settings.status import COMPLETE

RUN_TAG = "regdash.run_id"
"""Tag with the id of a run, by which a run that was sent before is found."""

MAX_METRICS = 1_000
MAX_PARAMS = 100
"""Most metrics and params of a request; MLflow refuses more."""

_LONGEST_VALUE = 5_000
"""Most characters of a param or a tag; MLflow takes a few more."""

_STATUSES = {
    **dict.fromkeys(COMPLETE, "FINISHED"),
    "stopped": "KILLED",
    "interrupted": "KILLED",
    "diverged": "FAILED",
    "failed": "FAILED",
}

Request = Mapping[str, Any]


def create_request(run: ReportedRun, experiment_id: str) -> Request:
    """Return the request that creates a run."""
    tags = {
        RUN_TAG: run.id,
        "regdash.comparison_id": run.comparison_id,
        "regdash.method": run.method,
        "regdash.status": run.status,
        "regdash.message": run.message,
    }
    return {
        "experiment_id": experiment_id,
        "run_name": run.name,
        "start_time": _milliseconds(run.started or run.created),
        "tags": [{"key": k, "value": v[:_LONGEST_VALUE]} for k, v in tags.items() if v],
    }


def batch_requests(run: ReportedRun, run_id: str) -> Iterator[Request]:
    """Yield the requests that log a run's params, the curves of its epochs, and its results.

    Results are those of the shown epoch, as `result/val_accuracy`; those of test images only if they
    have been revealed. What was not measured is left out.

    Args:
        run: The run.
        run_id: Its id in MLflow.
    """
    params = [
        {"key": name, "value": _text(value)[:_LONGEST_VALUE]}
        for name, value in _params(run).items()
        if value is not None
    ]
    for part in _parts(params, MAX_PARAMS):
        yield {"run_id": run_id, "params": part}
    for part in _parts([*_curves(run), *_results(run)], MAX_METRICS):
        yield {"run_id": run_id, "metrics": part}


def run_files(run: ReportedRun) -> dict[str, bytes]:
    """Return the spec and the epochs of a run as files, by their names."""
    spec = json.dumps(run.spec.model_dump(mode="json"), indent=1, sort_keys=True)
    return {"spec.json": f"{spec}\n".encode(), "epochs.csv": epochs_table([run])}


def end_request(run: ReportedRun, run_id: str) -> Request:
    """Return the request that ends a run."""
    ended = run.ended or run.started or run.created
    return {
        "run_id": run_id,
        "status": _STATUSES.get(run.status, "FAILED"),
        "end_time": _milliseconds(ended),
    }


def _params(run: ReportedRun) -> dict[str, Cell]:
    techniques = techniques_text(run.spec) or None
    return {"dataset_name": run.dataset, "techniques": techniques, **read_settings(run.spec)}


def _curves(run: ReportedRun) -> list[Request]:
    began = _milliseconds(run.started or run.created)
    elapsed = run.history["elapsed"].tolist()
    epochs = run.history["epoch"].tolist()
    return [
        _metric(metric.key, value, began + round(1000 * seconds), int(epoch))
        for metric in curve_metrics()
        for value, seconds, epoch in zip(
            run.history[metric.key].tolist(), elapsed, epochs, strict=True
        )
        if math.isfinite(value)
    ]


def _results(run: ReportedRun) -> list[Request]:
    record = run.reading.record
    if record is None:
        return []
    ended = _milliseconds(run.ended or run.started or run.created)
    values = {metric.key: run.value(metric) for metric in shown_metrics([run])}
    return [
        _metric(f"result/{key}", float(value), ended, record.epoch)
        for key, value in values.items()
        if value is not None and math.isfinite(value)
    ]


def _metric(key: str, value: float, timestamp: int, step: int) -> Request:
    return {"key": key, "value": value, "timestamp": timestamp, "step": step}


def _parts(items: Sequence[Request], size: int) -> Iterator[Sequence[Request]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _text(value: Cell) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _milliseconds(moment: datetime) -> int:
    return round(1000 * moment.replace(tzinfo=UTC).timestamp())
