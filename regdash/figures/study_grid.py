"""Figures of a study over two dimensions: a heatmap, and one line for each value of the second."""

from typing import Any

import numpy as np

from regdash.figures.palette import escape
from regdash.figures.study_axis import MOST_LETTERS, DrawnAxis
from regdash.figures.study_look import base_layout, value_axis
from regdash.judging.grids import Grid, GridPoint
from regdash.metrics import METRICS

_MOST_SLICES = 6
"""With more lines, their legend would fill the chart on a small screen."""

_MOST_TEXTS = 120
"""With more cells, their values would not be readable in them."""


def describe_heatmap(
    grid: Grid, rows: DrawnAxis, columns: DrawnAxis, *, tested: bool = True
) -> dict[str, Any]:
    """Describe the mean of the objective for each pair of values, with colors as names.

    Args:
        grid: What was measured so far.
        rows: The first axis, drawn from the bottom up.
        columns: The second axis.
        tested: Whether to mark the cells that are not distinguishable from the best one.

    Returns:
        JSON data: `data` and `layout`. The best cell is framed, cells that are not distinguishable from
        it have a dotted frame.
    """
    metric = METRICS[grid.objective]
    cells = [[grid.means.get((row, column)) for column in columns.values] for row in rows.values]
    texts = [
        ["" if value is None else metric.quantity.number(value) for value in row] for row in cells
    ]
    heatmap = {
        "type": "heatmap",
        "x": list(range(len(columns.values))),
        "y": list(range(len(rows.values))),
        "z": cells,
        "text": texts,
        "texttemplate": "%{text}" if len(rows.values) * len(columns.values) <= _MOST_TEXTS else "",
        # Both ends contrast with the text.
        "colorscale": [[0, "$weak"], [1, "$strong"]],
        "textfont": {"color": "$ink"},
        "reversescale": metric.direction == "lower",
        "hoverongaps": False,
        "xgap": 2,
        "ygap": 2,
        "customdata": [[f"{row}, {column}" for column in columns.labels] for row in rows.labels],
        "hovertemplate": f"<b>%{{customdata}}</b><br>{metric.title.lower()}: %{{text}}<br>"
        "Press to see its curves<extra></extra>",
        "colorbar": {
            "title": {"text": metric.title, "side": "right"},
            "thickness": 12,
            "outlinewidth": 0,
        },
        "meta": {"role": "cells"},
    }
    layout = base_layout()
    layout["xaxis"] |= _steps(columns)
    layout["yaxis"] = {**_steps(rows), "zeroline": False}
    layout["margin"] |= {"r": 8, "l": 84}
    layout["shapes"] = _frames(grid, rows, columns, tested=tested)
    return {"data": [heatmap], "layout": layout}


def describe_slices(grid: Grid, rows: DrawnAxis, columns: DrawnAxis) -> dict[str, Any]:
    """Describe the mean of the objective along the first axis, one line for each value of the second.

    Of many values, some at equal distances are drawn.
    """
    metric = METRICS[grid.objective]
    layout = base_layout()
    layout["xaxis"] |= rows.layout()
    layout["yaxis"] = value_axis(metric.title, percent=metric.quantity.percent)
    layout["showlegend"] = True
    layout["legend"] = {
        "orientation": "h",
        "y": 1.02,
        "yanchor": "bottom",
        "x": 0,
    }
    layout["margin"]["t"] = 48
    value = f"%{{y{metric.quantity.hover}}}"
    traces = []
    chosen = sorted({round(at) for at in np.linspace(0, len(columns.values) - 1, _MOST_SLICES)})
    for index, at_column in enumerate(chosen):
        column, label = columns.values[at_column], columns.labels[at_column]
        known = [at for at, row in enumerate(rows.values) if (row, column) in grid.means]
        traces.append(
            {
                "type": "scatter",
                "x": [rows.positions[at] for at in known],
                "y": [grid.means[(rows.values[at], column)] for at in known],
                "text": [rows.labels[at] for at in known],
                "mode": "lines+markers",
                "name": escape(label),
                "line": {"width": 2, "color": f"$hue{index % 10}"},
                "marker": {"size": 6, "symbol": index % 10},
                "hovertemplate": f"<b>%{{text}}, {escape(label)}</b><br>{value}<extra></extra>",
                "meta": {"role": "slice"},
            }
        )
    return {"data": traces, "layout": layout}


def _steps(axis: DrawnAxis) -> dict[str, Any]:
    count = len(axis.values)
    step = -(-count * (1 + max(map(len, axis.labels))) // MOST_LETTERS)
    return {
        "title": {"text": axis.title},
        "tickvals": list(range(0, count, step)),
        "ticktext": [escape(label) for label in axis.labels[::step]],
        "range": [-0.5, count - 0.5],
        "showgrid": False,
        "tickangle": 0,
    }


def _frames(
    grid: Grid, rows: DrawnAxis, columns: DrawnAxis, *, tested: bool
) -> list[dict[str, Any]]:
    same = grid.indistinguishable if tested else []
    marked: list[tuple[GridPoint, str, int]] = [(point, "dot", 2) for point in same]
    if grid.best is not None:
        marked.append((grid.best, "solid", 4))
    frames = []
    for point, dash, width in marked:
        y, x = rows.index(point.values[0]), columns.index(point.values[1])
        frames.append(
            {
                "type": "rect",
                "x0": x - 0.46,
                "x1": x + 0.46,
                "y0": y - 0.44,
                "y1": y + 0.44,
                "line": {"color": "$mark", "width": width, "dash": dash},
            }
        )
    return frames
