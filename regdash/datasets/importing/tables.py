"""What the first lines of a csv tell."""

import csv
import io
from dataclasses import dataclass

from regdash.datasets.importing.files import ReadableFiles

LABEL_COLUMNS = ("label", "class", "target", "y")
_INDEX_COLUMNS = ("", "id", "index", "unnamed: 0")


@dataclass(frozen=True)
class Head:
    """Columns of a csv."""

    has_header: bool
    columns: tuple[str, ...]
    """Their names, lower case; `0`, `1` ... where there is no header."""

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
    """Columns of every readable csv, gzip or not."""
    names = [name for name in files.names if name.lower().removesuffix(".gz").endswith(".csv")]
    found = {name: _read_head(files, name) for name in names}
    return {name: head for name, head in found.items() if head is not None}


def _read_head(files: ReadableFiles, name: str) -> Head | None:
    """Look at the first line of a csv; None if it is no text, or empty."""
    start = files.head(name)
    if b"\0" in start:
        return None
    try:
        # The last line may be cut, in the middle of a character even.
        text = start.decode("utf-8-sig", "strict" if len(start) < 1024 else "ignore")
    except UnicodeDecodeError:
        return None
    row = next(csv.reader(io.StringIO(text)), [])
    if not row:
        return None
    has_header = not all(_is_number(cell) for cell in row[1:]) or len(row) == 1
    columns = [c.strip().lower() for c in row] if has_header else map(str, range(len(row)))
    return Head(has_header, tuple(columns))


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
