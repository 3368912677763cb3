"""Short texts one after the other, in as many lines as necessary."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.text import LINE_HEIGHT, shorten, visible, width_of


@dataclass(frozen=True)
class Piece:
    """A text that is not broken."""

    text: str
    size: float
    """Points."""
    color: str
    bold: bool = False
    tinted: bool = False
    """Whether its background is marked."""
    indent: float = 0.0
    """Space before it, in points."""

    @property
    def width(self) -> float:
        """Points."""
        return self.indent + 2 * self.padding + width_of(self.text, self.size, self.bold)

    @property
    def padding(self) -> float:
        """Left and right of the text, in points."""
        return 0.4 * self.size * self.tinted


Lines = list[list[Piece]]


def arrange(pieces: Sequence[Piece], width: float, most: int) -> Lines:
    """Put pieces into lines, and shorten those that are wider than a line.

    Args:
        pieces: In their order.
        width: Of a line in points.
        most: Number of lines at most; what does not fit into them is counted instead.
    """
    lines: Lines = []
    x = 0.0
    for number, piece in enumerate(pieces):
        room = width - piece.indent - 2 * piece.padding
        text = shorten(visible(piece.text), room, piece.size, piece.bold)
        fitting = replace(piece, text=text)
        if not lines or x + fitting.width > width:
            if len(lines) == most:
                _count(lines[-1], len(pieces) - number, width)
                break
            lines.append([])
            x = 0.0
        lines[-1].append(fitting)
        x += fitting.width + _gap(piece)
    return lines


def _gap(piece: Piece) -> float:
    return 0.7 * piece.size


def _count(line: list[Piece], others: int, width: float) -> None:
    """Let the last piece of a line say how many are left out."""
    last = line[-1]
    before = sum(piece.width + _gap(piece) for piece in line[:-1])
    note = f" and {others} more"
    room = width - before - last.indent - 2 * last.padding - width_of(note, last.size, last.bold)
    line[-1] = replace(last, text=shorten(last.text, room, last.size, last.bold) + note)


def height_of(lines: Lines) -> float:
    """Return the height of lines in points."""
    return sum(max(piece.size for piece in line) * LINE_HEIGHT for line in lines)


def write_lines(sheet: Sheet, lines: Lines, left: float, top: float) -> None:
    """Write lines; all pieces of a line have the same baseline."""
    y = top
    for line in lines:
        size = max(piece.size for piece in line)
        x = left
        for piece in line:
            shift = size - piece.size
            if piece.tinted:
                inner = piece.width - piece.indent
                box = (x + piece.indent, y + shift + 0.08 * piece.size, inner, 1.2 * piece.size)
                sheet.tint(*box)
            start = x + piece.indent + piece.padding
            sheet.write(
                piece.text, start, y + shift, size=piece.size, color=piece.color, bold=piece.bold
            )
            x += piece.width + _gap(piece)
        y += size * LINE_HEIGHT
