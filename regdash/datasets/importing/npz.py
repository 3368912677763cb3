"""Layout: an npz file of NumPy with `x_train`, `y_train`, `x_test`, `y_test`, or `images`, `labels`.

The header of each array is parsed (npy format, NumPy Enhancement Proposal 1) and its data read
block by block; pickled objects are never loaded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from typing import IO, Any
from zipfile import ZipFile

import numpy as np

from regdash.datasets.importing.builder import Builder
from regdash.datasets.importing.files import ReadableFiles, input_errors
from regdash.datasets.importing.labels import MAX_LABEL_LENGTH, read_labels
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
_VALUES_PER_BLOCK = 2_000_000
_MAX_LABEL_BYTES = 4 * MAX_LABEL_LENGTH
"""NumPy stores text with four bytes per character."""


def recognize(files: ReadableFiles) -> bool:
    """Whether there is a single file that is a zip: `open_files` unpacks all other zips."""
    if not files.loose or len(files.names) != 1:
        return False
    with files.open_seekable(files.names[0]) as file:
        return file.read(2) == b"PK"


def read(files: ReadableFiles, builder: Builder) -> None:
    """Read the arrays with the usual names."""
    (file_name,) = files.names
    with input_errors(file_name), files.open_seekable(file_name) as file, ZipFile(file) as archive:
        check_members(archive.infolist(), file_name, files.limits)
        arrays = {n.removesuffix(".npy").lower(): n for n in archive.namelist()}
        pairs = [pair for pair in _PAIRS if pair[1] in arrays]
        if not any(part == "train" for part, _, _ in pairs):
            raise InputError(
                [
                    f"{file_name}: received the arrays {', '.join(sorted(arrays)[:10])}; expected: x_train,"
                    " y_train, x_test, y_test, or images, labels."
                ]
            )
        for part, images, labels in pairs:
            if labels in arrays:
                _read_pair(archive, builder, part, arrays[images], arrays[labels])
            elif part == "test":
                files.left_out.add(images, "no labels")
            else:
                raise InputError([f"{file_name} has {images}, but {labels} is missing."])
        used = {name for pair in pairs for name in pair[1:]}
        for name in sorted(arrays.keys() - used):
            files.left_out.add(name, "not a known array name")


@dataclass
class _Array:
    """An array that is read in blocks."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    fortran: bool
    file: IO[bytes]

    def take(self, count: int) -> np.ndarray:
        """Read the next `count` entries of the first axis."""
        size = count * prod(self.shape[1:]) * self.dtype.itemsize
        data = self.file.read(size)
        if len(data) < size:
            raise InputError([f"{self.name}: the array is shorter than its header declares."])
        return np.frombuffer(data, self.dtype).reshape(count, *self.shape[1:])

    def take_all(self) -> np.ndarray:
        """Read the whole array, in C or Fortran order."""
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
        except Exception:  # the header is Python source text and can raise anything
            raise InputError(
                [f"{name}: this is not a NumPy array; save it with numpy.savez."]
            ) from None
        if dtype.hasobject:
            raise InputError(
                [f"{name}: pickled objects are not loaded, for security; save plain numbers."]
            )
        if any(not 0 <= length < 2**40 for length in shape) or not dtype.itemsize:
            raise InputError([f"{name}: its header declares an invalid shape, {shorten(shape)}."])
        yield _Array(name, shape, dtype, fortran and len(shape) > 1, file)


def _read_pair(archive: ZipFile, builder: Builder, part: Subset, images: str, labels: str) -> None:
    with _open(archive, labels) as array:
        labels = array.name
        if array.dtype.kind not in "iuUSfb" or not (
            len(array.shape) == 1 or (len(array.shape) == 2 and array.shape[1] == 1)
        ):
            raise InputError(
                [
                    f"{labels}: received shape {array.shape}, dtype {array.dtype}; allowed: one whole"
                    " number or text per image."
                ]
            )
        if array.dtype.itemsize > _MAX_LABEL_BYTES:
            raise InputError(
                [
                    f"{labels}: received dtype {array.dtype}; allowed: up to {MAX_LABEL_LENGTH} characters."
                ]
            )
        count = array.shape[0]
        builder.limits.check("images", count, f"{labels} declares too many labels")
        names = read_labels(array.take_all().reshape(-1), labels)
    with _open(archive, images) as array:
        images = array.name
        shape = _image_shape(array)
        builder.expect_array(part, images, (array.shape[0], *shape), labels, count)
        step = max(1, _VALUES_PER_BLOCK // max(1, prod(shape)))
        if array.fortran and prod(array.shape) > builder.limits.decoded_bytes:
            raise InputError(
                [
                    f"{images}: the array is too large; allowed: {builder.limits.describe('decoded_mb')}."
                ]
            )
        whole = array.take_all() if array.fortran else None
        for start in range(0, count, step):
            length = min(step, count - start)
            block = array.take(length) if whole is None else whole[start : start + length]
            pixels = check_pixels(block, images).reshape(length, *shape)
            builder.add_block(part, pixels, names[start : start + length], images)


def _image_shape(array: _Array) -> tuple[int, ...]:
    """Return (height, width) or (height, width, 3)."""
    shape = array.shape[1:]
    if len(shape) == 3 and shape[2] == 1:
        shape = shape[:2]
    if len(shape) == 1:
        shape = image_shape(shape[0]) or shape
    if not (len(shape) == 2 or (len(shape) == 3 and shape[2] == 3)) or not all(shape):
        raise InputError(
            [
                f"{array.name}: received shape {array.shape}; allowed: (images, height, width),"
                " (images, height, width, 1 or 3), or (images, pixels) of square images."
            ]
        )
    if array.dtype.kind not in "biuf":
        raise InputError(
            [f"{array.name}: received dtype {array.dtype}; allowed: whole numbers from 0 to 255."]
        )
    if array.fortran and array.dtype.itemsize > 1:
        raise InputError(
            [
                f"{array.name}: stored in Fortran order; save numpy.ascontiguousarray(...) of it as uint8."
            ]
        )
    return shape
