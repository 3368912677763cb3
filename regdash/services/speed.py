"""How fast this machine multiplies matrices, to say beforehand how long a run will take.

Imports next to nothing: it is measured while the server starts, before everything else is.
"""

import threading
import time
from typing import NamedTuple

import numpy as np

_SIDE = 1024
"""Of the matrices whose product is timed."""

_AT_FIRST = 8
_MOST_PRODUCTS = 24

_REST = 2.0
"""Seconds between two measurements."""


class _Product(NamedTuple):
    seconds: float
    at: float


_LOCK = threading.Lock()
_known: list[_Product] = []


def measured_speed(*, idle: bool) -> float:
    """Float32 matrix products of this machine, floating-point operations per second.

    Args:
        idle: Whether nothing is being trained: only then is it measured once more, now and then.
            While the server starts, others have the processor: the fastest of many tells the
            machine.
    """
    with _LOCK:
        if not _known:
            _known.extend(_measure() for _ in range(_AT_FIRST))
        elif idle and len(_known) < _MOST_PRODUCTS and time.monotonic() > _known[-1].at + _REST:
            _known.extend(_measure() for _ in range(2))
        return 2.0 * _SIDE**3 / min(product.seconds for product in _known)


def _measure() -> _Product:
    a = np.ones((_SIDE, _SIDE), np.float32)
    began = time.perf_counter()
    a @ a
    return _Product(time.perf_counter() - began, time.monotonic())
