"""Bar chart of the number of images per class and set."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from regdash.figures.palette import (
    DARK_BACKGROUND,
    LIGHT_BACKGROUND,
    escape,
    line_style,
    text_and_grid,
)

MOST_GROUPS = 60
"""Largest number of classes with bars side by side; with more, bars are stacked."""

_MOST_LABELS = 40
"""Largest number of class names that are readable on the axis."""

_PATTERNS = ("", "/", ".")
"""Distinguish the sets in gray."""


def draw_balance(
    class_names: Sequence[str], counts: Mapping[str, np.ndarray], *, dark: bool = False
) -> go.Figure:
    """Draw one bar per class and set.

    Args:
        class_names: Names of the labels 0, 1, 2, ...
        counts: Number of images per class, int (classes,), by the title of the set.
        dark: Whether the background is dark.

    Returns:
        A figure with a transparent background.
    """
    stacked = len(class_names) > MOST_GROUPS
    safe = [escape(name) for name in class_names]
    figure = go.Figure()
    for index, (title, values) in enumerate(counts.items()):
        figure.add_bar(
            x=list(range(len(safe))),
            y=values.tolist(),
            name=title,
            customdata=safe,
            marker=_marker(index, patterned=not stacked, dark=dark),
            hovertemplate="<b>%{customdata}</b><br>%{y:,} images<extra>" + title + "</extra>",
        )
    figure.update_layout(**_layout(class_names, stacked=stacked, dark=dark))
    return figure


def _marker(index: int, *, patterned: bool, dark: bool) -> dict[str, Any]:
    style = line_style(index)
    return {
        "color": style.dark if dark else style.light,
        "pattern": {
            "shape": _PATTERNS[index % 3] if patterned else "",
            "fillmode": "overlay",
            "fgcolor": DARK_BACKGROUND if dark else LIGHT_BACKGROUND,
            "fgopacity": 0.75,
            "size": 6,
        },
    }


def _layout(class_names: Sequence[str], *, stacked: bool, dark: bool) -> dict[str, Any]:
    ink, grid = text_and_grid(dark)
    step = max(1, -(-len(class_names) // _MOST_LABELS))
    return {
        "template": "none",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": ink, "size": 14},
        "barmode": "stack" if stacked else "group",
        "height": 320,
        "margin": {"l": 64, "r": 8, "t": 36, "b": 48},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "xaxis": {
            "tickvals": list(range(0, len(class_names), step)),
            "ticktext": [escape(_shorten(name)) for name in class_names[::step]],
            "automargin": True,
        },
        "yaxis": {
            "title": {"text": "Images"},
            "gridcolor": grid,
            "tickformat": ",",
            "rangemode": "tozero",
        },
    }


def _shorten(name: str) -> str:
    return name if len(name) <= 14 else name[:13] + "…"
