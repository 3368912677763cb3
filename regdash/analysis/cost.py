"""How much arithmetic a run is, to say beforehand how long it will take."""

from collections.abc import Iterable
from itertools import pairwise

from regdash.spec import MEASURED_TRAINING_IMAGES, RunSpec

COMPILE_SECONDS = 1.0
"""Preparing, compiling and testing one run; measured on two cores."""

EFFICIENCY = 0.6
"""Share of the machine's own matrix product rate that training reaches; measured."""


def count_weights(spec: RunSpec) -> int:
    """Kernels and biases of the fully connected network."""
    about = spec.data.about
    sizes = [about.pixels, *spec.network.hidden_layers, about.classes]
    return sum((a + 1) * b for a, b in pairwise(sizes))


def count_flops(spec: RunSpec) -> float:
    """Multiplications and additions of all epochs: 6 a weight and training image (forward,
    and twice that backward), 2 a weight and measured image."""
    measured = spec.data.validation_size + min(MEASURED_TRAINING_IMAGES, spec.data.train_size)
    epoch = 6.0 * spec.data.train_size + 2.0 * measured
    return count_weights(spec) * (epoch * spec.epochs + 2.0 * spec.data.about.test)


def estimate_seconds(specs: Iterable[RunSpec], flops_per_second: float) -> float:
    """Time to train these runs on a machine of this matrix product rate (float32)."""
    return sum(
        COMPILE_SECONDS + count_flops(spec) / (EFFICIENCY * flops_per_second) for spec in specs
    )
