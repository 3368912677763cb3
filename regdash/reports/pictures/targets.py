"""What pictures are made for: their sizes and colors."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from regdash.figures.palette import (
    DARK_BACKGROUND,
    LIGHT_BACKGROUND,
    line_style,
    text_and_grid,
    text_color,
)

_MM = 1 / 25.4

TargetKey = Literal["slide", "column", "page", "square"]

LookKey = Literal["light", "dark", "print"]

Format = Literal["png", "svg", "pdf"]

FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True)
class Target:
    """A size, and the sizes of its text."""

    title: str
    width: float
    """Inches."""
    height: float | None
    """Inches; None: as high as the content."""
    dpi: int
    """Dots per inch of a PNG at scale 1."""
    text: float
    """Size of most text in points; no text is smaller than `small`."""
    small: float
    """Size of the caption and of tick labels in points."""
    heading: float
    """Size of the title in points."""
    line: float
    """Width of a validation curve in points."""

    @property
    def gap(self) -> float:
        """Distance of parts of a picture in points."""
        return 0.9 * self.small


TARGETS: dict[TargetKey, Target] = {
    "slide": Target("Slide, 16:9", 40 / 3, 7.5, 96, 15.0, 13.0, 22.0, 2.6),
    "column": Target("Paper, one column (85 mm)", 85 * _MM, None, 150, 8.0, 8.0, 9.5, 1.3),
    "page": Target("Paper, two columns (175 mm)", 175 * _MM, None, 150, 8.5, 8.0, 10.5, 1.4),
    "square": Target("Square, for chats", 7.5, 7.5, 96, 13.0, 11.5, 17.0, 2.2),
}
"""For papers, scale 2 is 300 dpi."""

SCALES = (1, 2, 3)

Dash = tuple[float, tuple[float, ...]] | str

_DASHES: tuple[Dash, ...] = ("solid", (0, (4.5, 1.5)), (0, (1.1, 1.1)))

_GRAYS = ("#101418", "#6f7680")
"""In print, lines alternate between these: with the dashes, six differ; markers distinguish more."""

_MARKERS = {
    "circle": ("o", 1.0),
    "square": ("s", 0.9),
    "diamond": ("D", 0.88),
    "triangle-up": ("^", 1.1),
    "star": ("*", 1.6),
    "cross": ("P", 1.2),
    "pentagon": ("p", 1.15),
}
"""Matplotlib's names of the markers, and factors with which they look equally large."""


@dataclass(frozen=True)
class Look:
    """Colors, and how lines are told apart."""

    key: LookKey

    @property
    def dark(self) -> bool:
        """Whether the background is dark."""
        return self.key == "dark"

    @property
    def gray(self) -> bool:
        """Whether there are no colors: lines differ in dashes and markers."""
        return self.key == "print"

    @property
    def background(self) -> str:
        """Color of the background."""
        return DARK_BACKGROUND if self.dark else LIGHT_BACKGROUND

    @property
    def ink(self) -> str:
        """Color of text."""
        return text_and_grid(self.dark)[0]

    @property
    def faint(self) -> str:
        """Color of text that matters less; still readable."""
        return "#aab2bf" if self.dark else "#4f5965"

    @property
    def grid(self) -> str:
        """Color of grid lines and of axes."""
        return text_and_grid(self.dark)[1]

    def color(self, index: int, position: int) -> str:
        """Return the color of the lines with a style index, at a position in the picture."""
        if self.gray:
            return _GRAYS[position % len(_GRAYS)]
        style = line_style(index)
        return style.dark if self.dark else style.light

    def text(self, index: int) -> str:
        """Return the color of text about the lines with a style index."""
        return self.ink if self.gray else text_color(self.color(index, 0), self.dark)

    def marker(self, index: int, size: float) -> dict[str, Any]:
        """Return Matplotlib's settings of the marker of the lines with a style index.

        Args:
            index: The style index.
            size: In points.
        """
        symbol, factor = _MARKERS[line_style(index).marker]
        return {
            "marker": symbol,
            "markersize": size * factor,
            "markeredgecolor": self.background,
            "markeredgewidth": 0.14 * size,
        }

    def dash(self, position: int) -> Dash:
        """Return the dash of the validation curve of the line at a position in the picture."""
        return _DASHES[position // len(_GRAYS) % len(_DASHES)] if self.gray else "solid"

    def verdict(self, color: str) -> str:
        """Return the color of a verdict's word, by its name on the page."""
        return self.ink if self.gray else _WORDS[color][self.dark]


_WORDS = {
    "green": ("#157f3d", "#4ade80"),
    "red": ("#c01f1f", "#f98080"),
    "gray": ("#4f5965", "#aab2bf"),
    "orange": ("#a05a00", "#f5b041"),
    "blue": ("#1d63b5", "#6cb2f5"),
}
"""Colors of words on a light and on a dark background, contrast at least 4.5."""

LOOKS: dict[LookKey, Look] = {key: Look(key) for key in ("light", "dark", "print")}
