"""Layout: a CSV file that lists image files with labels, as in "Identify the digits"."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

from regdash.datasets.importing.builder import Builder
from regdash.datasets.importing.files import ReadableFiles
from regdash.datasets.importing.image_files import is_image, read_image_files
from regdash.datasets.importing.labels import read_label
from regdash.datasets.importing.subsets import Subset, subset_of
from regdash.datasets.importing.tables import Head, read_heads
from regdash.settings.messages import InputError, shorten

TITLE = "a CSV file that lists images and labels, together with the images"

_FILE_COLUMNS = ("filename", "file", "image", "path", "image_path", "id")
_NO_LABELS = "no labels"


def recognize(files: ReadableFiles) -> bool:
    """Whether there is an image, and a CSV file with a column of file names and one of labels."""
    return any(is_image(name) for name in files.names) and any(
        _lists_labels(head) for head in read_heads(files).values()
    )


def read(files: ReadableFiles, builder: Builder) -> None:
    """Read the images that the CSV file lists, in its order."""
    heads = read_heads(files)
    chosen = _choose(heads, files)
    finder = _Finder([name for name in files.names if is_image(name)])
    rows: dict[Subset, list[tuple[str, str]]] = {}
    for part, name in chosen.items():
        rows[part] = _read_rows(files, name, heads[name], part, finder)
    used = {path for listed in rows.values() for path, _ in listed}
    for name in files.names:
        if name in heads or name in used:
            continue
        reason = f"not listed in {chosen['train']}" if is_image(name) else "neither image nor CSV"
        files.left_out.add(name, reason)
    read_image_files(files, builder, rows)


def _file_column(head: Head) -> int | None:
    return next((head.columns.index(c) for c in _FILE_COLUMNS if c in head.columns), None)


def _lists_labels(head: Head) -> bool:
    return head.has_header and _file_column(head) is not None and head.label is not None


def _choose(heads: Mapping[str, Head], files: ReadableFiles) -> dict[Subset, str]:
    """Find the list of training images, and the list of test images if it has labels."""
    chosen: dict[Subset, str] = {}
    labeled = []
    for name, head in heads.items():
        if _lists_labels(head):
            labeled.append(name)
        else:
            files.left_out.add(name, _NO_LABELS)
    train = [name for name in labeled if subset_of(name) == "train"]
    rest = [name for name in labeled if name not in train]
    if not train and len(labeled) == 1:
        train, rest = labeled, []
    if len(train) != 1:
        raise InputError(
            [
                f"{len(labeled)} CSV files list images with labels ({', '.join(labeled[:5])});"
                " name the one to train on train.csv."
            ]
        )
    chosen["train"] = train[0]
    for name in rest:
        if subset_of(name) == "test" and "test" not in chosen:
            chosen["test"] = name
        else:
            files.left_out.add(name, "another list, not named train or test")
    return chosen


def _read_rows(
    files: ReadableFiles, name: str, head: Head, part: Subset, finder: "_Finder"
) -> list[tuple[str, str]]:
    """Read the path and label of each image that a CSV file lists."""
    file_at, label_at = _file_column(head), head.label
    assert file_at is not None
    assert label_at is not None
    rows = []
    seen: set[str] = set()
    with files.open(name) as raw:
        try:
            text = io.TextIOWrapper(raw, "utf-8-sig", newline="")
            for number, row in enumerate(csv.reader(text, delimiter=head.delimiter), 1):
                if number == 1 or not row:
                    continue
                where = f"{name}, row {number:,}"
                if len(row) <= max(file_at, label_at):
                    raise InputError(
                        [f"{where}: the row has {len(row)} of {len(head.columns)} columns."]
                    )
                path = finder.find(row[file_at].strip(), part, where)
                if path in seen:
                    raise InputError([f"{where}: {shorten(row[file_at])} is already listed."])
                seen.add(path)
                rows.append((path, read_label(row[label_at], where)))
        except (UnicodeDecodeError, csv.Error) as error:
            raise InputError(
                [f"{name}: this is not a valid CSV file ({error}); save it as UTF-8."]
            ) from None
    return rows


class _Finder:
    """Finds the image that a row refers to, in any folder."""

    def __init__(self, images: list[str]) -> None:
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for image in images:
            path = PurePosixPath(image.lower())
            self._by_name[path.name].append(image)
            # Lists often omit the file extension.
            self._by_name[path.stem].append(image)

    def find(self, listed: str, part: Subset, where: str) -> str:
        """Return the path of an image.

        Args:
            listed: Name or path in the CSV file.
            part: Part of the data set that the list is for.
            where: Place of the row, for messages.

        Raises:
            InputError: The image is missing, or several images match.
        """
        wanted = PurePosixPath(listed.replace("\\", "/"))
        candidates = self._by_name.get(wanted.name.lower(), [])
        folders = [part.lower() for part in wanted.parts[:-1] if part not in (".", "/")]
        if folders:
            candidates = [c for c in candidates if _parts(c)[-len(folders) - 1 : -1] == folders]
        for narrower in (
            [c for c in candidates if PurePosixPath(c).name == wanted.name],
            [c for c in candidates if part in _parts(c)[:-1]],
        ):
            if len(candidates) > 1 and narrower:
                candidates = narrower
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise InputError(
                [f"{where}: several images match {shorten(listed)}; add the folder to the name."]
            )
        raise InputError(
            [f"{where}: the image {shorten(listed)} is missing; add the image or remove the row."]
        )


def _parts(name: str) -> list[str]:
    return name.lower().split("/")
