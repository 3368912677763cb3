"""Charts of a report: SVG, and the values under the pointer."""

import io
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from regdash.reports.pictures.chart import chart_limits, draw_chart
from regdash.reports.pictures.content import Dial, Heatmap, Panel
from regdash.reports.pictures.files import drawing
from regdash.reports.pictures.page import lay_out
from regdash.reports.pictures.sheet import POINTS, Sheet
from regdash.reports.pictures.targets import LOOKS, Target
from regdash.reports.pictures.text import visible

_TARGET = Target("Report", 4.6, None, 96, 10.5, 10.0, 12.0, 1.9)

_WIDE = Target("Report, both columns", 9.4, None, 96, 10.5, 10.0, 12.0, 1.7)

_HEIGHT = 3.1
"""Inches."""


@dataclass(frozen=True)
class Chart:
    """A chart as HTML can show it."""

    title: str
    svg: str
    data: dict[str, Any]
    """For the box under the pointer: `area`, the axes as shares of the picture (left, top, width,
    height); `x`, the range of the horizontal axis; `percent`; and `lines`, each with `name`, `color`,
    `x`, `validation` and `training` (or null), null where nothing was measured."""


def draw_charts(panels: list[Panel]) -> list[Chart]:
    """Draw the charts of a report; their font is that of the page."""
    with drawing():
        return [_draw(panel, number) for number, panel in enumerate(panels)]


def draw_study(picture: Dial | Heatmap) -> str:
    """Return the charts of a study as SVG for use within HTML, without title and caption."""
    with drawing():
        body = lay_out(picture, _WIDE, _WIDE.width * POINTS, None)
        sheet = Sheet(_WIDE, LOOKS["light"], body.height + 6.0)
        body.draw(sheet, 0.0, 2.0)
        return _to_svg(sheet, "study")


def _draw(panel: Panel, number: int) -> Chart:
    look = LOOKS["light"]
    sheet = Sheet(_TARGET, look, _HEIGHT * POINTS)
    draw_chart(sheet, panel, (0.0, 2.0, sheet.width, sheet.height - 6.0))
    svg = _to_svg(sheet, f"chart{number}")
    box = sheet.figure.axes[0].get_position()
    limits = chart_limits(panel)
    return Chart(
        panel.title,
        svg,
        {
            "area": [round(v, 5) for v in (box.x0, 1 - box.y1, box.width, box.height)],
            "x": [0.0, panel.end],
            "y": None if limits is None else list(limits),
            "log": panel.log,
            "percent": panel.percent,
            "label": panel.x_label,
            "lines": [
                {
                    "name": visible(line.name),
                    "color": look.color(line.style_index, position),
                    "x": _numbers(line.x),
                    "validation": _numbers(line.validation),
                    "training": None if line.training is None else _numbers(line.training),
                }
                for position, line in enumerate(panel.lines)
            ],
        },
    )


def _numbers(values: np.ndarray) -> list[float | None]:
    return [float(f"{value:.6g}") if np.isfinite(value) else None for value in values]


def _to_svg(sheet: Sheet, prefix: str) -> str:
    sheet.figure.patch.set_alpha(0.0)
    buffer = io.BytesIO()
    sheet.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return _inline(buffer.getvalue().decode("utf-8"), prefix)


def _inline(svg: str, prefix: str) -> str:
    """Return an SVG for use within HTML: without its head, and with ids of its own."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
    svg = re.sub(r'(href="|url\()#', rf"\1#{prefix}-", svg)
    return svg
