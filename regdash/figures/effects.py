"""Forest plot of each method's difference from the baseline, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from regdash.figures.palette import escape, line_style, text_and_grid
from regdash.judging.methods import Method, accuracy_name
from regdash.judging.verdict import Verdict
from regdash.settings.choices import EpochChoice
from regdash.settings.formatting import ACCURACY


@dataclass(frozen=True)
class Effect:
    """A method's difference from the baseline in accuracy, in percentage points."""

    name: str
    style_index: int
    difference: float
    low: float
    high: float
    seeds: tuple[float, ...] = ()
    """Difference of each seed from the baseline's mean."""
    method: str = ""
    """Key of the method."""


def list_effects(judged: Sequence[tuple[Method, Verdict]], at: EpochChoice) -> list[Effect]:
    """Return the differences of the methods whose verdict has an interval, in their order.

    Args:
        judged: Methods with their verdicts.
        at: Epoch that was evaluated.
    """
    return [
        Effect(
            method.name,
            method.style_index,
            float(ACCURACY.difference(*verdict.accuracies)),
            100 * verdict.interval.low,
            100 * verdict.interval.high,
            _of_each_seed(method, verdict, at) if verdict.scope == "methods" else (),
            method.key,
        )
        for method, verdict in judged
        if verdict.accuracies is not None and verdict.interval is not None
    ]


def _of_each_seed(method: Method, verdict: Verdict, at: EpochChoice) -> tuple[float, ...]:
    assert verdict.accuracies is not None
    _, reference = verdict.accuracies
    return tuple(
        100 * (value - reference) for value in method.values(accuracy_name(verdict.on), at)
    )


ROW_HEIGHT, MARGIN = 46, 72
"""Height of a row, and of everything around the rows, in pixels."""


def draw_effects(effects: Sequence[Effect], on: str, *, dark: bool = False) -> go.Figure:
    """Draw differences with intervals as a forest plot.

    Args:
        effects: One per row, from top to bottom.
        on: Images they were measured on, for the title of the axis.
        dark: Whether the background is dark.

    Returns:
        A figure with a transparent background, as high as its rows need.
    """
    ink, _ = text_and_grid(dark)
    figure = go.Figure()
    for row, effect in enumerate(effects):
        style = line_style(effect.style_index)
        color = style.dark if dark else style.light
        figure.add_scatter(**_seeds(effect, row, color))
        figure.add_scatter(**_mean(effect, row, color, style.marker))
        # Above its row, not beside it: a long name would leave no space on a narrow screen.
        figure.add_annotation(
            text=escape(effect.name),
            x=0,
            xref="paper",
            xanchor="left",
            y=row - 0.4,
            showarrow=False,
            font={"color": ink},
        )
    figure.add_vline(x=0, line={"color": ink, "width": 1.5, "dash": "dot"})
    figure.update_layout(**_layout(len(effects), on, dark))
    return figure


def _seeds(effect: Effect, row: int, color: str) -> dict[str, Any]:
    """Return a trace with one small dot per seed."""
    return {
        "x": list(effect.seeds),
        "y": [row + 0.2] * len(effect.seeds),
        "mode": "markers",
        "marker": {"color": color, "size": 6, "opacity": 0.55},
        "hovertemplate": (
            f"<b>{escape(effect.name)}</b><br>one seed: %{{x:+.2f}} points<extra></extra>"
        ),
    }


def _mean(effect: Effect, row: int, color: str, marker: str) -> dict[str, Any]:
    """Return a trace with the difference and its interval."""
    return {
        "x": [effect.difference],
        "y": [row],
        "mode": "markers",
        "marker": {"color": color, "size": 12, "symbol": marker},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [effect.high - effect.difference],
            "arrayminus": [effect.difference - effect.low],
            "color": color,
            "thickness": 2.5,
            "width": 5,
        },
        "hovertemplate": (
            f"<b>{escape(effect.name)}</b><br>%{{x:+.2f}} points<br>95% interval"
            f" {effect.low:+.2f} to {effect.high:+.2f}<extra></extra>"
        ),
    }


def _layout(rows: int, on: str, dark: bool) -> dict[str, Any]:
    ink, grid = text_and_grid(dark)
    return {
        "template": "none",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": ink, "size": 14},
        "showlegend": False,
        "height": ROW_HEIGHT * rows + MARGIN,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 48},
        "xaxis": {
            "title": {"text": f"Difference on {on} images, points"},
            "gridcolor": grid,
            "zeroline": False,
            "tickformat": "+.2~f",
            "tickangle": 0,
            "nticks": 7,
        },
        "yaxis": {
            "range": [rows - 0.5, -0.75],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
    }
