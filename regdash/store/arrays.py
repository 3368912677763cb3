"""Packs arrays into one sequence of bytes, and reads them without trusting it."""

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np

from regdash.store.moving import ArrayKind, MovedArray

_DTYPES: Mapping[ArrayKind, str] = {"float64": "<f8", "float16": "<f2"}


def pack_arrays(arrays: Mapping[str, np.ndarray]) -> tuple[tuple[MovedArray, ...], bytes]:
    """Pack arrays one after another: floats little-endian, truth values as bits.

    Args:
        arrays: float64, float16 or bool, with one or two axes, by name.

    Returns:
        Name, kind and shape of each array, and the bytes.
    """
    described, parts = [], []
    for name, array in arrays.items():
        kind: ArrayKind = "bool" if array.dtype == bool else _float_kind(array)
        described.append(MovedArray(name=name, kind=kind, shape=array.shape))
        if kind == "bool":
            parts.append(np.packbits(array.ravel()).tobytes())
        else:
            parts.append(np.ascontiguousarray(array, _DTYPES[kind]).tobytes())
    return tuple(described), b"".join(parts)


def _float_kind(array: np.ndarray) -> ArrayKind:
    return "float16" if array.dtype == np.float16 else "float64"


def packed_size(described: Sequence[MovedArray]) -> int:
    """Return the number of bytes that arrays take; an exact integer, however large."""
    return sum(map(_size, described))


def unpack_arrays(described: Sequence[MovedArray], data: bytes) -> dict[str, np.ndarray]:
    """Read what `pack_arrays` wrote.

    Args:
        described: Name, kind and shape of each array.
        data: As many bytes as `packed_size` returns for them.

    Raises:
        ValueError: There are more or fewer bytes, or a name appears twice.
    """
    if len(data) != packed_size(described):
        raise ValueError(f"{len(data):,} bytes instead of {packed_size(described):,}")
    found: dict[str, np.ndarray] = {}
    begin = 0
    for each in described:
        if each.name in found:
            raise ValueError(f"the array {each.name} twice")
        part = data[begin : begin + _size(each)]
        begin += _size(each)
        if each.kind == "bool":
            bits = np.unpackbits(np.frombuffer(part, np.uint8), count=prod(each.shape))
            found[each.name] = bits.astype(bool).reshape(each.shape)
        else:
            values = np.frombuffer(part, _DTYPES[each.kind]).reshape(each.shape)
            found[each.name] = values.astype(each.kind)
    return found


def _size(array: MovedArray) -> int:
    count = prod(array.shape)
    return (
        -(-count // 8) if array.kind == "bool" else count * np.dtype(_DTYPES[array.kind]).itemsize
    )
