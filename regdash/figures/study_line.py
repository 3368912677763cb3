"""Figures of a study over one dimension: loss, error and weights against its values."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from regdash.figures.ranges import Values, find_range
from regdash.figures.study_axis import DrawnAxis
from regdash.figures.study_look import base_layout, value_axis
from regdash.judging.lines import Line, LinePoint, Zone
from regdash.metrics import METRICS
from regdash.settings.formatting import Quantity
from regdash.stats.spread import Spread, describe


@dataclass(frozen=True)
class LineChart:
    """A chart of a line: one metric bold, with band and dots, and perhaps a second one dashed."""

    key: str
    title: str
    axis: str
    """Title of the vertical axis."""
    main: str
    """Key of a metric, or `error:` and the key of an accuracy, of which it is the complement."""
    other: str = ""
    """The same; empty: none."""
    names: tuple[str, str] = ("validation", "training")
    percent: bool = False
    other_axis: str = ""
    """Title of the other one's own axis on the right, in percent; empty: both share one."""


LINE_CHARTS = (
    LineChart("loss", "Loss", "Loss (nats)", "val_loss", "train_loss"),
    LineChart(
        "error", "Error", "Error", "error:val_accuracy", "error:train_accuracy", percent=True
    ),
    LineChart(
        "weights",
        "Weights: norm of the hidden ones, and the share near zero (dashed)",
        "Norm of hidden weights",
        "hidden_norm",
        "near_zero",
        names=("norm", "near zero"),
        other_axis="Share near zero",
    ),
)


def describe_line(chart: LineChart, line: Line, axis: DrawnAxis) -> dict[str, Any]:
    """Describe one chart of a line, with colors as names; see `study_look.PALETTE`.

    Args:
        chart: Which one.
        line: What was measured so far.
        axis: The horizontal axis.

    Returns:
        JSON data: `data` and `layout`. Each trace has a `meta.role`; the dots have the ids of their
        runs as `customdata`.
    """
    main = MetricAlong.of(chart.main, chart.names[0], line, axis)
    traces = [main.band(), main.mean(bold=True), main.dots("$main")]
    curves = [main]
    if chart.other:
        other = MetricAlong.of(chart.other, chart.names[1], line, axis)
        second = {"yaxis": "y2"} if chart.other_axis else {}
        traces = [
            {**trace, **second} for trace in (other.mean(bold=False), other.dots("$other"))
        ] + traces
        curves += [] if chart.other_axis else [other]
    if chart.key == "loss":
        traces += _marks(line, axis)
    layout = base_layout()
    layout["xaxis"] |= axis.layout()
    layout["yaxis"] = value_axis(chart.axis, percent=chart.percent)
    drawn = find_range([c.values() for c in curves], log=False, percent=chart.percent, robust=False)
    if drawn is not None:
        layout["yaxis"]["range"] = list(drawn)
    if chart.other_axis:
        layout["yaxis2"] = {
            **value_axis(chart.other_axis, percent=True),
            "overlaying": "y",
            "side": "right",
            "showgrid": False,
            "tickmode": "auto",
            "tickformat": ".3~p",
            "range": [0, 1.05 * max(other.dots_y, default=0.0) or 1.0],
        }
        layout["yaxis"]["rangemode"] = "tozero"
        layout["margin"]["r"] = 64
    layout |= _zones(line, axis, named=chart.key == "loss")
    return {"data": traces, "layout": layout}


