"""The charts of a comparison: one figure a measure, two lines a run, a band around means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from regdash.figures.palette import escape, ink_and_grid, line_style


@dataclass(frozen=True)
class Measure:
    """A chart: which curves it draws and how its axis reads."""

    key: str
    title: str
    axis: str
    validation: str
    """Curve drawn bold and solid; see `regdash.metrics.curves.CURVES`."""
    training: str | None
    """Curve drawn thin and dashed, if any."""
    marked: bool
    """Whether a filled marker shows the epoch in the table; for repeats, the mean of their epochs."""
    percent: bool = False
    help: str = ""


MEASURES = (
    Measure(
        "loss",
        "Loss",
        "Loss (nats)",
        "val_loss",
        "train_loss",
        True,
        help="Cross-entropy without penalties. Bold: validation. Dashed: training.",
    ),
    Measure(
        "accuracy",
        "Accuracy",
        "Accuracy",
        "val_accuracy",
        "train_accuracy",
        True,
        percent=True,
        help="Share of right answers. Bold: validation. Dashed: training.",
    ),
    Measure(
        "error",
        "Error",
        "Error",
        "val_error",
        "train_error",
        True,
        percent=True,
        help="Share of wrong answers; on a log axis small differences show.",
    ),
    Measure(
        "gap",
        "Gap",
        "Generalization gap (nats)",
        "loss_gap",
        None,
        False,
        help="Validation loss minus training loss: what is learned but does not carry over.",
    ),
    Measure(
        "penalty",
        "Penalty",
        "Penalty",
        "penalty",
        None,
        False,
        help="What L1 and L2 add to the loss at the end of the epoch.",
    ),
    Measure(
        "weights",
        "Weights",
        "Norm of the weights",
        "weight_norm",
        None,
        False,
        help="Size of all kernels together (Euclidean norm): L2 and weight decay hold it down.",
    ),
    Measure(
        "near_zero",
        "Near zero",
        "Weights near zero",
        "near_zero",
        None,
        False,
        percent=True,
        help="Share of the weights closer to zero than 0.001: L1 sends many of them there.",
    ),
)


@dataclass(frozen=True)
class Line:
    """A run, a group of runs that differ in their seeds alone, or a member of one."""

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
    """Where the marker sits, if points are given; the live chart is told with every epoch."""


def draw_curves(
    measure: Measure,
    lines: Sequence[Line],
    points: dict[str, dict[str, list[float]]] | None = None,
    *,
    dark: bool = False,
) -> go.Figure:
    """Draw a measure of several runs; see `describe_curves`.

    Returns:
        A figure with a template, colours and ranges of its own.
    """
    return go.Figure(describe_curves(measure, lines, points, dark=dark))


def describe_curves(
    measure: Measure,
    lines: Sequence[Line],
    points: dict[str, dict[str, list[float]]] | None = None,
    *,
    dark: bool = False,
) -> dict[str, Any]:
    """Describe the figure of a measure of several runs, as plotly.js takes it.

    A live page needs all measures at once: checking them as `go.Figure` does takes seconds for
    many runs.

    Args:
        measure: One of `MEASURES`.
        lines: In the order of the legend.
        points: For each line's id, a list of values for each curve name and `epoch`; None draws
            empty lines, to be filled by the live chart. Each trace's `meta` says what it shows.
            Where a line's `marked_epoch` is known the marker sits there.
        dark: For a dark ground.

    Returns:
        JSON data: `data` and `layout`.
    """
    # Bands lie under all lines, members under means.
    traces = [_band(measure, line, dark) for line in lines if line.seeds > 1]
    for line in sorted(lines, key=lambda line: line.group is None):
        traces += _traces(measure, line, points, dark)
    return {
        "data": [{"type": "scatter", **trace} for trace in traces],
        "layout": _layout(measure, lines, dark),
    }


_Points = dict[str, dict[str, list[float]]] | None


def _colour(line: Line, dark: bool) -> str:
    style = line_style(line.style_index)
    return style.dark if dark else style.light


def _meta(line: Line, curve: str, role: str, **more: Any) -> dict[str, Any]:
    return {"line": line.id, "group": line.group, "curve": curve, "role": role, **more}


def _band(measure: Measure, line: Line, dark: bool) -> dict[str, Any]:
    red, green, blue = (int(_colour(line, dark)[i : i + 2], 16) for i in (1, 3, 5))
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
        "meta": _meta(line, measure.validation, "band"),
    }


def _traces(measure: Measure, line: Line, points: _Points, dark: bool) -> list[dict[str, Any]]:
    """Training, validation and marker of a run or a mean; validation of a member."""
    colour = _colour(line, dark)
    common: dict[str, Any] = {"legendgroup": line.id, "mode": "lines"}
    main = {
        **common,
        "name": line.name,
        "line": {"color": colour, "width": 2.75},
        "hovertemplate": _hover(
            measure, line, "validation" if measure.training else measure.title.lower()
        ),
        "meta": _meta(line, measure.validation, "validation"),
        **_xy(points, line.id, measure.validation),
    }
    if line.group is not None:
        meta = _meta(line, measure.validation, "member")
        return [{**main, "line": {"color": colour, "width": 1}, "opacity": 0.7, "meta": meta}]
    traces = [main]
    if measure.training:
        training = {
            **common,
            "name": f"{line.name}, training",
            "line": {"color": colour, "width": 1.25, "dash": "dash"},
            "showlegend": False,
            "opacity": 0.8,
            "hovertemplate": _hover(measure, line, "training"),
            "meta": _meta(line, measure.training, "training"),
            **_xy(points, line.id, measure.training),
        }
        traces.insert(0, training)
    if measure.marked:
        marker = {
            "color": colour,
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
                "hovertemplate": _hover(measure, line, _MARKED),
                "meta": _meta(line, measure.validation, "mark"),
                **_mark_xy(points, line, measure),
            }
        )
    return traces


_MARKED = "validation, as measured at the epoch in the table"


def _hover(measure: Measure, line: Line, role: str) -> str:
    safe = escape(line.name)
    value = "%{y:.2%}" if measure.percent else "%{y:.4g}"
    mean = ", mean of %{customdata}" if line.seeds > 1 and role != _MARKED else ""
    return f"<b>{safe}</b><br>{role}{mean}: {value}<br>at %{{x:.4g}}<extra></extra>"


def _xy(points: _Points, run_id: str, curve: str) -> dict[str, Any]:
    if points is None or run_id not in points:
        return {"x": [], "y": []}
    return {"x": points[run_id]["epoch"], "y": points[run_id][curve]}


def _mark_xy(points: _Points, line: Line, measure: Measure) -> dict[str, Any]:
    xy = _xy(points, line.id, measure.validation)
    if line.marked_epoch not in xy["x"]:
        return {"x": [], "y": []}
    at = xy["x"].index(line.marked_epoch)
    return {"x": [xy["x"][at]], "y": [xy["y"][at]]}


def _layout(measure: Measure, lines: Sequence[Line], dark: bool) -> dict[str, Any]:
    ink, grid = ink_and_grid(dark)
    faint = "#8b96a5"
    axis = {
        "gridcolor": grid,
        "linecolor": grid,
        "zeroline": False,
        "ticks": "outside",
        "tickcolor": grid,
    }
    last = max((line.epochs for line in lines), default=1)
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
        "xaxis": {**axis, "title": {"text": "Epoch"}, "range": [0, last + 0.5]},
        "yaxis": {
            **axis,
            "title": {"text": measure.axis},
            "tickformat": ".0%" if measure.percent else "",
        },
    }
