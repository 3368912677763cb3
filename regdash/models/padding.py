"""Fills hidden layers up to whole vectors of the processor, with units that stay zero.

A matrix whose rows are no multiple of 16 float32 (64 bytes, one AVX-512 register and one cache
line) is read across line borders: products of 500 units took up to a third longer than those of
512. The units added have zero weights on both sides. As the activation of 0 is 0, they put out
0, no gradient reaches their weights, and penalties, constraints and optimizers leave a 0 as it
is; so the network computes what it did, up to rounding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import keras

LANES = 16
"""Float32 numbers in one vector."""

LEAST_UNITS = 128
"""Below, filling up costs as much as it saves."""

_ZERO_AT_ZERO = {"relu", "tanh", "gelu"}


def padded_units(units: int, activation: str) -> int:
    """Units to compute with for a hidden layer of `units`."""
    if activation not in _ZERO_AT_ZERO or units < LEAST_UNITS:
        return units
    return -(-units // LANES) * LANES


def fill(wide: keras.Model, network: keras.Model) -> None:
    """Put a network's variables, random states included, into its padded twin."""
    for target, source in zip(wide.variables, network.variables, strict=True):
        value = source.numpy()
        room = [(0, w - n) for w, n in zip(target.shape, value.shape, strict=True)]
        target.assign(np.pad(value, room) if any(map(any, room)) else value)


def cut(wide: keras.Model, network: keras.Model) -> None:
    """Put a padded network's variables back into the network it stands for."""
    for source, target in zip(wide.variables, network.variables, strict=True):
        target.assign(source.numpy()[tuple(slice(size) for size in target.shape)])
