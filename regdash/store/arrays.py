"""Packs arrays into one sequence of bytes, and reads them without trusting it."""

from collections.abc import Mapping, Sequence

import numpy as np

from regdash.store.moving import ArrayKind, MovedArray

_FLOAT = np.dtype("<f8")


def pack_arrays(arrays: Mapping[str, np.ndarray]) -> tuple[tuple[MovedArray, ...], bytes]:
    """Pack arrays one after another: floats little-endian, truth values as bits.

    Args:
        arrays: float64 (n,) or bool (n,), by name.

    Returns:
        Name, kind and length of each array, and the bytes.
    """
    described, parts = [], []
    for name, array in arrays.items():
        is_bool = array.dtype == bool
        kind: ArrayKind = "bool" if is_bool else "float64"
        described.append(MovedArray(name=name, kind=kind, length=len(array)))
        packed = np.packbits(array) if is_bool else array.astype(_FLOAT)
        parts.append(packed.tobytes())
    return tuple(described), b"".join(parts)


def packed_size(described: Sequence[MovedArray]) -> int:
    """Return the number of bytes that arrays take; an exact integer, however large."""
    return sum(map(_size, described))


def unpack_arrays(described: Sequence[MovedArray], data: bytes) -> dict[str, np.ndarray]:
    """Read what `pack_arrays` wrote.

    Args:
        described: Name, kind and length of each array.
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
            bits = np.unpackbits(np.frombuffer(part, np.uint8), count=each.length)
            found[each.name] = bits.astype(bool)
        else:
            found[each.name] = np.frombuffer(part, _FLOAT).astype(np.float64)
    return found


def _size(array: MovedArray) -> int:
    return -(-array.length // 8) if array.kind == "bool" else array.length * _FLOAT.itemsize
