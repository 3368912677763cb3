"""The data sets of this store: one folder per set under `REGDASH_HOME/datasets`, named by content.

A folder holds `about.json` and four `.npy` files and never changes: different content gets a
different folder. Removing a set keeps its `about.json`, so that its runs can still be read.
"""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import count
from pathlib import Path

import numpy as np

from regdash.datasets.digits import DIGITS, load_digits
from regdash.datasets.image_set import PARTS, ImageSet
from regdash.datasets.info import DatasetInfo
from regdash.settings.home import home_folder
from regdash.settings.messages import InputError, shorten

_ID = re.compile(r"[0-9a-f]{16}")
_ABOUT = "about.json"
_PARTIAL = ".partial_"
_ABANDONED_AFTER = 24 * 3600.0
"""Seconds after which an unfinished import must belong to a process that no longer exists."""


def list_datasets() -> list[DatasetInfo]:
    """List all sets that can be trained on: the digits, then the imported ones by name."""
    found = [find(folder.name) for folder in _root().glob("*") if _ID.fullmatch(folder.name)]
    present = [info for info in found if info is not None and info.here]
    return [DIGITS, *sorted(present, key=lambda info: (info.name.lower(), info.id))]


def find(dataset: str) -> DatasetInfo | None:
    """Return what is known about a set, even a removed one; None if this store never had it."""
    if dataset == DIGITS.id:
        return DIGITS
    if not _ID.fullmatch(dataset):
        return None
    folder = _root() / dataset
    try:
        written = (folder / _ABOUT).stat().st_mtime_ns
        here = all(_file(dataset, part).exists() for part in PARTS)
        return _read_about(folder / _ABOUT, written, here=here)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # missing, or truncated by a power failure


def info_of(dataset: str) -> DatasetInfo:
    """Return what is known about a set, even a removed one.

    Raises:
        InputError: This store never had the set.
    """
    return find(dataset) or require(dataset)


def name_of(dataset: str) -> str:
    """Return the name of a set, or its id if the name is unknown."""
    info = find(dataset)
    return dataset if info is None else info.name


def resolve(text: str) -> str:
    """Return the id of the set with this id or name.

    Raises:
        InputError: No set has this name, or several have it.
    """
    if text == DIGITS.id or _ID.fullmatch(text):
        return text
    sets = list_datasets()
    named = [info for info in sets if info.name.lower() == text.strip().lower()]
    if len(named) == 1:
        return named[0].id
    known = ", ".join(f"{info.id} ({info.name})" for info in sets[1:21])
    if named:
        raise InputError(
            [
                f"Data set (dataset): {len(named)} sets are named {shorten(text)}; use an id: {known}."
            ]
        )
    others = f", or the id or name of an imported set: {known}" if known else ""
    raise InputError([f"Data set (dataset): received {shorten(text)}; allowed: digits{others}."])


def load(dataset: str) -> ImageSet:
    """Load the images and labels of a set; those of imported sets are memory-mapped.

    Raises:
        InputError: The set is not in this store, or its files are damaged.
    """
    if dataset == DIGITS.id:
        return load_digits()
    require(dataset)
    try:
        parts = {
            part: np.load(_file(dataset, part), mmap_mode="r", allow_pickle=False) for part in PARTS
        }
    except (OSError, ValueError, EOFError) as error:
        raise InputError(
            [
                f"The files of the data set {name_of(dataset)} ({dataset}) cannot be read ({error});"
                " remove the data set and import it again."
            ]
        ) from None
    return ImageSet(**parts)


def require(dataset: str) -> DatasetInfo:
    """Return what is known about a set, whose images must be stored.

    Raises:
        InputError: The images are not in this store.
    """
    info = find(dataset)
    if info is None or not info.here:
        name = "" if info is None else f" '{info.name}'"
        raise InputError(
            [
                f"The data set{name} ({shorten(dataset)}) is not in this store; import it on the Data"
                " page or with 'regdash data add', or choose another one."
            ]
        )
    return info


def add(
    images: ImageSet, name: str, class_names: tuple[str, ...], origin: str
) -> tuple[DatasetInfo, bool]:
    """Store a set, unless an undamaged copy is already stored.

    Returns:
        What is known about the set, and whether it is new. A set that was already stored keeps
        its name; a name that is taken gets a number.

    Raises:
        InputError: The disk is full or not writable.
    """
    id = images.content_id(class_names)
    if _is_readable(id):
        return require(id), False
    height, width, channels = images.images.shape[1:]
    info = DatasetInfo(
        id=id,
        name=_free_name(name),
        class_names=class_names,
        image_shape=(height, width, channels),
        labelled=len(images.labels),
        test=len(images.test_labels),
        origin=origin,
    )
    try:
        with _partial_folder() as partial:
            for part, array in images.parts.items():
                np.save(partial / f"{part}.npy", array, allow_pickle=False)
            (partial / _ABOUT).write_text(info.to_json(), "utf-8")
            _move_into_place(partial, id)
    except OSError as error:
        raise InputError(
            [f"The images cannot be stored under {home_folder()} ({error.strerror or error})."]
        ) from None
    return info, True


def remember(info: DatasetInfo) -> None:
    """Store what is known about a set whose images are elsewhere, so that its runs can be read.

    A set that is known here stays as it is.
    """
    if find(info.id) is not None:
        return
    with _partial_folder() as partial:
        (partial / _ABOUT).write_text(info.to_json(), "utf-8")
        _move_into_place(partial, info.id)


def remove(dataset: str) -> DatasetInfo:
    """Delete the images of a set; its runs stay, with all their figures.

    Raises:
        InputError: The set is built in, or not in this store.
    """
    id = resolve(dataset)
    if id == DIGITS.id:
        raise InputError(["The data set digits is built in and cannot be removed."])
    info = require(id)
    for part in PARTS:
        _file(id, part).unlink(missing_ok=True)
    return info


def _free_name(name: str) -> str:
    taken = {info.name.lower() for info in list_datasets()}
    names = (name if number == 1 else f"{name} {number}" for number in count(1))
    return next(free for free in names if free.lower() not in taken)


def _root() -> Path:
    return home_folder() / "datasets"


def _file(dataset: str, part: str) -> Path:
    return _root() / dataset / f"{part}.npy"


def _is_readable(dataset: str) -> bool:
    """Whether a set is stored and can be read."""
    try:
        load(dataset)
    except InputError:
        return False
    return True


@lru_cache(maxsize=256)
def _read_about(path: Path, written: int, *, here: bool) -> DatasetInfo:
    """Read `about.json`; cached per modification time, because specs need it often."""
    return DatasetInfo.from_json(path.read_text("utf-8"), here=here)


@contextmanager
def _partial_folder() -> Iterator[Path]:
    """Create a folder next to the finished ones; it is deleted unless it is moved into place."""
    root = _root()
    root.mkdir(exist_ok=True)
    for left in root.glob(f"{_PARTIAL}*"):
        with suppress(OSError):  # another process may be first
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(left)
    partial = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=root))
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _move_into_place(partial: Path, dataset: str) -> None:
    """Move a finished folder into place, unless another process has just stored the same set."""
    folder = _root() / dataset
    if folder.exists() and not _is_readable(dataset):
        shutil.rmtree(folder, ignore_errors=True)  # remains of a removed or damaged set
    try:
        os.replace(partial, folder)
    except OSError:
        if not _is_readable(dataset):
            raise
