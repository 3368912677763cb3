"""The charts of a comparison: one figure a measure, two lines a run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from regdash.figures.palette import look_of


@dataclass(frozen=True)
class Measure:
    """A chart: which curves it draws and how its axis reads."""

    key: str
    title: str
    axis: str
    validation: str
    """Curve drawn bold and solid; see `regdash.analysis.curves.CURVES`."""
    training: str | None
    """Curve drawn thin and dashed, if any."""
    best: str | None
    """`min` or `max`: where the filled marker sits on the bold line."""
    percent: bool = False
    help: str = ""


MEASURES = (
    Measure(
        "loss",
        "Loss",
        "Loss (nats)",
        "val_loss",
        "train_loss",
        "min",
        help="Cross-entropy without penalties. Bold: validation. Dashed: training.",
    ),
    Measure(
        "accuracy",
        "Accuracy",
        "Accuracy",
        "val_accuracy",
        "train_accuracy",
        "max",
        percent=True,
        help="Share of right answers. Bold: validation. Dashed: training.",
    ),
    Measure(
        "error",
        "Error",
        "Error",
        "val_error",
        "train_error",
        "min",
        percent=True,
        help="Share of wrong answers; on a log axis small differences show.",
    ),
    Measure(
        "gap",
        "Gap",
        "Generalization gap (nats)",
        "loss_gap",
        None,
        None,
        help="Validation loss minus training loss: what is learned but does not carry over.",
    ),
    Measure(
        "penalty",
        "Penalty",
        "Penalty",
        "penalty",
        None,
        None,
        help="What L1 and L2 add to the loss at the end of the epoch.",
    ),
)


@dataclass(frozen=True)
class DrawnRun:
    """What a chart needs to know of a run."""

    id: str
    name: str
    number: int
    epochs: int
    stopped_epoch: int | None = None


def draw_curves(
    measure: Measure,
    runs: Sequence[DrawnRun],
    points: dict[str, dict[str, list[float]]] | None = None,
    *,
    dark: bool = False,
) -> go.Figure:
    """Draw a measure of several runs.

    Args:
        measure: One of `MEASURES`.
        runs: In the order of the legend.
        points: For each run id, a list of values for each curve name and `epoch`; None draws
            empty lines, to be filled by the live chart. Each trace's `meta` says what it shows.
        dark: For a dark ground.

    Returns:
        A figure with a template, colours and ranges of its own.
    """
    figure = go.Figure()
    for run in runs:
        look = look_of(run.number)
        colour = look.dark if dark else look.light
        # Names come from people, and Plotly reads tags in hover texts.
        safe = run.name.replace("&", "&amp;").replace("<", "&lt;")
        value = "%{y:.2%}" if measure.percent else "%{y:.4g}"

        def hover(role: str, safe: str = safe, value: str = value) -> str:
            return f"<b>{safe}</b><br>{role}: {value}<br>at %{{x:.4g}}<extra></extra>"

        common: dict[str, Any] = {"legendgroup": run.id, "mode": "lines"}
        if measure.training:
            figure.add_scatter(
                name=f"{run.name}, training",
                line={"color": colour, "width": 1.25, "dash": "dash"},
                showlegend=False,
                opacity=0.8,
                hovertemplate=hover("training"),
                meta={"run": run.id, "curve": measure.training, "role": "training"},
                **_xy(points, run.id, measure.training),
                **common,
            )
        figure.add_scatter(
            name=run.name,
            line={"color": colour, "width": 2.75},
            hovertemplate=hover("validation" if measure.training else measure.title.lower()),
            meta={"run": run.id, "curve": measure.validation, "role": "validation"},
            **_xy(points, run.id, measure.validation),
            **common,
        )
        if measure.best:
            figure.add_scatter(
                name=f"{run.name}, best epoch",
                marker={
                    "color": colour,
                    "size": 11,
                    "symbol": look.marker,
                    "line": {"width": 1.5, "color": "#0f1419" if dark else "#ffffff"},
                },
                showlegend=False,
                hovertemplate=hover("best validation"),
                meta={
                    "run": run.id,
                    "curve": measure.validation,
                    "role": "best",
                    "best": measure.best,
                },
                **_best_xy(points, run.id, measure),
                **{**common, "mode": "markers"},
            )
    figure.update_layout(_layout(measure, runs, dark))
    return figure


def _xy(
    points: dict[str, dict[str, list[float]]] | None, run_id: str, curve: str
) -> dict[str, Any]:
    if points is None or run_id not in points:
        return {"x": [], "y": []}
    return {"x": points[run_id]["epoch"], "y": points[run_id][curve]}


def _best_xy(
    points: dict[str, dict[str, list[float]]] | None, run_id: str, measure: Measure
) -> dict[str, Any]:
    xy = _xy(points, run_id, measure.validation)
    if not xy["y"]:
        return xy
    choose = min if measure.best == "min" else max
    best = xy["y"].index(choose(xy["y"]))
    return {"x": [xy["x"][best]], "y": [xy["y"][best]]}


def _layout(measure: Measure, runs: Sequence[DrawnRun], dark: bool) -> dict[str, Any]:
    ink, grid = ("#e6e9ef", "#2a313c") if dark else ("#1f2933", "#e4e8ee")
    faint = "#8b96a5"
    axis = {
        "gridcolor": grid,
        "linecolor": grid,
        "zeroline": False,
        "ticks": "outside",
        "tickcolor": grid,
    }
    last = max((run.epochs for run in runs), default=1)
    return {
        "template": "none",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": ink, "size": 14},
        "showlegend": False,
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
