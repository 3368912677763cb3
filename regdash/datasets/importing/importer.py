"""Imports files of any known layout as a data set."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import Protocol

from regdash.datasets import collection
from regdash.datasets.importing import class_folders, idx, listed_images, npz, pixel_csv
from regdash.datasets.importing.builder import Builder
from regdash.datasets.importing.files import ReadableFiles, Source, open_files
from regdash.datasets.importing.limits import Limits
from regdash.datasets.importing.progress import Progress
from regdash.datasets.importing.result import ImportResult, LeftOut
from regdash.datasets.info import DatasetInfo
from regdash.settings.messages import InputError

NAME_LIMIT = 60

_LOCK = threading.Lock()


class Layout(Protocol):
    """A module that reads one layout of images and labels."""

    TITLE: str

    def recognize(self, files: ReadableFiles) -> bool:
        """Whether the files have this layout."""

    def read(self, files: ReadableFiles, builder: Builder) -> None:
        """Read all images and labels into the builder."""


LAYOUTS: tuple[Layout, ...] = (npz, idx, listed_images, pixel_csv, class_folders)
"""Tried in this order. To add one, write a module and add it here."""


def import_images(
    sources: Sequence[Source],
    *,
    name: str = "",
    resize: int | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> ImportResult:
    """Recognize the layout, read the images, and store them. A failed import leaves nothing behind.

    Args:
        sources: A zip, a folder, or one or more files.
        name: Name of the data set; by default that of the file.
        resize: Height and width in pixels to which every image is resized; None keeps the size.
        progress: Reports progress and cancels the import.
        limits: Limits of the import; by default from the environment.

    Raises:
        InputError: The files cannot be used; the message says why.
        Cancelled: The import was cancelled.
    """
    progress, limits = progress or Progress(), limits or Limits.from_environment()
    left_out = LeftOut()
    builder = Builder(limits, progress, resize)
    with one_at_a_time(progress):
        files = open_files(sources, limits, left_out)
        layout = _recognize(files)
        layout.read(files, builder)
        file_name = _clean(sources[0].name)
        info, new, notes = store(builder, name or _stem(file_name), f"{file_name}: {layout.TITLE}")
    return ImportResult(info, new, layout.TITLE, left_out, notes)


def store(builder: Builder, name: str, origin: str) -> tuple[DatasetInfo, bool, tuple[str, ...]]:
    """Build and store a data set.

    Returns:
        What is known about the set, whether it is new, and notes for the user.

    Raises:
        InputError: The images cannot be used, or cannot be stored.
        Cancelled: The import was cancelled.
    """
    builder.progress.begin("Storing", 0)
    images, class_names, notes = builder.build()
    builder.progress.check()
    info, new = collection.add(images, _clean(name) or "Images", class_names, origin)
    return info, new, tuple(notes)


@contextmanager
def one_at_a_time(progress: Progress) -> Iterator[None]:
    """Wait for other imports of this process, because each may use all memory that is allowed.

    Raises:
        InputError: The machine ran out of memory.
        Cancelled: The import was cancelled while waiting.
    """
    progress.begin("Waiting for another import", 0)
    while not _LOCK.acquire(timeout=0.1):
        progress.check()
    try:
        progress.begin("Opening", 0)
        yield
    except MemoryError:
        raise InputError(
            ["There is not enough memory; resize the images or import fewer."]
        ) from None
    finally:
        _LOCK.release()


def _recognize(files: ReadableFiles) -> Layout:
    for layout in LAYOUTS:
        if layout.recognize(files):
            return layout
    shown = ", ".join(files.names[:5]) or "no file"
    raise InputError(
        [
            f"Unknown layout: {shown}{' …' if len(files.names) > 5 else ''}. Known layouts: "
            + "; ".join(layout.TITLE for layout in LAYOUTS)
            + "."
        ]
    )


def _clean(name: str) -> str:
    # Bytes of a file name that are not UTF-8 cannot be stored.
    name = name.encode("utf-8", "replace").decode("utf-8")
    printable = "".join(c for c in name if c.isprintable())
    return re.sub(r"\s+", " ", printable).strip()[:NAME_LIMIT]


def _stem(file_name: str) -> str:
    """Return `my cats` for `my_cats.csv.gz`."""
    stem = PurePath(file_name).name
    while PurePath(stem).suffix.lower() in (".gz", ".csv", ".zip", ".npz"):
        stem = PurePath(stem).stem
    return stem.replace("_", " ")
