"""Pads hidden layers to whole vectors of the processor, with units that stay zero.

If the rows of a matrix are not multiples of 16 float32 values (64 bytes, one AVX-512 register and
one cache line), reads cross cache lines: products of 500 units took up to a third longer than those
of 512. The added units have zero weights on both sides. As the activation of 0 is 0, they output 0,
no gradient reaches their weights, and penalties, constraints and optimizers keep a 0 at 0. The
network therefore computes the same results, up to rounding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import keras

LANES = 16
"""Float32 values per vector."""

MIN_UNITS = 128
"""Below this, padding costs as much as it saves."""

_ZERO_AT_ZERO = {"relu", "tanh", "gelu"}


def padded_units(units: int, activation: str) -> int:
    """Return the number of units to compute with for a hidden layer of `units`."""
    if activation not in _ZERO_AT_ZERO or units < MIN_UNITS:
        return units
    return -(-units // LANES) * LANES


def copy_to_padded(wide: keras.Model, network: keras.Model) -> None:
    """Copy a network's variables, with its random states, to its padded version."""
    for target, source in zip(wide.variables, network.variables, strict=True):
        value = source.numpy()
        padding = [(0, w - n) for w, n in zip(target.shape, value.shape, strict=True)]
        target.assign(np.pad(value, padding) if any(map(any, padding)) else value)


def copy_from_padded(wide: keras.Model, network: keras.Model) -> None:
    """Copy a padded network's variables back to the plain network."""
    for source, target in zip(wide.variables, network.variables, strict=True):
        target.assign(source.numpy()[tuple(slice(size) for size in target.shape)])
