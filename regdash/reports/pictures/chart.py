"""One chart of a picture: curves, bands, markers and axes."""

from typing import Any

import numpy as np

from regdash.figures.ranges import Values, find_range
from regdash.reports.pictures.axis import style_axes
from regdash.reports.pictures.content import Line, Panel
from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.targets import Target
from regdash.reports.pictures.text import LINE_HEIGHT, font, shorten, visible

TICKS = 3.1
"""Width of the labels of the vertical axis, as a multiple of their size."""

_EMPTY = "No values to show yet"


def draw_chart(
    sheet: Sheet,
    panel: Panel,
    box: tuple[float, float, float, float],
    limits: tuple[float, float] | None = None,
) -> None:
    """Draw a chart.

    Args:
        sheet: Where to draw it.
        panel: The chart. Empty labels of axes take no space.
        box: Left, top, width and height in points.
        limits: Range of the vertical axis; None: that of its lines.
    """
    left, top, width, height = box
    target, look = sheet.target, sheet.look
    limits = limits or chart_limits(panel)
    label = shorten(visible(panel.y_label), width, target.small)
    if label:
        sheet.write(label, left, top, size=target.small, color=look.faint)
    above, below = space_above(panel, target), space_below(panel, target)
    ticks = TICKS * target.small
    # The label of the last tick reaches beyond the axis.
    across = width - ticks - 1.2 * target.small
    axes = sheet.axes(left + ticks, top + above, across, height - above - below)
    style_axes(axes, panel, limits, sheet)
    if limits is None:
        axes.text(
            0.5,
            0.5,
            _EMPTY,
            transform=axes.transAxes,
            ha="center",
            fontproperties=font(target.text),
            color=look.faint,
        )
        return
    for position, line in enumerate(panel.lines):
        _draw_line(axes, line, position, sheet, limits)


def space_above(panel: Panel, target: Target) -> float:
    """Return the height of what is above the plot, in points."""
    return (LINE_HEIGHT * bool(panel.y_label) + 0.35) * target.small


def space_below(panel: Panel, target: Target) -> float:
    """Return the height of ticks and label below the plot, in points."""
    return (3.1 if panel.x_label else 1.8) * target.small


def chart_limits(panel: Panel) -> tuple[float, float] | None:
    """Return the range of the vertical axis; None if there is nothing to draw."""
    drawn = []
    for line in panel.lines:
        parts = [line.validation]
        if line.training is not None:
            parts.append(line.training)
        if line.half is not None:
            parts += [line.validation - line.half, line.validation + line.half]
        if line.mark is not None:
            parts.append(np.array([line.mark[1]]))
        drawn.append(Values(np.concatenate(parts), line.diverged))
    return find_range(drawn, log=panel.log, percent=panel.percent, robust=panel.robust)


def _draw_line(
    axes: Any, line: Line, position: int, sheet: Sheet, limits: tuple[float, float]
) -> None:
    look, width = sheet.look, sheet.target.line
    color = look.color(line.style_index, position)
    if line.half is not None:
        low, high = line.validation - line.half, line.validation + line.half
        shade = 0.13 if look.gray else 0.2
        axes.fill_between(line.x, np.maximum(low, limits[0]), high, color=color, alpha=shade, lw=0)
    if line.training is not None:
        axes.plot(
            line.x,
            line.training,
            color=color,
            lw=0.48 * width,
            ls=(0, (4, 2)),
            alpha=1 if look.gray else 0.85,
            zorder=2.5,
            # Markers on the edge of the axes stay whole.
            clip_on=bool(_outside(line.training, limits).any()),
            **_along(line, position, sheet, 4, hollow=True),
        )
    axes.plot(
        line.x,
        line.validation,
        color=color,
        lw=width,
        ls=look.dash(position),
        zorder=3,
        **_along(line, position, sheet, 6),
    )
    if line.stopped is not None:
        axes.axvline(line.stopped, color=color, lw=0.6 * width, ls=":", zorder=2)
    if line.mark is not None and limits[0] <= line.mark[1] <= limits[1]:
        marker = look.marker(line.style_index, (4.6 if look.gray else 3.8) * width)
        axes.plot(*line.mark, color=color, ls="none", zorder=4, clip_on=False, **marker)
    _draw_exit(axes, line, limits, color, sheet)


def _along(
    line: Line, position: int, sheet: Sheet, count: int, *, hollow: bool = False
) -> dict[str, Any]:
    """Return the settings of markers along a line, with which lines in gray are told apart."""
    look, width = sheet.look, sheet.target.line
    if not look.gray:
        return {}
    every = max(1, len(line.x) // count)
    edge = {
        "markerfacecolor": look.background,
        "markeredgecolor": look.color(line.style_index, position),
        "markeredgewidth": 0.4 * width,
    }
    return {
        **look.marker(line.style_index, 2.6 * width),
        **(edge if hollow else {}),
        # Not all at the same epochs, where lines that meet would hide each other's.
        "markevery": (position * every // 6 % every, every),
    }


def _outside(values: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    """Return which values are outside the vertical axis, bool (epochs,)."""
    found: np.ndarray = (values < limits[0]) | (values > limits[1])
    return found


def _draw_exit(
    axes: Any, line: Line, limits: tuple[float, float], color: str, sheet: Sheet
) -> None:
    """Draw a triangle where the validation curve first leaves the axis."""
    outside = _outside(line.validation, limits)
    if not outside.any():
        return
    at = int(np.argmax(outside))
    top = bool(line.validation[at] > limits[1])
    axes.plot(
        [line.x[at]],
        [0.97 if top else 0.03],
        transform=axes.get_xaxis_transform(),
        marker="^" if top else "v",
        color=color,
        markersize=4.4 * sheet.target.line,
        ls="none",
        zorder=5,
    )
