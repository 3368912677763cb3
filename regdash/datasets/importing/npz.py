"""Layout: NumPy's npz with `x_train`, `y_train`, `x_test`, `y_test`, or `images`, `labels`.

Arrays are read from their bytes by the header of the npy format (NumPy Enhancement Proposal 1),
block by block; pickled objects are never opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from typing import IO, Any
from zipfile import ZipFile

import numpy as np

from regdash.datasets.importing.builder import Builder
from regdash.datasets.importing.files import ReadableFiles, told
from regdash.datasets.importing.labels import LONGEST, read_labels
from regdash.datasets.importing.pixels import check_pixels, image_shape
from regdash.datasets.importing.subsets import Subset
from regdash.datasets.importing.zip_checks import check_members
from regdash.settings.messages import InputError, shorten

TITLE = "a NumPy npz file"

_PAIRS: tuple[tuple[Subset, str, str], ...] = (
    ("train", "x_train", "y_train"),
    ("train", "x_val", "y_val"),
    ("train", "train_images", "train_labels"),
    ("train", "val_images", "val_labels"),
    ("test", "x_test", "y_test"),
    ("train", "images", "labels"),
    ("test", "test_images", "test_labels"),
)
_NUMBERS_AT_ONCE = 2_000_000
_LONGEST_LABEL = 4 * LONGEST
"""Bytes: NumPy's text has four a character."""


def recognize(files: ReadableFiles) -> bool:
    """Whether there is one file, and it is a zip: `open_files` looks into all others."""
    if not files.loose or len(files.names) != 1:
        return False
    with files.open_seekable(files.names[0]) as file:
        return file.read(2) == b"PK"


def read(files: ReadableFiles, builder: Builder) -> None:
    """Read the pairs of arrays that have the usual names."""
    (file_name,) = files.names
    with told(file_name), files.open_seekable(file_name) as file, ZipFile(file) as archive:
        check_members(archive.infolist(), file_name, files.limits)
        arrays = {n.removesuffix(".npy").lower(): n for n in archive.namelist()}
        pairs = [pair for pair in _PAIRS if pair[1] in arrays]
        if not any(part == "train" for part, _, _ in pairs):
            raise InputError(
                [
                    f"{file_name} has {', '.join(sorted(arrays)[:10])}; expected are x_train, y_train,"
                    " x_test, y_test, or images, labels."
                ]
            )
        for part, images, labels in pairs:
            if labels in arrays:
                _read_pair(archive, builder, part, arrays[images], arrays[labels])
            elif part == "test":
                files.left_out.add(images, "no labels: not used")
            else:
                raise InputError([f"{file_name}: {images} is there, but {labels} is missing."])
        used = {name for pair in pairs for name in pair[1:]}
        for name in sorted(arrays.keys() - used):
            files.left_out.add(name, "not one of the usual names")


@dataclass
class _Array:
    """An array that is read block by block."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    fortran: bool
    file: IO[bytes]

    def take(self, count: int) -> np.ndarray:
        """The next `count` entries of the first axis."""
        size = count * prod(self.shape[1:]) * self.dtype.itemsize
        data = self.file.read(size)
        if len(data) < size:
            raise InputError([f"{self.name}: its header claims more than the file has."])
        return np.frombuffer(data, self.dtype).reshape(count, *self.shape[1:])

    def take_all(self) -> np.ndarray:
        """Everything, also where it is stored column by column."""
        if not self.fortran:
            return self.take(self.shape[0])
        backwards = _Array(self.name, self.shape[::-1], self.dtype, False, self.file)
        return backwards.take(backwards.shape[0]).T


@contextmanager
def _open(archive: ZipFile, name: str) -> Iterator[_Array]:
    with archive.open(name) as file:
        name = name.removesuffix(".npy")
        try:
            version = np.lib.format.read_magic(file)
            read_header = {
                (1, 0): np.lib.format.read_array_header_1_0,
                (2, 0): np.lib.format.read_array_header_2_0,
            }[version]
            shape, fortran, dtype = read_header(file)
        except Exception:  # the header is Python text, and may be anything
            raise InputError([f"{name}: it is no NumPy array; save it with numpy.savez."]) from None
        if dtype.hasobject:
            raise InputError(
                [f"{name}: it holds pickled objects, which are never opened; save plain numbers."]
            )
        if any(not 0 <= length < 2**40 for length in shape) or not dtype.itemsize:
            raise InputError([f"{name}: its header claims an impossible size, {shorten(shape)}."])
        yield _Array(name, shape, dtype, fortran and len(shape) > 1, file)


def _read_pair(archive: ZipFile, builder: Builder, part: Subset, images: str, labels: str) -> None:
    with _open(archive, labels) as array:
        labels = array.name
        if array.dtype.kind not in "iuUSfb" or not (
            len(array.shape) == 1 or (len(array.shape) == 2 and array.shape[1] == 1)
        ):
            raise InputError(
                [
                    f"{labels}: shape {array.shape}, dtype {array.dtype}; labels are one whole number or"
                    " text for each image."
                ]
            )
        if array.dtype.itemsize > _LONGEST_LABEL:
            raise InputError(
                [f"{labels}: dtype {array.dtype}; labels have up to {LONGEST} characters."]
            )
        count = array.shape[0]
        builder.limits.check("images", count, f"{labels} claims too many labels")
        names = read_labels(array.take_all().reshape(-1), labels)
    with _open(archive, images) as array:
        images = array.name
        shape = _image_shape(array)
        builder.expect_array(part, images, (array.shape[0], *shape), labels, count)
        step = max(1, _NUMBERS_AT_ONCE // max(1, prod(shape)))
        if array.fortran and prod(array.shape) > builder.limits.decoded_bytes:
            raise InputError(
                [f"{images}: larger than {builder.limits.say('decoded_mb')}; import fewer."]
            )
        whole = array.take_all() if array.fortran else None
        for start in range(0, count, step):
            length = min(step, count - start)
            block = array.take(length) if whole is None else whole[start : start + length]
            pixels = check_pixels(block, images).reshape(length, *shape)
            builder.add_block(part, pixels, names[start : start + length], images)


def _image_shape(array: _Array) -> tuple[int, ...]:
    """Height and width, or height, width and 3."""
    shape = array.shape[1:]
    if len(shape) == 3 and shape[2] == 1:
        shape = shape[:2]
    if len(shape) == 1:
        shape = image_shape(shape[0]) or shape
    if not (len(shape) == 2 or (len(shape) == 3 and shape[2] == 3)) or not all(shape):
        raise InputError(
            [
                f"{array.name}: shape {array.shape}; allowed are (images, height, width), with 1 or 3"
                " channels behind, or (images, pixels) with a square number of pixels."
            ]
        )
    if array.dtype.kind not in "biuf":
        raise InputError(
            [f"{array.name}: dtype {array.dtype}; allowed are whole numbers 0 to 255."]
        )
    if array.fortran and array.dtype.itemsize > 1:
        raise InputError(
            [
                f"{array.name}: stored column by column; save numpy.ascontiguousarray(...) of it as uint8."
            ]
        )
    return shape
