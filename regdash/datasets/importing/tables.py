"""Reads the columns of CSV files from their first lines."""

import csv
import io
from dataclasses import dataclass

from regdash.datasets.importing.files import ReadableFiles
from regdash.settings.messages import InputError

LABEL_COLUMNS = ("label", "class", "target", "y")
_INDEX_COLUMNS = ("", "id", "index", "unnamed: 0")

_MAX_LINE_BYTES = 1 << 20


@dataclass(frozen=True)
class Head:
    """Columns of a CSV file."""

    has_header: bool
    columns: tuple[str, ...]
    """Names in lower case; `0`, `1`, ... without a header."""
    delimiter: str = ","

    @property
    def label(self) -> int | None:
        """Index of the column with the labels, or None."""
        if not self.has_header:
            return 0
        return next((self.columns.index(c) for c in LABEL_COLUMNS if c in self.columns), None)

    @property
    def values(self) -> list[int]:
        """Indices of all other columns, except one that numbers the rows."""
        return [
            position
            for position, name in enumerate(self.columns)
            if position != self.label and not (self.has_header and name in _INDEX_COLUMNS)
        ]


def read_heads(files: ReadableFiles) -> dict[str, Head]:
    """Read the columns of every table: CSV files, gzip or not, and single text files.

    Raises:
        InputError: A CSV file is not text in UTF-8, or a row is longer than its header.
    """
    names = [name for name in files.names if files.loose or _is_csv(name)]
    found = {name: _read_head(files, name) for name in names}
    return {name: head for name, head in found.items() if head is not None}


def _is_csv(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(".csv")


def _read_head(files: ReadableFiles, name: str) -> Head | None:
    """Read the first lines of a table; None if it is empty, or a single file that is not text."""
    with files.open(name) as file:
        start = file.readline(_MAX_LINE_BYTES) + file.readline(_MAX_LINE_BYTES)
    try:
        if b"\0" in start:
            raise ValueError
        text = start.decode("utf-8-sig")
        # Spreadsheets use semicolons where the comma is the decimal separator.
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        lines = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
        row, second = next(lines, []), next(lines, [])
    except (ValueError, csv.Error):
        if not _is_csv(name):
            return None
        raise InputError([f"{name}: this is not text in UTF-8; save it as 'CSV UTF-8'."]) from None
    if not row:
        return None
    if len(second) > len(row):
        raise InputError(
            [
                f"{name}: row 2 has {len(second):,} cells, but row 1 has {len(row):,}; the numbers must be equal."
            ]
        )
    named = row[0].strip().lower() in LABEL_COLUMNS
    has_header = named or not all(_is_number(cell) for cell in row[1:]) or len(row) == 1
    columns = [c.strip().lower() for c in row] if has_header else map(str, range(len(row)))
    return Head(has_header, tuple(columns), delimiter)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
