"""Messages for the element that shows a study: everything once, then only changes."""

import json
from typing import Any
from zlib import crc32

import numpy as np

from regdash.figures.study_axis import DrawnAxis
from regdash.figures.study_grid import describe_heatmap, describe_slices
from regdash.figures.study_line import LINE_CHARTS, describe_line
from regdash.figures.study_look import PALETTE, base_layout, value_axis
from regdash.judging.grids import Grid, GridPoint
from regdash.judging.lines import ZONES_EXPLAINED, Line, LinePoint
from regdash.judging.methods import Method
from regdash.live.feed import encode_curves
from regdash.metrics import METRICS
from regdash.services.runs import RunService
from regdash.services.study_results import TrialReader, list_findings, read_results
from regdash.services.study_status import StudyStatus, estimate_study, read_status
from regdash.settings.formatting import count_of, format_mean, format_seconds
from regdash.settings.messages import InputError
from regdash.studies.dimensions import Value

CURVES = ("epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy")
"""Curves of a trial that the element draws."""

_MOST_EPOCHS = 100
"""Epochs of a trial that are drawn; more would be closer than pixels."""

_FIGURES = ("val_loss", "train_loss", "val_accuracy", "train_accuracy", "hidden_norm")
"""Metrics in the table of values."""


class StudyFeed:
    """Tracks a study for one element, which must receive all updates in order.

    The first message has everything but verdicts, which need the predictions of all trials; they
    follow with the next one.
    """

    least_interval = 0.4
    """Seconds. Trials end less often than epochs, and each message has whole figures."""

    def __init__(self, service: RunService, comparison_id: str) -> None:
        """Track a study.

        Args:
            service: Where its trials are.
            comparison_id: The comparison that contains them.
        """
        self.active = True
        self._service = service
        self._comparison_id = comparison_id
        self._readers = {
            tested: TrialReader(service.store, predictions=tested) for tested in (False, True)
        }
        self._sent: dict[str, int] = {}
        self._sent_curves: set[str] = set()
        self._first = True
        self._state: tuple[str, bool] | None = None

    def updates(self) -> dict[str, Any]:
        """Describe what has changed since the last call; the first time, everything.

        Returns:
            JSON data, empty if nothing has changed, else some of: `setup`, see `_setup`; `charts`, the
            changed figures by key, with colors by name; `cells`, what was measured at each combination
            of values, by their positions such as `3` or `3,0`; `curves`, those of trials that have
            ended since, by id, see `encode_curves`; `progress`; `findings`, sentences; `page_state`,
            see `study_state`.
        """
        try:
            status = read_status(self._service, self._comparison_id)
        except InputError:
            self.active = False
            return {}
        running = status.state == "running"
        tested = not self._first and not running
        self.active = running or self._first
        progress = _progress(self._service, status)
        state = (study_state(status), tested)
        if state == self._state:  # epochs of trials in progress
            return {"progress": progress} if self._is_new("progress", progress) else {}
        self._state = state
        results = read_results(self._readers[tested], status)
        axes = [DrawnAxis.of(axis) for axis in status.study.axes]
        found = {
            "setup": _setup(status, axes),
            "charts": _charts(results, axes, tested=tested),
            "cells": _cells(status, results, axes, tested=tested),
            "progress": progress,
            "findings": list_findings(status, results, tested=tested),
            "page_state": state[0],
        }
        self._first = False
        changed = {key: value for key, value in found.items() if self._is_new(key, value)}
        curves = self._new_curves(status)
        return {**changed, "curves": curves} if curves else changed

    def _is_new(self, key: str, value: Any) -> bool:
        state = crc32(json.dumps(value).encode())
        known = self._sent.get(key) == state
        self._sent[key] = state
        return not known

    def _new_curves(self, status: StudyStatus) -> dict[str, str]:
        ended = [r for r in status.runs if not r.active and r.id not in self._sent_curves]
        histories = self._service.store.histories.load(ended)
        self._sent_curves.update(run.id for run in ended)
        found = {}
        for run in ended:
            history = histories[run.id]
            if len(history):
                steps = min(len(history), _MOST_EPOCHS)
                chosen = np.linspace(0, len(history) - 1, steps).round().astype(np.int64)
                found[run.id] = encode_curves(history, chosen, CURVES)
        return found


