"""Builds files to import in memory: images, zips, tables, idx and npz files."""

import gzip
import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from PIL import Image

from regdash.datasets.importing import Upload


def upload(name: str, data: bytes) -> Upload:
    """An uploaded file."""
    return Upload(name, io.BytesIO(data))


def image_file(
    pixels: np.ndarray, format: str = "PNG", mode: str | None = None, **how: Any
) -> bytes:
    """An image file of uint8 (height, width) or (height, width, 3 or 4)."""
    image = Image.fromarray(pixels)
    buffer = io.BytesIO()
    (image if mode is None else image.convert(mode)).save(buffer, format, **how)
    return buffer.getvalue()


def zip_of(members: Mapping[str, bytes | str]) -> bytes:
    """A zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def zip_with(info: zipfile.ZipInfo, data: bytes = b"x") -> bytes:
    """A zip with one member that has this `info`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, data)
    return buffer.getvalue()


def idx(values: np.ndarray) -> bytes:
    """An idx file of uint8 values."""
    header = struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape)
    return header + values.astype(np.uint8).tobytes()


def npz(**arrays: np.ndarray) -> bytes:
    """What `numpy.savez` writes."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def pixel_table(pixels: np.ndarray, labels: Any, header: bool = True) -> bytes:
    """A CSV file with one row `label,pixel0,pixel1,...` per image."""
    flat = pixels.reshape(len(pixels), -1)
    lines = [",".join(map(str, [label, *row])) for label, row in zip(labels, flat, strict=True)]
    names = ",".join(["label", *(f"pixel{i}" for i in range(flat.shape[1]))])
    return "\n".join([names] * header + lines).encode()


def gz(data: bytes) -> bytes:
    """Data compressed with gzip."""
    return gzip.compress(data, 1)


def shapes(
    count: int, classes: int = 3, side: int = 12, color: bool = False, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Images that a small network can classify: noise and a bright bar whose position is the class.

    Returns:
        uint8 (count, side, side) or (count, side, side, 3), and labels (count,), 0 to classes - 1.
    """
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % classes
    pixels = rng.integers(0, 60, (count, side, side, 3) if color else (count, side, side))
    for number, label in enumerate(labels):
        top = label * side // classes
        bar = pixels[number, top : top + max(1, side // classes)]
        bar[..., 0 if color else slice(None)] += 150
    return pixels.astype(np.uint8), labels
