"""Layout: a CSV file with one row per image, as in Kaggle's digit recognizer."""

from regdash.datasets.importing.builder import Builder
from regdash.datasets.importing.files import ReadableFiles
from regdash.datasets.importing.labels import read_labels
from regdash.datasets.importing.pixels import check_pixels, image_shape
from regdash.datasets.importing.subsets import Subset, subset_of
from regdash.datasets.importing.tables import Head, read_heads
from regdash.settings.messages import InputError

TITLE = "a CSV file with one row of pixels per image"

_MIN_PIXELS = 4
_CELLS_PER_BLOCK = 2_000_000


def recognize(files: ReadableFiles) -> bool:
    """Whether a CSV file has labels and pixels."""
    return any(_has_pixels(head) for head in read_heads(files).values())


def read(files: ReadableFiles, builder: Builder) -> None:
    """Read the rows; a file named test is the test set if it has labels."""
    heads = read_heads(files)
    chosen: dict[Subset, str] = {}
    for name in files.names:
        head = heads.get(name)
        part = subset_of(name) or "train"
        if head is None:
            files.left_out.add(name, "not a CSV file")
        elif not _has_pixels(head):
            files.left_out.add(name, "no labels")
        elif part in chosen:
            raise InputError(
                [
                    f"{chosen[part]} and {name} both have labels and pixels; name one of them test.csv."
                ]
            )
        else:
            chosen[part] = name
    if "train" not in chosen:
        chosen = {"train": chosen["test"]}
    for part, name in chosen.items():
        _read_table(files, name, heads[name], part, builder)


def _has_pixels(head: Head) -> bool:
    enough = len(head.values) >= _MIN_PIXELS
    if head.has_header:
        return enough and head.label is not None
    # Without a header, a square number of columns means pixels without a label.
    return enough and image_shape(len(head.columns)) is None


def _read_table(
    files: ReadableFiles, name: str, head: Head, part: Subset, builder: Builder
) -> None:
    import pandas as pd

    shape = image_shape(len(head.values))
    if shape is None:
        raise InputError(
            [
                f"{name}: received {len(head.values):,} columns of pixels; allowed: a square number, such as"
                " 784 for 28 × 28, or three times that for color (row by row; red, green, blue)."
            ]
        )
    assert head.label is not None
    builder.progress.begin(f"Reading {name}", 0)
    with files.open(name) as file:
        try:
            tables = pd.read_csv(
                file,
                sep=head.delimiter,
                header=0 if head.has_header else None,
                converters={head.label: str},
                keep_default_na=False,
                encoding="utf-8-sig",
                index_col=False,
                chunksize=max(1, _CELLS_PER_BLOCK // len(head.columns)),
                on_bad_lines="error",
            )
            row = 1 + head.has_header
            for table in tables:
                where = f"{name}, from row {row:,}"
                labels = read_labels(table.iloc[:, head.label].to_numpy(), where)
                pixels = check_pixels(table.iloc[:, head.values].to_numpy(), name, row)
                builder.limits.check("images", row, f"{name} has too many rows")
                builder.add_block(part, pixels.reshape(-1, *shape), labels, name)
                row += len(table)
        except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
            raise InputError(
                [f"{name}: this is not a valid CSV file ({str(error).strip()}); save it as UTF-8."]
            ) from None
