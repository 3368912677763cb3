"""The charts of a comparison: one figure per chart, two lines per run, a band around means."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import plotly.graph_objects as go

from regdash.figures.palette import escape, line_style, text_and_grid, text_color
from regdash.metrics import METRICS
from regdash.metrics.base import Chart


@dataclass(frozen=True)
class Line:
    """A run, a group of runs that differ only in their seeds, or a member of one."""

    id: str
    name: str
    style_index: int
    epochs: int
    stopped_epoch: int | None = None
    seeds: int = 1
    """Runs behind the line; above 1 it is a mean with a band around it."""
    group: str | None = None
    """Id of the group it is a member of: drawn as a thin line."""
    marked_epoch: int | None = None
    """Epoch of the marker, if points are given; the live chart receives it with every epoch."""


def draw_curves(
    chart: Chart,
    lines: Sequence[Line],
    points: dict[str, dict[str, list[float]]] | None = None,
    *,
    dark: bool = False,
) -> go.Figure:
    """Draw a chart of several runs; see `describe_curves`.

    Returns:
        A figure with its own template, colors and ranges.
    """
    return go.Figure(describe_curves(chart, lines, points, dark=dark))


def describe_curves(
    chart: Chart,
    lines: Sequence[Line],
    points: dict[str, dict[str, list[float]]] | None = None,
    *,
    dark: bool = False,
) -> dict[str, Any]:
    """Describe the chart of several runs as a plotly.js figure.

    A live page needs all charts at once, and validation by `go.Figure` takes seconds for many
    runs.

    Args:
        chart: One of `METRICS.charts`.
        lines: In the order of the legend.
        points: For each line's id, a list of values for each curve name and `epoch`; None draws
            empty lines, to be filled by the live chart. Each trace's `meta` identifies its line
            and curve. The marker is drawn at a line's `marked_epoch`, if known.
        dark: Whether the background is dark.

    Returns:
        JSON data: `data` and `layout`, whose `meta` has what a page needs to list values: `better`,
        the direction of the metric, and `quantity`, how it is written.
    """
    plot = _Plot.of(chart)
    # Bands are drawn below all lines, members below means.
    traces = [_band(plot, line, dark) for line in lines if line.seeds > 1]
    for line in sorted(lines, key=lambda line: line.group is None):
        traces += _traces(plot, line, points, dark)
    return {
        "data": [{"type": "scatter", **trace} for trace in traces],
        "layout": _layout(plot, lines, dark),
    }


@dataclass(frozen=True)
class _Plot:
    """A chart with the keys of its curves."""

    chart: Chart
    curve: str
    """Drawn bold and solid."""
    training: str | None
    """Drawn thin and dashed, if there is one."""

    @classmethod
    def of(cls, chart: Chart) -> "_Plot":
        (curve,) = METRICS.curves(chart, "validation")
        return cls(chart, curve, next(iter(METRICS.curves(chart, "training")), None))


_Points = dict[str, dict[str, list[float]]] | None


def _color(line: Line, dark: bool) -> str:
    style = line_style(line.style_index)
    return style.dark if dark else style.light


def _meta(line: Line, curve: str, role: str, **more: Any) -> dict[str, Any]:
    return {"line": line.id, "group": line.group, "curve": curve, "role": role, **more}


def _band(plot: _Plot, line: Line, dark: bool) -> dict[str, Any]:
    red, green, blue = (int(_color(line, dark)[i : i + 2], 16) for i in (1, 3, 5))
    return {
        "x": [],
        "y": [],
        "name": f"{line.name}, band",
        "legendgroup": line.id,
        "mode": "lines",
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": f"rgba({red}, {green}, {blue}, 0.2)",
        "hoverinfo": "skip",
        "showlegend": False,
        "meta": _meta(line, plot.curve, "band"),
    }


def _traces(plot: _Plot, line: Line, points: _Points, dark: bool) -> list[dict[str, Any]]:
    """Describe training, validation and marker of a run or mean; validation only of a member."""
    color = _color(line, dark)
    common: dict[str, Any] = {"legendgroup": line.id, "mode": "lines"}
    role = "validation" if plot.training else plot.chart.title.lower()
    main = {
        **common,
        "name": line.name,
        "line": {"color": color, "width": 2.75},
        "hovertemplate": _hover(plot, line, role),
        "meta": _meta(line, plot.curve, "validation", ink=text_color(color, dark)),
        **_xy(points, line.id, plot.curve),
    }
    if line.group is not None:
        meta = _meta(line, plot.curve, "member")
        return [{**main, "line": {"color": color, "width": 1}, "opacity": 0.7, "meta": meta}]
    traces = [main]
    if plot.training:
        training = {
            **common,
            "name": f"{line.name}, training",
            "line": {"color": color, "width": 1.25, "dash": "dash"},
            "showlegend": False,
            "opacity": 0.8,
            "hovertemplate": _hover(plot, line, "training"),
            "meta": _meta(line, plot.training, "training"),
            **_xy(points, line.id, plot.training),
        }
        traces.insert(0, training)
    if plot.chart.marked:
        marker = {
            "color": color,
            "size": 11,
            "symbol": line_style(line.style_index).marker,
            "line": {"width": 1.5, "color": "#0f1419" if dark else "#ffffff"},
        }
        traces.append(
            {
                **common,
                "name": f"{line.name}, epoch in the table",
                "mode": "markers",
                "marker": marker,
                "showlegend": False,
                "hovertemplate": _hover(plot, line, _MARKED),
                "meta": _meta(line, plot.curve, "mark"),
                **_mark_xy(points, line, plot),
            }
        )
    return traces


_MARKED = "validation, as measured at the epoch in the table"


def _hover(plot: _Plot, line: Line, role: str) -> str:
    safe = escape(line.name)
    value = "%{y:.2%}" if plot.chart.percent else "%{y:.4g}"
    mean = f", mean of {line.seeds} seeds" if line.seeds > 1 and role != _MARKED else ""
    return f"<b>{safe}</b><br>{role}{mean}: {value}<br>at %{{x:.4g}}<extra></extra>"


def _xy(points: _Points, run_id: str, curve: str) -> dict[str, Any]:
    if points is None or run_id not in points:
        return {"x": [], "y": []}
    return {"x": points[run_id]["epoch"], "y": points[run_id][curve]}


def _mark_xy(points: _Points, line: Line, plot: _Plot) -> dict[str, Any]:
    xy = _xy(points, line.id, plot.curve)
    if line.marked_epoch not in xy["x"]:
        return {"x": [], "y": []}
    at = xy["x"].index(line.marked_epoch)
    return {"x": [xy["x"][at]], "y": [xy["y"][at]]}


_SHARE_FORMATS = [
    {"dtickrange": [0.0099, None], "value": ".0%"},
    {"dtickrange": [0.00099, None], "value": ".1%"},
    {"dtickrange": [0.000099, None], "value": ".2%"},
    {"dtickrange": [None, None], "value": ".3%"},
]
"""Formats of ticks by their distance; the first that fits is used. Whole percents would repeat when
zoomed in."""

_FEW_EPOCHS = 10
"""Up to this number, every epoch has a tick; Plotly would put some between epochs."""


def _layout(plot: _Plot, lines: Sequence[Line], dark: bool) -> dict[str, Any]:
    ink, grid = text_and_grid(dark)
    faint = "#8b96a5"
    metric = METRICS[plot.curve]
    axis = {
        "gridcolor": grid,
        "linecolor": grid,
        "zeroline": False,
        "ticks": "outside",
        "tickcolor": grid,
    }
    last = max((line.epochs for line in lines), default=1)
    epochs = {**axis, "title": {"text": "Epoch"}, "range": [0, last + 0.5]}
    values = {**axis, "title": {"text": plot.chart.axis}}
    if last <= _FEW_EPOCHS:
        epochs["dtick"] = 1
    if plot.chart.percent:
        values["tickformatstops"] = _SHARE_FORMATS
    return {
        "template": {},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": ink, "size": 14},
        "showlegend": False,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "hovermode": "closest",
        "hoverlabel": {"font": {"size": 14}},
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": faint, "activecolor": ink},
        "margin": {"l": 64, "r": 12, "t": 12, "b": 44},
        "meta": {"better": metric.direction, "quantity": asdict(metric.quantity)},
        "xaxis": epochs,
        "yaxis": values,
    }
