"""How many images of each class the sets have."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from regdash.figures.palette import DARK_GROUND, LIGHT_GROUND, escape, ink_and_grid, line_style

MOST_GROUPS = 60
"""Classes with bars side by side; the bars of more are stacked."""

_PATTERNS = ("", "/", ".")
"""Tell the sets apart in grey."""


def draw_balance(
    class_names: Sequence[str], counts: Mapping[str, np.ndarray], *, dark: bool = False
) -> go.Figure:
    """Draw a bar for each class and set.

    Args:
        class_names: Label 0, 1, 2 ... in words.
        counts: For each set, int (classes,).
        dark: For a dark ground.

    Returns:
        A figure with a transparent ground.
    """
    ink, grid = ink_and_grid(dark)
    ground = DARK_GROUND if dark else LIGHT_GROUND
    safe = [escape(name) for name in class_names]
    many = len(safe) > MOST_GROUPS
    figure = go.Figure()
    for number, (title, values) in enumerate(counts.items()):
        style = line_style(number)
        colour = style.dark if dark else style.light
        figure.add_bar(
            x=list(range(len(safe))),
            y=values.tolist(),
            name=title,
            customdata=safe,
            marker={
                "color": colour,
                "pattern": {
                    "shape": "" if many else _PATTERNS[number % 3],
                    "fillmode": "overlay",
                    "fgcolor": ground,
                    "fgopacity": 0.75,
                    "size": 6,
                },
            },
            hovertemplate="<b>%{customdata}</b><br>%{y:,} images<extra>" + title + "</extra>",
        )
    shown = max(1, -(-len(safe) // 40))  # more labels than this cannot be read
    figure.update_layout(
        template="none",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": ink, "size": 14},
        barmode="stack" if many else "group",
        height=320,
        margin={"l": 64, "r": 8, "t": 36, "b": 48},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis={
            "tickvals": list(range(0, len(safe), shown)),
            "ticktext": [escape(_shorten(name)) for name in class_names[::shown]],
            "automargin": True,
        },
        yaxis={
            "title": {"text": "Images"},
            "gridcolor": grid,
            "tickformat": ",",
            "rangemode": "tozero",
        },
    )
    return figure


def _shorten(name: str) -> str:
    return name if len(name) <= 14 else name[:13] + "…"
