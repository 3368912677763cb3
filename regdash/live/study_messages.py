"""What the element of a study draws, as JSON data: a line or a grid."""

from typing import Any

from regdash.figures.study_axis import DrawnAxis
from regdash.figures.study_grid import describe_heatmap, describe_slices
from regdash.figures.study_line import LINE_CHARTS, describe_line
from regdash.figures.study_look import PALETTE, base_layout, value_axis
from regdash.judging.grids import Grid
from regdash.judging.lines import ZONES_EXPLAINED, Line
from regdash.judging.methods import Method
from regdash.metrics import METRICS
from regdash.services.study_status import StudyStatus
from regdash.settings.formatting import format_mean
from regdash.studies.study import Study

CURVES = ("epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy")
"""Curves of a trial that the element draws."""

FIGURES = ("val_loss", "train_loss", "val_accuracy", "train_accuracy", "hidden_norm")
"""Metrics in the table of values."""

_SAID = 4
"""Of these metrics, those that are said of the chosen values, too."""

_MARKS = {"best": "best", "not distinguishable": "accuracy not distinguishable from the best"}


def describe(status: StudyStatus, results: Line | Grid, *, tested: bool) -> dict[str, Any]:
    """Describe a line or a grid.

    Args:
        status: Of the study.
        results: What it has found.
        tested: Whether the trials' predictions were read, so that the values as good as the best are known.

    Returns:
        `setup`: axes, colors, the empty chart of curves, heads of the table; `charts`: figures by key,
        with colors by name, and what the cursor marks in each; `cells`: what was measured at each
        combination of values, by their positions such as `3` or `3,0`.
    """
    study = status.study
    assert isinstance(study, Study)
    axes = [DrawnAxis.of(axis) for axis in study.axes]
    return {
        "setup": _setup(study, axes),
        "charts": _charts(results, axes, tested=tested),
        "cells": _cells(results, axes, tested=tested),
    }


def describe_curves(epochs: int) -> dict[str, Any]:
    """Describe the empty chart of curves over so many epochs, and the columns of its data."""
    layout = base_layout()
    layout["xaxis"] |= {"title": {"text": "Epoch"}, "range": [0, epochs + 0.5]}
    layout["yaxis"] = value_axis("Loss (nats)")
    return {"names": CURVES, "layout": layout}


def describe_columns() -> list[dict[str, Any]]:
    """Describe the columns of metrics in the table."""
    return [
        {"key": key, "title": METRICS[key].title, "said": at < _SAID}
        for at, key in enumerate(FIGURES)
    ]


def describe_figures(method: Method) -> dict[str, str]:
    """Return the metrics in the table, as text; those not known are left out."""
    found = {key: method.values(key, "kept") for key in FIGURES}
    return {
        key: format_mean(values, METRICS[key].quantity) for key, values in found.items() if values
    }


def describe_trials(method: Method) -> list[dict[str, Any]]:
    """Return what the element has to know of the trials whose curves it draws."""
    return [
        {"id": run.id, "seed": run.spec.seed, "status": run.status, "kept": run.kept_epoch}
        for run in method.runs
    ]


def _setup(study: Study, axes: list[DrawnAxis]) -> dict[str, Any]:
    line = len(axes) == 1
    notes = [
        {"key": "seeds", "title": "Seeds"},
        {"key": "mark", "title": "Accuracy, against the best"},
    ]
    if line:
        notes.insert(1, {"key": "zone", "title": "Zone"})
    return {
        "axes": [
            {
                "title": drawn.title,
                "labels": drawn.labels,
                "phrases": [axis.found.phrase(value) for value in axis.typed_values],
                "positions": drawn.positions,
            }
            for drawn, axis in zip(axes, study.axes, strict=True)
        ],
        "palette": PALETTE,
        "curves": describe_curves(study.base.epochs),
        "columns": describe_columns(),
        "notes": notes,
        "rules": ZONES_EXPLAINED if line else "",
    }


def _charts(results: Line | Grid, axes: list[DrawnAxis], *, tested: bool) -> dict[str, Any]:
    if isinstance(results, Line):
        return {
            chart.key: {
                "title": chart.title,
                "cursor": "value",
                **describe_line(chart, results, axes[0]),
            }
            for chart in LINE_CHARTS
        }
    rows, columns = axes
    return {
        "heatmap": {
            "title": METRICS[results.objective].title,
            "cursor": "cell",
            **describe_heatmap(results, rows, columns, tested=tested),
        },
        "slices": {
            "title": f"Slices, by {columns.title}",
            "cursor": "value",
            **describe_slices(results, rows, columns),
        },
    }


def _cells(results: Line | Grid, axes: list[DrawnAxis], *, tested: bool) -> dict[str, Any]:
    same = list(map(id, results.indistinguishable)) if tested else []
    cells = {}
    for point in results.points:
        method = point.method
        place = ",".join(str(axis.index(v)) for axis, v in zip(axes, point.values, strict=True))
        zone = results.zones.get(point.values[0], "") if isinstance(results, Line) else ""
        mark = ""
        if point is results.best:
            mark = "best"
        elif id(point) in same:
            mark = "not distinguishable"
        cells[place] = {
            "zone": zone,
            "mark": mark,
            "seeds": f"{sum(run.complete for run in method.runs)}/{len(method.runs)}",
            "said": [word for word in (zone, _MARKS.get(mark, "")) if word],
            "figures": describe_figures(method),
            "trials": describe_trials(method),
        }
    return cells
