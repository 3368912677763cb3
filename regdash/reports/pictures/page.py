"""Lays out a picture: title, body and caption, without overlaps."""

from dataclasses import dataclass
from typing import Any

from regdash.reports.pictures.bars import BarChart
from regdash.reports.pictures.body import Body
from regdash.reports.pictures.cards import lay_out_cards
from regdash.reports.pictures.charts import lay_out_charts
from regdash.reports.pictures.content import AnyPicture, Bars, Dial, Forest, Heatmap, SideBySide
from regdash.reports.pictures.dial import DialCharts
from regdash.reports.pictures.forest import lay_out_forest
from regdash.reports.pictures.heatmap import HeatmapChart
from regdash.reports.pictures.sheet import POINTS, Sheet
from regdash.reports.pictures.targets import Look, Target
from regdash.reports.pictures.text import LINE_HEIGHT, visible, wrap

_MOST_TITLE_LINES, _MOST_SUBTITLE_LINES = 2, 2

_MOST_CAPTION_LINES, _MOST_ON_PAPER = 9, 16
"""Of a picture of fixed height, and of one that is as high as its content: its lines are shorter."""


@dataclass(frozen=True)
class _Plan:
    """The parts of a page, from top to bottom."""

    title: list[str]
    subtitle: list[str]
    body: Body
    caption: list[str]
    rest: float
    """Height of everything but the body, in points."""


def draw_picture(picture: AnyPicture, target: Target, look: Look) -> Any:
    """Draw a picture.

    Args:
        picture: What it shows.
        target: Its size and the sizes of its text.
        look: Its colors.

    Returns:
        A `matplotlib.figure.Figure`. Matplotlib is not thread-safe; `write_picture` has a lock.
    """
    plan = _plan(picture, target)
    sheet = Sheet(target, look, plan.rest + plan.body.height)
    gap, left = target.gap, _margin(target)
    y = left
    for lines, size, color, bold in (
        (plan.title, target.heading, look.ink, True),
        (plan.subtitle, target.text, look.faint, False),
    ):
        for line in lines:
            sheet.write(line, left, y, size=size, color=color, bold=bold)
            y += size * LINE_HEIGHT
    y += gap
    plan.body.draw(sheet, left, y)
    y += plan.body.height + gap
    for line in plan.caption:
        sheet.write(line, left, y, size=target.small, color=look.faint)
        y += target.small * LINE_HEIGHT
    return sheet.figure


def fits(picture: AnyPicture, target: Target) -> bool:
    """Return whether what a picture shows is large enough to be read."""
    return _plan(picture, target).body.fits


def _margin(target: Target) -> float:
    return 1.6 * target.small if target.height else 0.5 * target.small


def _plan(picture: AnyPicture, target: Target) -> _Plan:
    width = target.width * POINTS - 2 * _margin(target)
    title = wrap(visible(picture.title), width, target.heading, _MOST_TITLE_LINES, bold=True)
    subtitle = wrap(visible(picture.subtitle), width, target.text, _MOST_SUBTITLE_LINES)
    most = _MOST_CAPTION_LINES if target.height else _MOST_ON_PAPER
    caption = wrap(visible(picture.caption), width, target.small, most)
    sizes = len(title) * target.heading + len(subtitle) * target.text + len(caption) * target.small
    rest = 2 * _margin(target) + sizes * LINE_HEIGHT + 2 * target.gap
    room = None if target.height is None else target.height * POINTS - rest
    return _Plan(title, subtitle, lay_out(picture, target, width, room), caption, rest)


def lay_out(picture: AnyPicture, target: Target, width: float, room: float | None) -> Body:
    """Lay out what a picture shows, without its texts.

    Args:
        picture: What it shows.
        target: What it is for.
        width: In points.
        room: Height to fill, in points; None: as high as the content.
    """
    if isinstance(picture, SideBySide):
        return lay_out_cards(picture, target, width, room)
    if isinstance(picture, Bars):
        return BarChart(picture, target, width, room)
    if isinstance(picture, Dial):
        return DialCharts(picture, target, width, room)
    if isinstance(picture, Heatmap):
        return HeatmapChart(picture, target, width, room)
    if isinstance(picture, Forest):
        return lay_out_forest(picture, target, width, room)
    return lay_out_charts(picture, target, width, room)
