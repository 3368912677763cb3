"""Figures of a search: its history, the objective by each setting, what mattered, and two settings at once."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from regdash.figures.palette import escape
from regdash.figures.search_axes import (
    choose_ticks,
    from_scale,
    objective_axis,
    setting_axis,
    spread_over,
    to_scale,
)
from regdash.figures.study_look import base_layout
from regdash.judging.searches import SearchPoint, SearchResults
from regdash.metrics import METRICS
from regdash.studies.dimensions import Value
from regdash.studies.search import Search

_CELLS = 30
"""Cells along each side of a contour, between which Plotly interpolates."""

_FEWEST = 4
"""Trials from which a contour is drawn: three would be a plane."""


def describe_history(search: Search, results: SearchResults) -> dict[str, Any]:
    """Describe the objective of each trial and the best so far, with colors as names.

    Returns:
        JSON data: `data` and `layout`. The dots have the ids of their runs as `customdata`.
    """
    metric = METRICS[results.objective]
    measured = results.measured
    sign = -1.0 if metric.direction == "higher" else 1.0
    best = sign * np.minimum.accumulate([sign * value for _, value in measured] or [0.0])
    trace = {
        "type": "scatter",
        "x": [point.number for point, _ in measured],
        "y": best.tolist() if measured else [],
        "mode": "lines",
        "line": {"width": 2.75, "color": "$main", "shape": "hv"},
        "hoverinfo": "skip",
        "name": "best so far",
        "meta": {"role": "best so far"},
    }
    dots = [(p, v, _name(search, p)) for p, v in measured]
    layout = base_layout()
    layout["xaxis"] |= {"title": {"text": "Trial"}, "range": [0.5, search.trial_count + 0.5]}
    layout["yaxis"] = objective_axis(results)
    traces = [
        trace,
        _dots(dots, [p.number for p, _, _ in dots], results, "$main"),
        _pruned(search, results),
    ]
    return {"data": traces, "layout": layout}


def describe_slice(search: Search, results: SearchResults, index: int) -> dict[str, Any]:
    """Describe the objective of each complete trial by one of the settings; earlier trials are fainter."""
    each = search.ranges[index]
    dots = [(point, value, _name(search, point)) for point, value in results.measured]
    trace = _dots(dots, [point.values[index] for point, _, _ in dots], results, "$main")
    last = max((point.number for point in results.points), default=1)
    trace["marker"]["opacity"] = [round(0.3 + 0.7 * p.number / last, 2) for p, _, _ in dots]
    layout = base_layout()
    layout["xaxis"] |= setting_axis(each)
    layout["yaxis"] = objective_axis(results)
    return {"data": [trace], "layout": layout}


def describe_importance(search: Search, results: SearchResults) -> dict[str, Any]:
    """Describe how much each setting mattered for a good result, the largest at the top."""
    titles = {each.key: each.full_title for each in search.dimensions}
    ranked = sorted((results.importance or {}).items(), key=lambda item: item[1])
    layout = base_layout()
    layout["xaxis"] |= {
        "title": {"text": "Importance (PED-ANOVA)"},
        "tickformat": ".0%",
        "range": [0, 1],
    }
    layout["yaxis"] = {"automargin": True, "gridcolor": "$grid"}
    layout["margin"]["l"] = 12
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [share for _, share in ranked],
        "y": [escape(titles[key]) for key, _ in ranked],
        "text": [f"{share:.0%}" for _, share in ranked],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": "$main"},
        "hoverinfo": "skip",
        "meta": {"role": "importance"},
    }
    return {"data": [bars], "layout": layout}


def describe_parallel(search: Search, results: SearchResults) -> dict[str, Any]:
    """Describe each complete trial as a line across all settings and the objective."""
    metric = METRICS[results.objective]
    complete = results.measured
    axes: list[dict[str, Any]] = []
    for index, each in enumerate(search.ranges):
        ticks = choose_ticks(each)
        axes.append(
            {
                "label": escape(each.found.title),
                "values": [to_scale(each, point.values[index]) for point, _ in complete],
                "range": [to_scale(each, end) for end in each.ends],
                "tickvals": [to_scale(each, value) for value in ticks],
                "ticktext": [each.found.write(value) for value in ticks],
            }
        )
    values = [value for _, value in complete]
    axes.append(
        {
            "label": metric.title,
            "values": values,
            **({"tickformat": ".3~p"} if metric.quantity.percent else {}),
        }
    )
    lines = {
        "type": "parcoords",
        "dimensions": axes,
        "line": {
            "color": values,
            "colorscale": [[0, "$main"], [1, "$weak"]],
            "reversescale": metric.direction == "higher",
        },
        "labelfont": {"color": "$ink", "size": 13},
        "tickfont": {"color": "$ink", "size": 12},
        "rangefont": {"color": "rgba(0,0,0,0)", "size": 1},
        "meta": {"role": "parallel"},
    }
    layout = base_layout()
    layout["margin"] |= {"l": 72, "r": 56, "t": 56, "b": 20}
    return {"data": [lines], "layout": layout}


def describe_contour(search: Search, results: SearchResults) -> dict[str, Any] | None:
    """Describe the objective by the two settings that matter most; None while that cannot be drawn."""
    complete = results.measured
    if len(search.ranges) < 2 or results.importance is None or len(complete) < _FEWEST:
        return None
    order = sorted(
        range(len(search.ranges)),
        key=lambda at: -(results.importance or {}).get(search.ranges[at].dimension, 0.0),
    )
    across, up = sorted(order[:2])
    one, other = search.ranges[across], search.ranges[up]
    places = np.array(
        [
            [to_scale(one, point.values[across]), to_scale(other, point.values[up])]
            for point, _ in complete
        ]
    )
    # Imported late, as in `regdash.stats`.
    from scipy.interpolate import griddata
    from scipy.spatial import QhullError

    x, y = spread_over(one, _CELLS), spread_over(other, _CELLS)
    try:
        cells = griddata(places, [v for _, v in complete], tuple(np.meshgrid(x, y)), rescale=True)
    except QhullError:  # all on one line
        return None
    metric = METRICS[results.objective]
    surface = {
        "type": "contour",
        "x": from_scale(one, x),
        "y": from_scale(other, y),
        "z": [[None if np.isnan(value) else float(value) for value in row] for row in cells],
        "colorscale": [[0, "$weak"], [1, "$strong"]],
        "reversescale": metric.direction == "lower",
        "contours": {"showlines": False},
        "ncontours": 12,
        "hoverinfo": "skip",
        "colorbar": {
            "title": {"text": metric.title, "side": "right"},
            "thickness": 12,
            "outlinewidth": 0,
            **({"tickformat": ".3~p"} if metric.quantity.percent else {}),
        },
        "meta": {"role": "surface"},
    }
    dots = [(p, v, _name(search, p)) for p, v in complete]
    trace = _dots(dots, [p.values[across] for p, _ in complete], results, "$ink")
    trace["y"] = [p.values[up] for p, _ in complete]
    trace["text"] = [
        f"{name}<br>{metric.title.lower()}: {metric.quantity.text(value)}"
        for _, value, name in dots
    ]
    trace["hovertemplate"] = "<b>%{text}</b><extra></extra>"
    layout = base_layout()
    layout["xaxis"] |= setting_axis(one)
    layout["yaxis"] = {**setting_axis(other), "zeroline": False, "gridcolor": "$grid"}
    layout["margin"] |= {"l": 84, "r": 8}
    return {"data": [surface, trace], "layout": layout}


def _name(search: Search, point: SearchPoint) -> str:
    return escape(f"Trial {point.number}: {search.phrase(point.values)}")


def _dots(
    dots: Sequence[tuple[SearchPoint, float, str]],
    x: Sequence[Value],
    results: SearchResults,
    color: str,
) -> dict[str, Any]:
    metric = METRICS[results.objective]
    return {
        "type": "scatter",
        "x": list(x),
        "y": [value for _, value, _ in dots],
        "customdata": [point.method.runs[0].id for point, _, _ in dots],
        "text": [name for _, _, name in dots],
        "mode": "markers",
        "marker": {"size": 8, "color": color, "opacity": 0.6},
        "hovertemplate": f"<b>%{{text}}</b><br>{metric.title.lower()}: %{{y{metric.quantity.hover}}}<br>"
        "Press to see its curves<extra></extra>",
        "meta": {"role": "trials"},
    }


def _pruned(search: Search, results: SearchResults) -> dict[str, Any]:
    """Return a cross for each pruned trial, where it was when it was stopped."""
    pruned = [
        (
            point,
            point.trial.epochs[-1],
            f"{_name(search, point)}<br>pruned after epoch {len(point.trial.epochs)}",
        )
        for point in results.pruned
    ]
    trace = _dots(pruned, [point.number for point, _, _ in pruned], results, "$other")
    trace["marker"] |= {"symbol": "x-thin", "line": {"color": "$other", "width": 2}}
    return trace