def study_state(status: StudyStatus) -> str:
    """Return a hash of everything the page around the element depends on."""
    state = (
        status.state,
        status.ended,
        status.study.count,
        status.comparison.title,
        status.comparison.deleted,
    )
    return f"{crc32(repr(state).encode()):08x}"


def _setup(status: StudyStatus, axes: list[DrawnAxis]) -> dict[str, Any]:
    """Describe what stays the same: axes, colors, the empty chart of curves, names of figures."""
    layout = base_layout()
    layout["xaxis"] |= {"title": {"text": "Epoch"}, "range": [0, status.study.base.epochs + 0.5]}
    layout["yaxis"] = value_axis("Loss (nats)")
    return {
        "axes": [
            {
                "title": drawn.title,
                "labels": drawn.labels,
                "phrases": [axis.found.phrase(value) for value in axis.typed_values],
                "positions": drawn.positions,
            }
            for drawn, axis in zip(axes, status.study.axes, strict=True)
        ],
        "palette": PALETTE,
        "curves": {"names": CURVES, "layout": layout},
        "columns": [{"key": key, "title": METRICS[key].title} for key in _FIGURES],
        "rules": ZONES_EXPLAINED if len(axes) == 1 else "",
    }


def _charts(results: Line | Grid, axes: list[DrawnAxis], *, tested: bool) -> dict[str, Any]:
    if isinstance(results, Line):
        return {
            chart.key: {"title": chart.title, **describe_line(chart, results, axes[0])}
            for chart in LINE_CHARTS
        }
    rows, columns = axes
    return {
        "heatmap": {
            "title": METRICS[results.objective].title,
            **describe_heatmap(results, rows, columns, tested=tested),
        },
        "slices": {
            "title": f"Slices, by {columns.title}",
            **describe_slices(results, rows, columns),
        },
    }


def _cells(
    status: StudyStatus, results: Line | Grid, axes: list[DrawnAxis], *, tested: bool
) -> dict[str, Any]:
    same = list(map(id, results.indistinguishable)) if tested else []
    cells = {}
    for point in results.points:
        values, method = _values(point), point.method
        place = ",".join(str(axis.index(v)) for axis, v in zip(axes, values, strict=True))
        zone = results.zones.get(values[0], "") if isinstance(results, Line) else ""
        cells[place] = {
            "zone": zone,
            "mark": "best"
            if point is results.best
            else "not distinguishable"
            if id(point) in same
            else "",
            "figures": _figures(method),
            "trials": [
                {"id": run.id, "seed": run.spec.seed, "status": run.status, "kept": run.kept_epoch}
                for run in method.runs
            ],
        }
    return cells


def _values(point: LinePoint | GridPoint) -> tuple[Value, ...]:
    return point.values if isinstance(point, GridPoint) else (point.value,)


def _figures(method: Method) -> dict[str, str]:
    found = {key: method.values(key, "kept") for key in _FIGURES}
    return {
        key: format_mean(values, METRICS[key].quantity) for key, values in found.items() if values
    }


def _progress(service: RunService, status: StudyStatus) -> dict[str, Any]:
    count = count_of(status.study.count, "trial")
    text = f"{status.ended} of {count} ended"
    broken = sum(not run.active and not run.complete for run in status.runs)
    if broken:
        text += f", {broken} without a result"
    if status.state == "running":
        text += f", about {format_seconds(estimate_study(service, status))} left"
    elif status.state != "ended":
        text += f", {status.state}"
    return {"text": text, "share": status.ended / status.study.count, "state": status.state}
