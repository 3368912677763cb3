"""Text in pictures: the font that RegDash ships, its width, and lines that fit."""

import logging
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

_FONTS = Path(__file__).parents[1] / "fonts"

FALLBACK = "DejaVu Sans"
"""Comes with Matplotlib; used for characters that the font does not have."""

LINE_HEIGHT = 1.32
"""Distance of two lines of text, as a multiple of their size."""


@lru_cache(maxsize=1)
def register_fonts() -> str:
    """Make the font known to Matplotlib; return the name of its family."""
    from matplotlib import font_manager

    # The fallback has no semibold letters, which would be reported for every size of text.
    logging.getLogger(font_manager.__name__).setLevel(logging.ERROR)
    for path in sorted(_FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(path)
    return str(font_manager.FontProperties(fname=_FONTS / "SourceSans3-Regular.ttf").get_name())


def font_paths() -> dict[int, Path]:
    """Return the files of the font by their weights."""
    return {400: _FONTS / "SourceSans3-Regular.ttf", 600: _FONTS / "SourceSans3-Semibold.ttf"}


def font(size: float, *, bold: bool = False) -> Any:
    """Return Matplotlib's properties of the font.

    Args:
        size: In points.
        bold: Whether it is semibold.
    """
    from matplotlib.font_manager import FontProperties

    family = register_fonts()
    return FontProperties(family=[family, FALLBACK], weight=600 if bold else 400, size=size)


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a line of text in points."""
    from matplotlib.textpath import text_to_path

    if not text:
        return 0.0
    return float(
        text_to_path.get_text_width_height_descent(text, font(size, bold=bold), ismath=False)[0]
    )


def visible(text: str) -> str:
    """Return a text of a user as one line, without characters that are invisible or reorder it."""
    kept = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace()
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return re.sub(" +", " ", kept).strip()


def shorten(text: str, limit: float, size: float, bold: bool = False) -> str:
    """Shorten a text in the middle until it is at most `limit` points wide."""
    if width_of(text, size, bold) <= limit:
        return text
    low, high = 1, len(text) - 1
    while low < high:  # the largest number of letters that fits
        middle = (low + high + 1) // 2
        if width_of(_without_middle(text, middle), size, bold) <= limit:
            low = middle
        else:
            high = middle - 1
    return _without_middle(text, low)


def _without_middle(text: str, letters: int) -> str:
    end = letters // 2
    return text[: letters - end].rstrip() + "…" + (text[-end:].lstrip() if end else "")


def wrap(text: str, limit: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most `limit` points; the last of at most `most` is cut off."""
    if not text:
        return []
    lines: list[str] = []
    rest = text.split(" ")
    while rest:
        if len(lines) == most - 1:
            return [*lines, _cut(" ".join(rest), limit, size, bold)]
        count = 1
        while count < len(rest) and width_of(" ".join(rest[: count + 1]), size, bold) <= limit:
            count += 1
        lines.append(_cut(" ".join(rest[:count]), limit, size, bold))
        rest = rest[count:]
    return lines


def _cut(text: str, limit: float, size: float, bold: bool) -> str:
    if width_of(text, size, bold) <= limit:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + "…", size, bold) <= limit:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
