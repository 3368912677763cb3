"""Detects truncated PNG images: Pillow silently fills missing rows with black."""

import struct
import zlib

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Values per pixel for each color type (PNG specification, section 11.2.2)."""

_ADAM7 = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
"""First column, first row, column step, row step of each pass (section 8.2)."""


def has_all_rows(data: bytes) -> bool:
    """Whether the compressed data of a well-formed PNG is as long as its header declares."""
    width, height, depth, color, _, _, interlaced = struct.unpack(">IIBBBBB", data[16:29])
    bits = depth * _CHANNELS[color]
    expected = (
        sum(
            _bytes_of(-(-(width - x) // across), -(-(height - y) // down), bits)
            for x, y, across, down in _ADAM7
        )
        if interlaced
        else _bytes_of(width, height, bits)
    )
    return len(zlib.decompressobj().decompress(_image_data(data), expected)) == expected


def _bytes_of(width: int, height: int, bits: int) -> int:
    # Each row begins with one byte for its filter type.
    return 0 if width <= 0 or height <= 0 else height * (1 + -(-width * bits // 8))


def _image_data(data: bytes) -> bytes:
    parts, at = [], 8
    while at + 8 <= len(data):
        (length,), kind = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
        if kind == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(parts)
