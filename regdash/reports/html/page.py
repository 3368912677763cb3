"""Writes a report as one HTML file."""

import json
from pathlib import Path
from typing import Any

from regdash.reports.html.charts import draw_charts, draw_study
from regdash.reports.html.content import Report
from regdash.reports.html.remarks import render_remarks
from regdash.reports.pictures.files import drawing, font_faces
from regdash.reports.pictures.targets import LOOKS
from regdash.reports.pictures.text import visible

_ASSETS = Path(__file__).parent / "assets"

_FONTS = "/* fonts */"
"""Where the style sheet gets the letters that the page uses."""


def write_report(report: Report) -> str:
    """Return a report as HTML: it needs no other file and no network, and prints on A4 and Letter.

    Args:
        report: What it says.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    environment.filters["json"] = _to_json
    look = LOOKS["light"]
    page = environment.get_template("report.html").render(
        report=report,
        charts=draw_charts(list(report.panels)),
        study=None if report.study is None else draw_study(report.study),
        remarks=render_remarks(report.remarks),
        color=lambda index: look.color(index, 0),
        ink=look.text,
        word=look.verdict,
        css=_read("report.css"),
        script=_read("report.js"),
    )
    with drawing():
        fonts = font_faces({400: set(page), 600: set(page)})
    return page.replace(_FONTS, fonts, 1)


def _read(name: str) -> str:
    return (_ASSETS / name).read_text("utf-8")


def _to_json(value: Any) -> str:
    """Return JSON that cannot end the element it is in."""
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
