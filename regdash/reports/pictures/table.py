"""The table below the charts: key figures and verdict of each method."""

from collections.abc import Sequence
from dataclasses import dataclass

from regdash.reports.pictures.content import Row, Table, Verdict
from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.targets import Target
from regdash.reports.pictures.text import LINE_HEIGHT, shorten, visible, width_of

_NAME_SHARE = 0.3
"""Least share of the width for names, unless they need less: columns are left out until they have it."""

_VERDICT = "Verdict"


def table_height(table: Table, target: Target, width: float, zoom: float = 1.0) -> float:
    """Return the height of the table in points; `zoom` is the factor of its text's size."""
    plan = _Plan.of(table, target, width, zoom)
    return plan.height * len(table.rows) + plan.head


def draw_table(
    sheet: Sheet, table: Table, left: float, top: float, width: float, zoom: float = 1.0
) -> None:
    """Draw the table in a box that begins at `left` and `top`."""
    plan = _Plan.of(table, sheet.target, width, zoom)
    _write_head(sheet, table, plan, left, top, width)
    for number, row in enumerate(table.rows):
        y = top + plan.head + number * plan.height
        sheet.rule(left, left + width, y)
        _write_row(sheet, row, plan, number, left, y, width)


def _write_head(
    sheet: Sheet, table: Table, plan: "_Plan", left: float, top: float, width: float
) -> None:
    size, color = sheet.target.small, sheet.look.faint
    sheet.write("Method", left, top, size=size, color=color)
    for title, right in zip(plan.titles, plan.rights, strict=True):
        sheet.write(title, left + right, top, size=size, color=color, align="right")
    if plan.verdicts and not plan.stacked:
        room = width - plan.verdict
        for words in (f"{_VERDICT}, accuracy on {table.on} images", f"{_VERDICT}, {table.on}"):
            heading = words
            if width_of(heading, size) <= room:
                break
        sheet.write(shorten(heading, room, size), left + plan.verdict, top, size=size, color=color)


def _write_row(
    sheet: Sheet, row: Row, plan: "_Plan", number: int, left: float, top: float, width: float
) -> None:
    size, look = plan.size, sheet.look
    text = top + 0.11 * size * LINE_HEIGHT
    sheet.sample(left, text + 0.68 * size, plan.sample, row.style_index, number)
    start = plan.sample + 0.5 * size
    name = shorten(_name(row), plan.names, size)
    sheet.write(name, left + start, text, size=size, color=look.text(row.style_index))
    for cell, right in zip(row.cells, plan.rights, strict=False):
        sheet.write(cell, left + right, text, size=size, color=look.ink, align="right")
    if row.verdict is None:
        return
    if plan.stacked:
        _write_verdict(
            sheet, row.verdict, left + start, text + size * LINE_HEIGHT, width - start, size
        )
    else:
        _write_verdict(sheet, row.verdict, left + plan.verdict, text, width - plan.verdict, size)


def _write_verdict(
    sheet: Sheet, verdict: Verdict, left: float, top: float, room: float, size: float
) -> None:
    look = sheet.look
    word, rest = verdict_texts(verdict)
    word = shorten(word, room, size, bold=True)
    sheet.write(word, left, top, size=size, color=look.verdict(verdict.color), bold=True)
    start = width_of(word, size, True) + 0.4 * size
    if rest and start + width_of(rest, size) <= room + 0.5:
        sheet.write(rest, left + start, top, size=size, color=look.ink)


def verdict_texts(verdict: Verdict) -> tuple[str, str]:
    """Return the word of a verdict, and its numbers."""
    interval = f" ({verdict.interval})" if verdict.interval else ""
    return verdict.word, f"{verdict.difference}{interval}".strip()


def _name(row: Row) -> str:
    name = visible(row.name)
    return f"{name} · {visible(row.settings)}" if row.settings else name


@dataclass(frozen=True)
class _Plan:
    """Which columns there are, and where; points from the left end of the table."""

    size: float
    """Of the text, in points."""
    sample: float
    """Width of a sample of the lines."""
    names: float
    """Width for names."""
    titles: Sequence[str]
    rights: Sequence[float]
    """Right ends of the columns with numbers."""
    verdicts: bool
    stacked: bool
    """Whether verdicts are below the names."""
    verdict: float
    """Left end of the verdicts beside the numbers."""
    head: float
    """Height of the headings."""
    height: float
    """Height of a row."""

    @classmethod
    def of(cls, table: Table, target: Target, width: float, zoom: float) -> "_Plan":
        """Keep as many columns as leave room for names; if necessary, put verdicts below them."""
        size = target.text * zoom
        sample, gap = 2.6 * size, 1.2 * size
        before = sample + 0.5 * size
        longest = max((width_of(_name(row), size) for row in table.rows), default=0.0)
        needed = min(longest, _NAME_SHARE * width)
        beside = _verdict_width(table, size)
        widths = [
            gap + _column_width(table, index, size, target.small)
            for index in range(len(table.columns))
        ]
        after = beside + gap if beside else 0.0
        count, stacked = len(widths), False
        while count > 1 and width - before - sum(widths[:count]) - after < needed:
            count -= 1
        if beside and width - before - sum(widths[:count]) - after < needed:
            count, stacked, after = len(widths), True, 0.0
            while count > 1 and width - before - sum(widths[:count]) < needed:
                count -= 1
        room = width - before - sum(widths[:count]) - after
        names = max(0.0, room if stacked else min(longest, room))
        rights = [before + names + sum(widths[: index + 1]) for index in range(count)]
        line = size * LINE_HEIGHT
        return cls(
            size=size,
            sample=sample,
            names=names,
            titles=table.columns[:count],
            rights=rights,
            verdicts=bool(beside),
            stacked=stacked,
            verdict=rights[-1] + gap if rights else before + names + gap,
            head=target.small * LINE_HEIGHT * 1.15,
            height=line * (2.28 if stacked else 1.22),
        )


def _column_width(table: Table, index: int, size: float, small: float) -> float:
    cells = [width_of(row.cells[index], size) for row in table.rows]
    return max([width_of(table.columns[index], small), *cells])


def _verdict_width(table: Table, size: float) -> float:
    """Return the width of the widest verdict with its interval; 0 if there are none."""
    widths = [0.0]
    for row in table.rows:
        if row.verdict is not None:
            word, rest = verdict_texts(row.verdict)
            behind = 0.4 * size + width_of(rest, size) if rest else 0.0
            widths.append(width_of(word, size, True) + behind)
    return max(widths)
