"""The legend above the charts: one sample and name per run."""

from regdash.reports.pictures.content import Line, Picture
from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.targets import Target
from regdash.reports.pictures.text import LINE_HEIGHT, shorten, visible, width_of

_Entry = tuple[str, float, int, int]
"""Name, left end in points, line of the legend, position of the run."""


def legend_height(picture: Picture, target: Target, width: float) -> float:
    """Return the height of the legend in points."""
    entries = _arrange(_lines(picture), target, width)
    return (entries[-1][2] + 1) * target.text * LINE_HEIGHT if entries else 0.0


def draw_legend(sheet: Sheet, picture: Picture, left: float, top: float, width: float) -> None:
    """Draw the legend in a box that begins at `left` and `top`."""
    target = sheet.target
    lines = _lines(picture)
    for name, x, row, position in _arrange(lines, target, width):
        y = top + row * target.text * LINE_HEIGHT
        sheet.sample(
            left + x,
            y + 0.68 * target.text,
            _sample(target),
            lines[position].style_index,
            position,
        )
        style = lines[position].style_index
        start = left + x + _sample(target) + 0.45 * target.text
        sheet.write(name, start, y, size=target.text, color=sheet.look.text(style))


def _lines(picture: Picture) -> list[Line]:
    return list(picture.panels[0].lines) if picture.panels else []


def _sample(target: Target) -> float:
    return 2.8 * target.text


def _arrange(lines: list[Line], target: Target, width: float) -> list[_Entry]:
    """Put the entries one after the other, in as many lines as necessary."""
    entries: list[_Entry] = []
    x, row = 0.0, 0
    before = _sample(target) + 0.45 * target.text
    for position, line in enumerate(lines):
        name = shorten(visible(line.name), width - before, target.text)
        needed = before + width_of(name, target.text)
        if x and x + needed > width:
            x, row = 0.0, row + 1
        entries.append((name, x, row, position))
        x += needed + 1.5 * target.text
    return entries
