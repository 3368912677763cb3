"""Methods side by side: a head with name, changes, figures and verdict, above charts of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from regdash.reports.pictures.body import Body
from regdash.reports.pictures.chart import (
    TICKS,
    chart_limits,
    draw_chart,
    space_above,
    space_below,
)
from regdash.reports.pictures.content import Card, Panel, SideBySide, Verdict
from regdash.reports.pictures.flow import Lines, Piece, arrange, height_of, write_lines
from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.targets import LOOKS, Look, Target
from regdash.reports.pictures.text import visible, width_of

_LEAST_WIDTH, _LEAST_HEIGHT = 13.0, 4.0
"""Of a card and of a plot, as multiples of the size of small text."""

_MOST_COLUMNS = 4
"""More would leave too little room for names."""

_MOST_HEIGHT = 620.0
"""In points, on a page that is as high as its content: with title and caption, that of a paper."""

_ASPECT = 0.62
"""Height of a plot as a share of its width, where the page is as high as its content."""

_MOST_LINES = (3, 2, 2)
"""Lines of a head: name and changes, figures, verdict."""

_SAMPLE = 2.2
"""Width of the sample of a line, as a multiple of the size of small text."""


@dataclass(frozen=True)
class _Cards:
    """The layout; lengths in points."""

    picture: SideBySide
    target: Target
    width: float
    columns: int
    plot: float
    """Height of a plot."""
    compact: bool = False
    """Whether heads have only the figures that fit into one line."""

    @property
    def count(self) -> int:
        """Number of charts of each card."""
        return len(self.picture.cards[0].panels)

    @property
    def rows(self) -> list[Sequence[Card]]:
        """The cards beside each other, from top to bottom."""
        cards = self.picture.cards
        return [cards[at : at + self.columns] for at in range(0, len(cards), self.columns)]

    @property
    def across(self) -> float:
        """Width of a card."""
        return (self.width - (self.columns - 1) * _gap(self.target)) / self.columns

    @property
    def label(self) -> float:
        """Height of the label above all cards, if they have only one chart."""
        return 1.6 * self.target.small if self.count == 1 else 0.0

    @property
    def rest(self) -> float:
        """Height of everything but plots."""
        each = [
            self._head(row) + sum(self._around(panel) for panel in self._labeled(row[0], row))
            for row in self.rows
        ]
        return self.label + sum(each) + (len(self.rows) - 1) * _gap(self.target)

    @property
    def height(self) -> float:
        """Of everything."""
        return self.rest + len(self.rows) * self.count * self.plot

    @property
    def fits(self) -> bool:
        """Whether plots are large enough to be read."""
        wide = self.across >= _LEAST_WIDTH * self.target.small
        high = self.plot >= _LEAST_HEIGHT * self.target.small
        return wide and high and (self.target.height is not None or self.height <= _MOST_HEIGHT)

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw it in a box that begins at `left` and `top`."""
        target, cards = self.target, self.picture.cards
        if self.label:
            text = f"{visible(cards[0].panels[0].y_label)}, on the same axes for all"
            sheet.write(text, left, top, size=target.small, color=sheet.look.faint)
        shared = [_share([card.panels[at] for card in cards]) for at in range(self.count)]
        y = top + self.label
        for row in self.rows:
            head = self._head(row)
            heads = self._heads(row, sheet.look)
            for column, (card, lines) in enumerate(zip(row, heads, strict=True)):
                x = left + column * (self.across + _gap(target))
                self._draw_head(sheet, card, lines, x, y)
                panels = self._labeled(card, row)
                below = self._draw_charts(sheet, panels, shared, x, y + head)
            y = below + _gap(target)

    def _head(self, row: Sequence[Card]) -> float:
        """Return the height of the heads of a row."""
        look = LOOKS["light"]  # colors need no space
        return max(map(height_of, self._heads(row, look))) + 0.3 * self.target.small

    def _labeled(self, card: Card, row: Sequence[Card]) -> list[Panel]:
        """Return the charts of a card with the labels that they show.

        The label above all cards, and those of the last row, are not repeated.
        """
        last = row[0] is self.rows[-1][0]
        return [
            replace(
                panel,
                y_label="" if self.label else panel.y_label,
                x_label=panel.x_label if last and panel is card.panels[-1] else "",
            )
            for panel in card.panels
        ]

    def _around(self, panel: Panel) -> float:
        """Return the height above and below a plot."""
        return space_above(panel, self.target) + space_below(panel, self.target)

    def _draw_head(self, sheet: Sheet, card: Card, lines: Lines, left: float, top: float) -> None:
        target = self.target
        middle = top + 0.68 * target.text
        sheet.sample(left, middle, _SAMPLE * target.small, card.style_index, 0)
        write_lines(sheet, lines, left, top)

    def _heads(self, row: Sequence[Card], look: Look) -> list[Lines]:
        """Return the lines of the heads of a row, whose parts begin at the same heights."""
        target, width = self.target, self.across
        wrapped = any(
            len(arrange(_title(card, target, look), width, 2)) > 1 for card in self.picture.cards
        )
        parts = [_head(card, target, look, width, self.compact, wrapped) for card in row]
        most = [max(map(len, part)) for part in zip(*parts, strict=True)]
        empty = [Piece("", target.small, look.ink)]
        return [
            [
                line
                for number, part in zip(most, head, strict=True)
                for line in (*part, *[empty] * (number - len(part)))
            ]
            for head in parts
        ]

    def _draw_charts(
        self,
        sheet: Sheet,
        panels: Sequence[Panel],
        shared: Sequence["_Axes"],
        left: float,
        top: float,
    ) -> float:
        """Draw the charts of a card below each other; return where they end."""
        for panel, axes in zip(panels, shared, strict=True):
            height = self._around(panel) + self.plot
            box = (left, top, self.across, height)
            draw_chart(sheet, replace(panel, end=axes.end), box, axes.limits)
            top += height
        return top


