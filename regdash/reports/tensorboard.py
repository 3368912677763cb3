"""Runs as event files of TensorBoard, written by tensorboardX.

Each run has a folder with its settings and results, and one folder for each of `train` and
`validation`. Curves that a chart shows together have the same tag there, so that TensorBoard lays
them over each other.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from regdash.metrics import METRICS
from regdash.metrics.base import CurveRole, Metric
from regdash.reports.csv_text import Cell
from regdash.reports.file_names import unique_file_names
from regdash.reports.runs import ReportedRun, curve_metrics, shown_metrics
from regdash.reports.settings import setting_columns, techniques_text
from regdash.settings.fields import Dial
from regdash.settings.messages import InputError

_FOLDERS: Mapping[CurveRole, str] = {"training": "train", "validation": "validation"}
"""Folders of the curves of a chart, by their roles."""


def tensorboard_files(runs: Sequence[ReportedRun]) -> dict[str, bytes]:
    """Return event files by their paths; equal runs give equal bytes.

    Times are those at which the epochs ended, without the time that runs waited for each other.
    Values are float32, as in all of TensorBoard's scalars.

    Args:
        runs: At least one. Runs of several comparisons get a folder for each comparison.

    Raises:
        InputError: tensorboardX is not installed.
    """
    if problem := explain_missing_writer():
        raise InputError([problem])
    hparams = _HParams(runs)
    files: dict[str, bytes] = {}
    for run, folder in zip(runs, _run_folders(runs), strict=True):
        began = _timestamp(run.started or run.created)
        name = f"events.out.tfevents.{int(began)}.regdash"
        for split, curves in _curves_by_folder().items():
            events = [_begin(began), *(hparams.events(run, began) if not split else [])]
            events += _curve_events(run, curves, began)
            files[f"{folder}/{split}{name}"] = b"".join(map(_frame, events))
    return files


def explain_missing_writer() -> str:
    """Return a sentence on what has to be installed to write event files; empty if nothing."""
    if find_spec("tensorboardX") is not None:
        return ""
    return (
        "TensorBoard's event files need the package tensorboardX; install it with"
        " pip install 'regdash[export]'."
    )


def _run_folders(runs: Sequence[ReportedRun]) -> list[str]:
    titles = {run.comparison_id: run.comparison for run in runs}
    parents = [f"{name}/" for name in unique_file_names(titles.values())]
    found: dict[str, str] = {}
    for comparison_id, parent in zip(titles, parents, strict=True):
        own = [run for run in runs if run.comparison_id == comparison_id]
        for run, name in zip(own, unique_file_names(run.name for run in own), strict=True):
            found[run.id] = f"{parent if len(parents) > 1 else ''}{name}"
    return [found[run.id] for run in runs]


def _curves_by_folder() -> dict[str, dict[str, str]]:
    """Return the metric of each tag, by folder (with a slash; empty: that of the run itself)."""
    found: dict[str, dict[str, str]] = {"": {}, "train/": {}, "validation/": {}}
    for metric in curve_metrics():
        chart = metric.chart
        paired = chart is not None and all(METRICS.curves(chart, role) for role in _FOLDERS)
        if chart is None or not paired:
            found[""][metric.key] = metric.key
            continue
        first = METRICS.curves(chart, metric.role)[0] == metric.key
        tag = chart.key if first else f"{chart.key}/{metric.key}"
        found[f"{_FOLDERS[metric.role]}/"][tag] = metric.key
    return found


def _curve_events(run: ReportedRun, curves: Mapping[str, str], began: float) -> list[Any]:
    """Return one event per epoch with the values of all tags."""
    elapsed = run.history["elapsed"].tolist()
    values = {tag: run.history[key].tolist() for tag, key in curves.items()}
    return [
        _scalars(
            {tag: column[row] for tag, column in values.items()}, int(epoch), began + elapsed[row]
        )
        for row, epoch in enumerate(run.history["epoch"].tolist())
    ]


def _scalars(values: Mapping[str, float], step: int, time: float) -> Any:
    from tensorboardX.proto.event_pb2 import Event
    from tensorboardX.proto.summary_pb2 import Summary

    measured = [
        # NaN, the only number not equal to itself, means not measured.
        Summary.Value(tag=tag, simple_value=value)
        for tag, value in values.items()
        if value == value
    ]
    return Event(wall_time=time, step=step, summary=Summary(value=measured))


class _HParams:
    """What TensorBoard's HParams tab shows: settings and results of all runs.

    It shows only the keys of the first run it reads, so all runs have the same ones.
    """

    def __init__(self, runs: Sequence[ReportedRun]) -> None:
        used = [c for c in setting_columns() if any(c.read(run.spec) is not None for run in runs)]
        self._columns = {column.name: column for column in used}
        results = [metric for metric, _ in METRICS.columns if metric in shown_metrics(runs)]
        self._results = {f"result/{metric.key}": metric for metric in results}

    def events(self, run: ReportedRun, began: float) -> Iterator[Any]:
        """Yield the settings of a run, its results at the shown epoch, and its end."""
        from tensorboardX.proto.api_pb2 import (
            Experiment,
            HParamInfo,
            MetricInfo,
            MetricName,
            Status,
        )
        from tensorboardX.proto.plugin_hparams_pb2 import SessionEndInfo, SessionStartInfo

        values = self._values(run)
        infos = [HParamInfo(name=name, type=_hparam_type(value)) for name, value in values.items()]
        metrics = [
            MetricInfo(name=MetricName(tag=tag), display_name=metric.title)
            for tag, metric in self._results.items()
        ]
        yield _hparams_event(began, experiment=Experiment(hparam_infos=infos, metric_infos=metrics))
        start = SessionStartInfo(start_time_secs=began, group_name=run.id)
        for name, value in values.items():
            if isinstance(value, str):
                start.hparams[name].string_value = value
            elif isinstance(value, bool):
                start.hparams[name].bool_value = value
            else:
                start.hparams[name].number_value = value
        yield _hparams_event(began, session_start_info=start)
        ended = _timestamp(run.ended) if run.ended else began
        record = run.reading.record
        results = {tag: _result(run, metric) for tag, metric in self._results.items()}
        if record is not None:
            yield _scalars(results, record.epoch, ended)
        status = Status.Value("STATUS_SUCCESS" if run.kept_epoch else "STATUS_UNKNOWN")
        end = SessionEndInfo(status=status, end_time_secs=ended)
        yield _hparams_event(ended, session_end_info=end)

    def _values(self, run: ReportedRun) -> dict[str, str | float]:
        columns = self._columns.items()
        settings = {name: _hparam(column.read(run.spec), column.dial) for name, column in columns}
        named = {"method": run.method, "techniques": techniques_text(run.spec)}
        return named | {"dataset_name": run.dataset} | settings


def _hparam(value: Cell, dial: Dial) -> str | float:
    """Return a value, or what stands for none of the same type."""
    if dial.kind is bool:
        return bool(value)
    if dial.kind in (int, float):
        return float(value or 0)
    return "" if value is None else str(value)


def _hparam_type(value: str | float) -> Any:
    from tensorboardX.proto.api_pb2 import DataType

    if isinstance(value, str):
        return DataType.Value("DATA_TYPE_STRING")
    return DataType.Value("DATA_TYPE_BOOL" if isinstance(value, bool) else "DATA_TYPE_FLOAT64")


def _result(run: ReportedRun, metric: Metric) -> float:
    value = run.value(metric)
    return float("nan") if value is None else value


def _hparams_event(time: float, **content: Any) -> Any:
    from tensorboardX.proto.event_pb2 import Event
    from tensorboardX.proto.plugin_hparams_pb2 import HParamsPluginData
    from tensorboardX.proto.summary_pb2 import Summary, SummaryMetadata

    (kind,) = content
    data = HParamsPluginData(version=0, **content).SerializeToString(deterministic=True)
    plugin = SummaryMetadata.PluginData(plugin_name="hparams", content=data)
    value = Summary.Value(tag=f"_hparams_/{kind}", metadata=SummaryMetadata(plugin_data=plugin))
    return Event(wall_time=time, summary=Summary(value=[value]))


def _begin(time: float) -> Any:
    from tensorboardX.proto.event_pb2 import Event

    return Event(wall_time=time, file_version="brain.Event:2")


def _frame(event: Any) -> bytes:
    """Return an event as a record: its length, its content, and a checksum of each."""
    from tensorboardX.record_writer import masked_crc32c

    data: bytes = event.SerializeToString(deterministic=True)
    length = struct.pack("<Q", len(data))
    sums = (struct.pack("<I", masked_crc32c(part)) for part in (length, data))
    return length + next(sums) + data + next(sums)


def _timestamp(moment: datetime) -> float:
    return moment.replace(tzinfo=UTC).timestamp()
