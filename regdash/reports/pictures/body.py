"""What is between title and caption of a picture, laid out for a width. Lengths are in points."""

from typing import Protocol

from regdash.reports.pictures.sheet import Sheet

Box = tuple[float, float, float, float]
"""Left, top, width and height."""


class Body(Protocol):
    """A layout."""

    @property
    def height(self) -> float:
        """Height that it takes."""

    @property
    def fits(self) -> bool:
        """Whether everything is large enough to be read."""

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw it in a box that begins at `left` and `top`."""


def columns_of(count: int, width: float, height: float, aspect: float) -> int:
    """Return the number of boxes beside each other with which they are largest.

    Args:
        count: Number of boxes.
        width: Of the area.
        height: Of the area.
        aspect: Height as a share of the width of a box that is neither too high nor too wide.
    """

    def size(columns: int) -> float:
        rows = -(-count // columns)
        return min(width / columns, height / rows / aspect)

    return max(range(1, count + 1), key=size)


def divide(area: Box, count: int, columns: int, gap: float) -> list[Box]:
    """Divide an area into boxes of equal size, row by row.

    Args:
        area: The area.
        count: Number of boxes.
        columns: Number of boxes beside each other.
        gap: Between boxes.
    """
    left, top, width, height = area
    rows = -(-count // columns)
    across, along = (width - (columns - 1) * gap) / columns, (height - (rows - 1) * gap) / rows
    return [
        (
            left + number % columns * (across + gap),
            top + number // columns * (along + gap),
            across,
            along,
        )
        for number in range(count)
    ]