@dataclass(frozen=True)
class _Axes:
    """Axes that all cards share."""

    end: float
    limits: tuple[float, float] | None


def _share(panels: Sequence[Panel]) -> _Axes:
    """Return the axes on which all lines of a chart can be drawn."""
    lines = [line for panel in panels for line in panel.lines]
    limits = chart_limits(replace(panels[0], lines=lines))
    return _Axes(max(panel.end for panel in panels), limits)


def lay_out_cards(picture: SideBySide, target: Target, width: float, room: float | None) -> Body:
    """Lay out methods side by side, so that their plots are as large as possible.

    Args:
        picture: The methods.
        target: Sizes of text.
        width: Points.
        room: Height in points; None: as high as the content.
    """
    count = len(picture.cards)
    found = []
    fewest = -(-count // _MOST_COLUMNS)
    for rows, compact in product(range(fewest, count + 1), (False, True)):
        columns = -(-count // rows)  # as many in each row as possible
        empty = _Cards(picture, target, width, columns, 0.0, compact)
        across = empty.across - (TICKS + 1.2) * target.small
        if room is None:
            plan = replace(empty, plot=_ASPECT * across)
            if plan.fits:
                return plan
        else:
            plot = (room - empty.rest) / (rows * empty.count)
            plan = replace(empty, plot=max(plot, target.small))
        found.append((plan.fits, not compact, min(plan.plot, _ASPECT * across), plan))
    return max(found, key=lambda item: item[:3])[3]


def _gap(target: Target) -> float:
    return 1.6 * target.small


def _title(card: Card, target: Target, look: Look) -> list[Piece]:
    """Return the name of a card and its changes."""
    name = Piece(
        card.name,
        target.text,
        look.text(card.style_index),
        bold=True,
        indent=_SAMPLE * target.small + 0.45 * target.text,
    )
    return [name, *(Piece(text, target.small, look.ink, tinted=True) for text in card.changes)]


def _head(
    card: Card, target: Target, look: Look, width: float, compact: bool, wrapped: bool
) -> list[Lines]:
    """Return the lines of the parts of a head; changes are below the name if `wrapped`."""
    small = target.small
    name, *changes = _title(card, target, look)
    figures = [Piece(text, small, look.ink) for text in card.figures]
    verdict = [] if card.verdict is None else _verdict(card.verdict, small, look, width)
    first, second, third = _MOST_LINES
    return [
        [*arrange([name], width, 1), *arrange(changes, width, first - 1)]
        if wrapped
        else arrange([name, *changes], width, 1),
        _most_important(figures, width, 1 if compact else second),
        arrange(verdict, width, third),
    ]


def _most_important(figures: Sequence[Piece], width: float, most: int) -> Lines:
    """Return lines with as many figures as have room; the first ones are the most important."""
    for count in range(len(figures), 0, -1):
        lines = arrange(figures[:count], width, count)
        if len(lines) <= most:
            return lines
    return []


def _verdict(verdict: Verdict, size: float, look: Look, width: float) -> list[Piece]:
    """Return the word and the numbers of a verdict; the numbers stay together if they fit."""
    interval = f"({verdict.interval})" if verdict.interval else ""
    numbers = [f"{verdict.difference} {interval}".strip()]
    if width_of(numbers[0], size) > width:
        numbers = [verdict.difference, interval]
    return [
        Piece(verdict.word, size, look.verdict(verdict.color), bold=True),
        *(Piece(text, size, look.ink) for text in numbers if text),
    ]
