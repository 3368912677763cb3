"""Layout: idx files, the format of MNIST and Fashion-MNIST.

The header is 0, 0, a type code and the number of axes, then the length of each axis as a
big-endian 32-bit integer; the values follow (Yann LeCun's description of the MNIST files).
"""

import re
import struct
from math import prod
from pathlib import PurePosixPath
from typing import IO

import numpy as np

from regdash.datasets.importing.builder import Builder
from regdash.datasets.importing.files import ReadableFiles
from regdash.datasets.importing.labels import read_labels
from regdash.datasets.importing.subsets import Subset, subset_of
from regdash.settings.messages import InputError

TITLE = "idx files, as in MNIST"

_UNSIGNED_BYTE = 0x08
_BLOCK_BYTES = 4_000_000
_NAME = re.compile(r"idx\d-?ubyte")
_LABEL_AXES, _IMAGE_AXES = (1,), (3, 4)


def recognize(files: ReadableFiles) -> bool:
    """Whether a file has the header or the name of an idx file."""
    return any(
        _is_named_idx(name) or _axes(files, name) in _IMAGE_AXES for name in _first_names(files)
    )


def read(files: ReadableFiles, builder: Builder) -> None:
    """Read images and labels; files with `t10k` or `test` in their names are the test set."""
    found: dict[tuple[Subset, str], str] = {}
    for name in files.names:
        axes = _axes(files, name)
        kind = "images" if axes in _IMAGE_AXES else "labels" if axes in _LABEL_AXES else None
        if kind is None:
            if _is_named_idx(name):
                raise InputError(
                    [
                        f"{name}: this is not an idx file of unsigned bytes (0, 0, 8, then 1, 3 or 4"
                        " axes); download it again."
                    ]
                )
            files.left_out.add(name, "not an idx file")
            continue
        part = subset_of(name) or "train"
        if (part, kind) in found:
            raise InputError(
                [
                    f"{found[part, kind]} and {name} both contain {part} {kind}; import one pair at a time."
                ]
            )
        found[part, kind] = name
    if all(part == "test" for part, _ in found):
        found = {("train", kind): name for (_, kind), name in found.items()}
    for part in ("train", "test"):
        _read_pair(files, builder, part, found.get((part, "images")), found.get((part, "labels")))


def _is_named_idx(name: str) -> bool:
    return _NAME.search(PurePosixPath(name).name.lower()) is not None


def _first_names(files: ReadableFiles) -> list[str]:
    # Opening each of many thousand images would be slow, and the first ones tell the layout.
    return files.names[:100]


def _axes(files: ReadableFiles, name: str) -> int | None:
    start = files.head(name, 4)
    known = len(start) == 4 and start[:3] == bytes((0, 0, _UNSIGNED_BYTE))
    return start[3] if known else None


def _read_pair(
    files: ReadableFiles, builder: Builder, part: Subset, images: str | None, labels: str | None
) -> None:
    if images is None and labels is None:
        return
    if images is None or labels is None:
        missing = "labels" if labels is None else "images"
        raise InputError(
            [f"{images or labels}: the {missing} are missing; import both files, or a zip of both."]
        )
    with files.open(labels) as file:
        (count,) = _shape(file, labels)
        builder.limits.check("images", count, f"{labels} declares too many labels")
        values = np.frombuffer(_take(file, count, labels), np.uint8)
        _end(file, labels)
    with files.open(images) as file:
        shape = _shape(file, images)
        if len(shape) == 4 and shape[3] not in (1, 3):
            raise InputError([f"{images}: received {shape[3]} channels; allowed: 1 or 3."])
        builder.expect_array(part, images, shape, labels, count)
        step = max(1, _BLOCK_BYTES // prod(shape[1:]))
        for start in range(0, count, step):
            length = min(step, count - start)
            data = _take(file, length * prod(shape[1:]), images)
            block = np.frombuffer(data, np.uint8).reshape(length, *shape[1:])
            if block.ndim == 4 and block.shape[3] == 1:
                block = block[..., 0]
            some = read_labels(values[start : start + length], labels)
            builder.add_block(part, block, some, images)
        _end(file, images)


def _shape(file: IO[bytes], name: str) -> tuple[int, ...]:
    axes = _take(file, 4, name)[3]
    return struct.unpack(f">{axes}I", _take(file, 4 * axes, name))


def _take(file: IO[bytes], length: int, name: str) -> bytes:
    # In chunks, so that a header that declares too much does not allocate it.
    parts = []
    while length > 0:
        part = file.read(min(length, 1 << 24))
        if not part:
            raise InputError(
                [
                    f"{name}: the file is shorter than its header declares ({length:,} bytes are missing)."
                ]
            )
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _end(file: IO[bytes], name: str) -> None:
    if file.read(1):
        raise InputError([f"{name}: the file is longer than its header declares."])