@dataclass(frozen=True)
class MetricAlong:
    """A metric along a line: its spread over the seeds of each value, and each trial."""

    name: str
    quantity: Quantity
    x: list[float]
    labels: list[str]
    spreads: list[Spread]
    dots_x: list[float]
    dots_y: list[float]
    dot_labels: list[str]
    runs: list[str]

    @classmethod
    def of(cls, source: str, name: str, line: Line, axis: DrawnAxis) -> "MetricAlong":
        """Read a metric of all points.

        Args:
            source: As `LineChart.main`.
            name: What it is called in the chart.
            line: What was measured so far.
            axis: Where its values are drawn.
        """
        key = source.removeprefix("error:")
        curve = cls(name, METRICS[key].quantity, [], [], [], [], [], [], [])
        for point in line.points:
            curve._add(point, key, axis, complement=source != key)
        return curve

    def _add(self, point: LinePoint, key: str, axis: DrawnAxis, *, complement: bool) -> None:
        index = axis.index(point.value)
        place, label = axis.positions[index], axis.labels[index]
        found = [(run, run.figure(key, "kept")) for run in point.method.complete]
        known = [
            (run, 1 - value if complement else value) for run, value in found if value is not None
        ]
        if not known:
            return
        self.x.append(place)
        self.labels.append(label)
        self.spreads.append(describe([value for _, value in known]))
        for run, value in known:
            self.dots_x.append(place)
            self.dots_y.append(value)
            self.dot_labels.append(f"{label}, seed {run.spec.seed}")
            self.runs.append(run.id)

    def values(self) -> Values:
        """Return everything drawn of it."""
        ends = [end for s in self.spreads for end in (s.mean - (s.sd or 0), s.mean + (s.sd or 0))]
        return Values(np.asarray([*ends, *self.dots_y], float))

    def band(self) -> dict[str, Any]:
        """Return the area between one standard deviation below and above the mean."""
        low = [s.mean - (s.sd or 0.0) for s in self.spreads]
        high = [s.mean + (s.sd or 0.0) for s in self.spreads]
        return {
            "type": "scatter",
            "x": [*self.x, *reversed(self.x)],
            "y": [*high, *reversed(low)],
            "mode": "lines",
            "line": {"width": 0},
            "fill": "toself",
            "fillcolor": "$band",
            "hoverinfo": "skip",
            "name": f"{self.name}, standard deviation",
            "meta": {"role": "band"},
        }

    def mean(self, *, bold: bool) -> dict[str, Any]:
        """Return the line of the means."""
        value = f"%{{y{self.quantity.hover}}}"
        look = (
            {"width": 2.75, "color": "$main"}
            if bold
            else {"width": 1.5, "color": "$other", "dash": "dash"}
        )
        return {
            "type": "scatter",
            "x": self.x,
            "y": [s.mean for s in self.spreads],
            "text": self.labels,
            "mode": "lines",
            "line": look,
            "name": self.name,
            "hovertemplate": f"<b>%{{text}}</b><br>{self.name}, mean: {value}<extra></extra>",
            "meta": {"role": "mean" if bold else "other"},
        }

    def dots(self, color: str) -> dict[str, Any]:
        """Return one dot for each trial."""
        value = f"%{{y{self.quantity.hover}}}"
        return {
            "type": "scatter",
            "x": self.dots_x,
            "y": self.dots_y,
            "customdata": self.runs,
            "text": self.dot_labels,
            "mode": "markers",
            "marker": {"size": 6, "color": color, "opacity": 0.55},
            "name": f"{self.name}, trials",
            "hovertemplate": f"<b>%{{text}}</b><br>{self.name}: {value}<br>Press to see its curves<extra></extra>",
            "meta": {"role": "trials"},
        }


def _marks(line: Line, axis: DrawnAxis) -> list[dict[str, Any]]:
    """Mark the best value, and the most regularized one within a standard error of it."""
    marked: list[tuple[LinePoint | None, str, str]] = [
        (line.best, "best", "star"),
        (line.one_standard_error, "within one standard error", "diamond-open"),
    ]
    traces = []
    for point, name, symbol in marked:
        if point is None or (name != "best" and point is line.best):
            continue
        spread = point.spread("val_loss")
        if spread is None:
            continue
        traces.append(
            {
                "type": "scatter",
                "x": [axis.positions[axis.index(point.value)]],
                "y": [spread.mean],
                "text": [axis.labels[axis.index(point.value)]],
                "mode": "markers",
                "marker": {
                    "size": 15,
                    "symbol": symbol,
                    "color": "$ink",
                    "line": {
                        "width": 2 if symbol.endswith("open") else 1,
                        "color": "$ink" if symbol.endswith("open") else "$ground",
                    },
                },
                "name": name,
                "hovertemplate": f"<b>%{{text}}</b><br>{name}: %{{y:.4g}}<extra></extra>",
                "meta": {"role": "mark"},
            }
        )
    return traces


def find_zones(line: Line, axis: DrawnAxis) -> list[tuple[Zone, int, int]]:
    """Return each zone with the places of its first border and its last one among those of the axis."""
    known = [(axis.index(point.value), line.zones.get(point.value)) for point in line.points]
    found = []
    for zone, group in groupby(known, key=lambda item: item[1]):
        members = [index for index, _ in group]
        if zone is not None:
            found.append((zone, members[0], members[-1] + 1))
    return found


def _zones(line: Line, axis: DrawnAxis, *, named: bool) -> dict[str, Any]:
    """Return shaded areas for neighboring values of one zone, with their names above."""
    shapes, names = [], []
    for zone, first, last in find_zones(line, axis):
        shapes.append(_area(axis.edges[first], axis.edges[last], f"${zone}"))
        if named:
            names.append(_name_above(zone, axis.borders[first], axis.borders[last]))
    return {"shapes": shapes, "annotations": names}


def _area(low: float, high: float, color: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": low,
        "x1": high,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": color,
        "line": {"width": 0},
        "layer": "below",
    }


def _name_above(name: str, low: float, high: float) -> dict[str, Any]:
    return {
        "text": name,
        "x": (low + high) / 2,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
    }
