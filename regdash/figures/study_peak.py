"""Figures of *Past the peak*: losses and errors against the number of random features."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

import numpy as np

from regdash.figures.study_look import base_layout, value_axis
from regdash.random_features.curve import CurvePoint, CurveSettings, Measure

_TICKS = (10, 30, 100, 300, 1000, 3000)
"""Labeled numbers of features, those that are within the axis."""

_BELOW = 5.0
"""The axis of losses ends below the lowest validation loss divided by this: the training loss of a model
that fits all labels is 0."""


@dataclass(frozen=True)
class PeakChart:
    """A chart: a measure on validation images bold, with dots, and on training images dashed."""

    key: str
    title: str
    axis: str
    """Title of the vertical axis."""
    main: Measure
    other: Measure
    percent: bool = False


PEAK_CHARTS = (
    PeakChart("loss", "Squared loss", "Squared loss", "val_loss", "train_loss"),
    PeakChart("error", "Error", "Error", "val_error", "train_error", percent=True),
)


def describe_peak(
    chart: PeakChart, points: Sequence[CurvePoint], settings: CurveSettings, names: Sequence[str]
) -> dict[str, Any]:
    """Describe a chart, with colors as names; see `study_look.PALETTE`.

    Args:
        chart: Which one.
        points: What was measured so far.
        settings: Of the curve.
        names: The strengths of ridge in words, such as `ridge 1e-3`.

    Returns:
        JSON data: `data` and `layout`. Each trace has the place of its strength as `meta.ridge`, and in
        `meta.chosen` what changes while that one is chosen.
    """
    traces = [
        trace
        for ridge, name in enumerate(names)
        for trace in _traces(chart, points, ridge, name, len(settings.seeds))
    ]
    layout = base_layout()
    layout["xaxis"] |= _features_axis(settings)
    layout["yaxis"] = value_axis(chart.axis, percent=chart.percent)
    if chart.percent:
        layout["yaxis"]["range"] = [0, 1]
    else:
        layout["yaxis"] |= {"type": "log", "dtick": 1, "tickformat": ",~r"}
        layout["yaxis"] |= _loss_range(points)
    layout |= _threshold(settings.data.train_size, named=chart is PEAK_CHARTS[0])
    return {"data": traces, "layout": layout}


def _traces(
    chart: PeakChart, points: Sequence[CurvePoint], ridge: int, name: str, seeds: int
) -> list[dict[str, Any]]:
    value = "%{y:.1%}" if chart.percent else "%{y:.3g}"
    sizes = [point.features for point in points]

    def line(measure: Measure, words: str, role: str) -> dict[str, Any]:
        return {
            "type": "scatter",
            "x": sizes,
            "y": [point.typical(measure, ridge) for point in points],
            "mode": "lines",
            "name": f"{name}, {words}",
            "hovertemplate": f"<b>{name}, %{{x:,}} features</b><br>{words}: {value}<extra></extra>",
            "meta": {"role": role, "ridge": ridge},
        }

    main = line(chart.main, "validation", "validation")
    main |= {"line": {"width": 1.25, "color": "$other"}, "opacity": 0.6}
    main["meta"]["chosen"] = {"line": {"width": 2.75, "color": "$main"}, "opacity": 1}
    other = line(chart.other, "training", "training")
    other |= {"line": {"width": 1.5, "color": "$other", "dash": "dash"}, "visible": False}
    other["meta"]["chosen"] = {"visible": True}
    dots = {
        "type": "scatter",
        "x": [size for size in sizes for _ in range(seeds)],
        "y": [float(v) for point in points for v in point.measured(chart.main)[:, ridge]],
        "mode": "markers",
        "marker": {"size": 5, "color": "$main", "opacity": 0.5},
        "visible": False,
        "hovertemplate": f"<b>{name}, %{{x:,}} features</b><br>validation, one seed: {value}<extra></extra>",
        "meta": {"role": "seeds", "ridge": ridge, "chosen": {"visible": True}},
    }
    return [other, main, dots]


def _features_axis(settings: CurveSettings) -> dict[str, Any]:
    first, last = settings.sizes[0], settings.sizes[-1]
    ticks = [tick for tick in _TICKS if first <= tick <= last]
    return {
        "title": {"text": "Number of features"},
        "type": "log",
        "range": [log10(first / 1.15), log10(last * 1.15)],
        "tickvals": ticks,
        "ticktext": [f"{tick:,}" for tick in ticks],
        "tickangle": 0,
        "showgrid": False,
    }


def _loss_range(points: Sequence[CurvePoint]) -> dict[str, Any]:
    """Return the range that holds all validation losses; none before the first point."""
    if not points:
        return {}
    losses = np.concatenate([point.val_loss.ravel() for point in points])
    return {"range": [log10(losses.min() / _BELOW), log10(losses.max() * 1.25)]}


def _threshold(images: int, *, named: bool) -> dict[str, Any]:
    """Return a dotted line where there are as many features as training images."""
    line = {
        "type": "line",
        "x0": images,
        "x1": images,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"width": 2, "dash": "dot", "color": "$ink"},
        "layer": "below",
    }
    name = {
        "text": "as many features as images",
        "x": log10(images),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
    }
    return {"shapes": [line], "annotations": [name] if named else []}
