"""Writes CSV that spreadsheets and programs read alike: safe text, exact numbers."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

Cell = str | float | None
"""Text, a number (`int`, `float` or `bool`), or nothing."""

_FORMULA = re.compile(
    r"(^|[\n\v\f\r\x85\u2028\u2029;])(?=[\s\ufeff\u200b-\u200f;]*[=+\-@＝＋－＠\t\r])"
)
"""Where spreadsheets would begin a formula: at the start of a cell and of each line in it, behind
blanks. Programs that expect semicolons between cells begin a cell after each of them."""


def write_csv(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table as CSV: UTF-8, commas, one heading.

    Args:
        heading: Names of the columns.
        rows: Cells in the order of the columns. Text that a spreadsheet would take for a formula gets
            an apostrophe in front; numbers are written exactly; nothing and NaN are empty.
    """
    buffer = io.StringIO(newline="")
    # Not "\n" alone: then the writer would not quote a lone "\r".
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_write_cell(name) for name in heading])
    writer.writerows([_write_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8", errors="replace")


def _write_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guard_text(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return str(cell)
    # NumPy's floats have another `repr`.
    return "" if math.isnan(cell) else repr(float(cell))


@lru_cache(maxsize=4096)  # tables of epochs repeat the same names in every row
def guard_text(text: str) -> str:
    """Return text with an apostrophe wherever a spreadsheet would begin a formula."""
    return _FORMULA.sub(r"\1'", text)
