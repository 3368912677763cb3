"""What the first lines of a csv tell."""

import csv
import io
from dataclasses import dataclass

from regdash.datasets.importing.files import ReadableFiles
from regdash.settings.messages import InputError

LABEL_COLUMNS = ("label", "class", "target", "y")
_INDEX_COLUMNS = ("", "id", "index", "unnamed: 0")

_LONGEST_LINE = 1 << 20


@dataclass(frozen=True)
class Head:
    """Columns of a csv."""

    has_header: bool
    columns: tuple[str, ...]
    """Their names, lower case; `0`, `1` ... where there is no header."""
    delimiter: str = ","

    @property
    def label(self) -> int | None:
        """Position of the column with the labels."""
        if not self.has_header:
            return 0
        return next((self.columns.index(c) for c in LABEL_COLUMNS if c in self.columns), None)

    @property
    def values(self) -> list[int]:
        """Positions of all other columns, without a running number."""
        return [
            position
            for position, name in enumerate(self.columns)
            if position != self.label and not (self.has_header and name in _INDEX_COLUMNS)
        ]


def read_heads(files: ReadableFiles) -> dict[str, Head]:
    """Columns of every table: files called csv, gzip or not, and loose files of text."""
    names = [name for name in files.names if files.loose or _is_csv(name)]
    found = {name: _read_head(files, name) for name in names}
    return {name: head for name, head in found.items() if head is not None}


def _is_csv(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(".csv")


def _read_head(files: ReadableFiles, name: str) -> Head | None:
    """Look at the first lines of a table; None if it is empty, or a loose file that is no text.

    Raises:
        InputError: It is called a csv, but is no text in UTF-8; or its rows are longer than its
            header.
    """
    with files.open(name) as file:
        start = file.readline(_LONGEST_LINE) + file.readline(_LONGEST_LINE)
    try:
        if b"\0" in start:
            raise ValueError
        text = start.decode("utf-8-sig")
        # As spreadsheets save it where the comma is a decimal sign.
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        lines = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
        row, second = next(lines, []), next(lines, [])
    except (ValueError, csv.Error):
        if not _is_csv(name):
            return None
        raise InputError([f"{name}: it is no text in UTF-8; save it as 'CSV UTF-8'."]) from None
    if not row:
        return None
    if len(second) > len(row):
        raise InputError(
            [f"{name}: row 2 has {len(second):,} cells, row 1 only {len(row):,}; they must agree."]
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
