"""Lays out a picture: title, charts, legend or table, and caption, without overlaps."""

from dataclasses import dataclass
from typing import Any

from regdash.reports.pictures.chart import draw_chart
from regdash.reports.pictures.content import Picture
from regdash.reports.pictures.legend import draw_legend, legend_height
from regdash.reports.pictures.sheet import POINTS, Sheet
from regdash.reports.pictures.table import draw_table, table_height
from regdash.reports.pictures.targets import Look, Target
from regdash.reports.pictures.text import LINE_HEIGHT, visible, wrap

_MOST_TITLE_LINES, _MOST_SUBTITLE_LINES, _MOST_CAPTION_LINES = 2, 2, 9

_ASPECT = 0.6
"""Height of a chart as a share of its width, where the page is as high as its content."""

_LEAST_WIDTH, _LEAST_HEIGHT = 22.0, 11.0
"""Of a chart, as multiples of the size of its tick labels."""

_ZOOMS = (1.0, 0.9, 0.8)
"""Factors of the size of a table's text, tried until the charts have enough room."""


@dataclass(frozen=True)
class _Plan:
    """Heights of the parts of a page, from top to bottom, in points."""

    title: list[str]
    subtitle: list[str]
    caption: list[str]
    head: float
    legend: float
    charts: float
    table: float
    zoom: float
    foot: float
    columns: int
    """Number of charts beside each other."""


def draw_picture(picture: Picture, target: Target, look: Look) -> Any:
    """Draw a picture.

    Args:
        picture: What it shows, with at least one chart.
        target: Its size and the sizes of its text.
        look: Its colors.

    Returns:
        A `matplotlib.figure.Figure`. Matplotlib is not thread-safe; `write_picture` has a lock.
    """
    width = target.width * POINTS - 2 * _margin(target)
    plan = _plan(picture, target, width)
    gap, left = _gap(target), _margin(target)
    height = 2 * _margin(target) + plan.head + plan.charts + plan.foot + 2 * gap
    height += plan.legend + plan.table + gap * bool(plan.table)
    sheet = Sheet(target, look, height)
    y = left
    for lines, size, color, bold in (
        (plan.title, target.heading, look.ink, True),
        (plan.subtitle, target.text, look.faint, False),
    ):
        for line in lines:
            sheet.write(line, left, y, size=size, color=color, bold=bold)
            y += size * LINE_HEIGHT
    y += gap
    if picture.table is None:
        draw_legend(sheet, picture, left, y, width)
        y += plan.legend
    boxes = _boxes(len(picture.panels), plan.columns, (left, y, width, plan.charts), target)
    for box, panel in zip(boxes, picture.panels, strict=True):
        draw_chart(sheet, panel, box)
    y += plan.charts + gap
    if picture.table is not None:
        draw_table(sheet, picture.table, left, y, width, plan.zoom)
        y += plan.table + gap
    for line in plan.caption:
        sheet.write(line, left, y, size=target.small, color=look.faint)
        y += target.small * LINE_HEIGHT
    return sheet.figure


def fits(picture: Picture, target: Target) -> bool:
    """Return whether the charts of a picture are large enough to be read."""
    plan = _plan(picture, target, target.width * POINTS - 2 * _margin(target))
    rows = -(-len(picture.panels) // plan.columns)
    return plan.charts >= rows * _LEAST_HEIGHT * target.small


def _margin(target: Target) -> float:
    return 1.6 * target.small if target.height else 0.5 * target.small


def _gap(target: Target) -> float:
    return 0.9 * target.small


def _plan(picture: Picture, target: Target, width: float) -> _Plan:
    title = wrap(visible(picture.title), width, target.heading, _MOST_TITLE_LINES, bold=True)
    subtitle = wrap(visible(picture.subtitle), width, target.text, _MOST_SUBTITLE_LINES)
    caption = wrap(visible(picture.caption), width, target.small, _MOST_CAPTION_LINES)
    head = (len(title) * target.heading + len(subtitle) * target.text) * LINE_HEIGHT
    foot = len(caption) * target.small * LINE_HEIGHT
    count, gap = len(picture.panels), _gap(target)
    for zoom in _ZOOMS:
        table = legend = 0.0
        if picture.table is not None:
            table = table_height(picture.table, target, width, zoom)
        else:
            legend = legend_height(picture, target, width) + gap / 2
        if target.height is None:
            columns = count if width / count >= _LEAST_WIDTH * target.small else 1
            rows = -(-count // columns)
            charts = rows * (_ASPECT * width / columns + gap)
        else:
            others = head + foot + table + legend + (2 + bool(table)) * gap
            charts = target.height * POINTS - 2 * _margin(target) - others
            columns = _columns(count, width, charts)
        if charts >= -(-count // columns) * _LEAST_HEIGHT * target.small:
            break
    return _Plan(title, subtitle, caption, head, legend, charts, table, zoom, foot, columns)


def _columns(count: int, width: float, height: float) -> int:
    """Return the number of charts beside each other with which they are largest."""

    def size(columns: int) -> float:
        rows = -(-count // columns)
        return min(width / columns, height / rows / _ASPECT)

    return max(range(1, count + 1), key=size)


def _boxes(
    count: int, columns: int, area: tuple[float, float, float, float], target: Target
) -> list[tuple[float, float, float, float]]:
    """Divide an area among charts: left, top, width and height of each."""
    left, top, width, height = area
    gap = 1.6 * target.small
    rows = -(-count // columns)
    each = (width - (columns - 1) * gap) / columns, (height - (rows - 1) * gap) / rows
    return [
        (
            left + number % columns * (each[0] + gap),
            top + number // columns * (each[1] + gap),
            *each,
        )
        for number in range(count)
    ]
