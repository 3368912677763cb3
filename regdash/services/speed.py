"""Matrix product rate of this machine, to estimate the duration of runs.

Imports almost nothing: it is measured early while the server starts.
"""

import threading
import time
from typing import NamedTuple

import numpy as np

_SIDE = 1024
"""Side of the matrices whose product is timed."""

_INITIAL_PRODUCTS = 12
_MAX_PRODUCTS = 60
"""Other processes can halve the rate for some tenths of a second, so that few would mislead."""

_MIN_INTERVAL = 0.5
"""Seconds between two measurements."""


class _Product(NamedTuple):
    seconds: float
    at: float


_LOCK = threading.Lock()
_products: list[_Product] = []


def measured_speed(*, idle: bool) -> float:
    """Return the float32 matrix product rate of this machine, floating-point operations per second.

    Args:
        idle: Whether nothing is being trained; only then is the measurement occasionally repeated.
            While the server starts, other work slows some measurements down, so the fastest
            counts.
    """
    with _LOCK:
        if not _products:
            _products.extend(_measure() for _ in range(_INITIAL_PRODUCTS))
        elif (
            idle
            and len(_products) < _MAX_PRODUCTS
            and time.monotonic() > _products[-1].at + _MIN_INTERVAL
        ):
            _products.extend(_measure() for _ in range(2))
        return 2.0 * _SIDE**3 / min(product.seconds for product in _products)


def _measure() -> _Product:
    a = np.ones((_SIDE, _SIDE), np.float32)
    began = time.perf_counter()
    a @ a
    return _Product(time.perf_counter() - began, time.monotonic())
