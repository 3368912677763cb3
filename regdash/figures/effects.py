"""How much each method gains on the baseline, with its interval: one row a method."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from regdash.figures.palette import escape, ink_and_grid, line_style


@dataclass(frozen=True)
class Effect:
    """A method's difference to the baseline, in percentage points."""

    name: str
    style_index: int
    difference: float
    low: float
    high: float
    seeds: tuple[float, ...] = ()
    """The difference of each seed to the baseline's mean."""


ROW_HEIGHT, MARGIN = 46, 72


def draw_effects(effects: Sequence[Effect], on: str, *, dark: bool = False) -> go.Figure:
    """Draw differences with intervals as a forest plot.

    Args:
        effects: From top to bottom.
        on: Images they were measured on, for the axis.
        dark: For a dark ground.

    Returns:
        A figure with a transparent ground; its height fits the number of rows.
    """
    ink, grid = ink_and_grid(dark)
    figure = go.Figure()
    for row, effect in enumerate(effects):
        style = line_style(effect.style_index)
        colour = style.dark if dark else style.light
        safe = escape(effect.name)
        figure.add_scatter(
            x=list(effect.seeds),
            y=[row + 0.2] * len(effect.seeds),
            mode="markers",
            marker={"color": colour, "size": 6, "opacity": 0.55},
            hovertemplate=f"<b>{safe}</b><br>one seed: %{{x:+.2f}} points<extra></extra>",
        )
        figure.add_scatter(
            x=[effect.difference],
            y=[row],
            mode="markers",
            marker={"color": colour, "size": 12, "symbol": style.marker},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [effect.high - effect.difference],
                "arrayminus": [effect.difference - effect.low],
                "color": colour,
                "thickness": 2.5,
                "width": 5,
            },
            hovertemplate=(
                f"<b>{safe}</b><br>%{{x:+.2f}} points<br>95% interval {effect.low:+.2f} to"
                f" {effect.high:+.2f}<extra></extra>"
            ),
        )
        # Above its row and not beside it: long names leave the same room on a narrow screen.
        figure.add_annotation(
            text=safe,
            x=0,
            xref="paper",
            xanchor="left",
            y=row - 0.4,
            showarrow=False,
            font={"color": ink},
        )
    figure.add_vline(x=0, line={"color": ink, "width": 1.5, "dash": "dot"})
    figure.update_layout(
        template="none",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": ink, "size": 14},
        showlegend=False,
        height=ROW_HEIGHT * len(effects) + MARGIN,
        margin={"l": 8, "r": 16, "t": 8, "b": 48},
        xaxis={
            "title": {"text": f"Difference on {on} images, points"},
            "gridcolor": grid,
            "zeroline": False,
            "tickformat": "+.2~f",
            "tickangle": 0,
            "nticks": 7,
        },
        yaxis={
            "range": [len(effects) - 0.5, -0.75],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
    )
    return figure
