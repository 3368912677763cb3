"""Axes of the figures of a search."""

from math import log10
from typing import Any

import numpy as np

from regdash.figures.palette import escape
from regdash.figures.ranges import Values, find_range
from regdash.figures.study_look import value_axis
from regdash.judging.searches import SearchResults
from regdash.metrics import METRICS
from regdash.studies.dimensions import Value
from regdash.studies.search import Range

_MOST_TICKS = 6


def objective_axis(results: SearchResults) -> dict[str, Any]:
    """Return the layout of a vertical axis that holds the objectives of the complete trials."""
    metric = METRICS[results.objective]
    layout = value_axis(metric.title, percent=metric.quantity.percent)
    drawn = find_range(
        [Values(np.array([value])) for _, value in results.measured],
        log=False,
        percent=metric.quantity.percent,
        robust=not metric.quantity.percent,
    )
    if drawn is not None:
        layout["range"] = list(drawn)
    return layout


def setting_axis(each: Range) -> dict[str, Any]:
    """Return the layout of an axis with the values of a setting, without its colors."""
    low, high = (to_scale(each, end) for end in each.ends)
    margin = (high - low) / 25
    ticks = choose_ticks(each)
    return {
        "title": {"text": escape(each.found.full_title)},
        "type": each.scale,
        "range": [low - margin, high + margin],
        "tickvals": ticks,
        "ticktext": [each.found.write(value) for value in ticks],
        "tickangle": 0,
        "showgrid": False,
    }


def choose_ticks(each: Range) -> list[Value]:
    """Return values of a setting at equal distances: powers of ten on a wide log scale."""
    low, high = each.ends
    if each.scale == "log":
        first, last = int(np.ceil(log10(low) - 1e-9)), int(np.floor(log10(high) + 1e-9))
        step = max(1, -(-(last - first) // (_MOST_TICKS - 1)))
        powers = [each.nearest(10.0**at) for at in range(first, last + 1, step)]
        if len(powers) > 2:
            return powers
        between = np.geomspace(low, high, _MOST_TICKS - 1)
        return list(dict.fromkeys(each.nearest(float(value)) for value in between))
    spread = np.linspace(low, high, _MOST_TICKS - 1)
    return list(dict.fromkeys(each.nearest(float(value)) for value in spread))


def to_scale(each: Range, value: Value) -> float:
    """Return a value in the unit of Plotly's ranges: a logarithm on a log scale."""
    return log10(value) if each.scale == "log" else float(value)


def spread_over(each: Range, count: int) -> np.ndarray:
    """Return so many numbers at equal distances on the scale of a range, in the unit of Plotly's ranges."""
    low, high = each.ends
    return np.linspace(to_scale(each, low), to_scale(each, high), count)


def from_scale(each: Range, values: np.ndarray) -> list[float]:
    """Return the values of numbers that `to_scale` returned."""
    return [float(value) for value in (10**values if each.scale == "log" else values)]
