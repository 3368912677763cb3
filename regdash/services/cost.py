"""How much arithmetic a run is, to say beforehand how long it will take."""

from collections.abc import Iterable

from regdash.datasets.collection import find, info_of
from regdash.datasets.sizes import validation_size
from regdash.spec import MEASURED_TRAINING_IMAGES, RunSpec

COMPILE_SECONDS = 1.0
"""Preparing and compiling the first run of a shape; measured on two cores."""

OVERHEAD_SECONDS = 0.3
"""Building, testing and saving any run; measured likewise."""

EFFICIENCY = 0.6
"""Share of the machine's own matrix product rate that training reaches; measured."""


def count_weights(spec: RunSpec) -> int:
    """Kernels and biases of the network."""
    info = info_of(spec.data.dataset)
    return spec.network.count_weights(info.image_shape, info.classes)


def count_flops(spec: RunSpec) -> float:
    """Multiplications and additions of all epochs and the test."""
    test = float(_count_sample_flops(spec) * info_of(spec.data.dataset).test)
    return count_epoch_flops(spec) * spec.epochs + test


def count_epoch_flops(spec: RunSpec) -> float:
    """Of one epoch: each training sample costs three forward passes (one forward, and twice that
    backward), each measured sample one."""
    measured = validation_size(spec.data) + min(MEASURED_TRAINING_IMAGES, spec.data.train_size)
    return float(_count_sample_flops(spec) * (3 * spec.data.train_size + measured))


def _count_sample_flops(spec: RunSpec) -> int:
    info = info_of(spec.data.dataset)
    return spec.network.count_flops(info.image_shape, info.classes)


def estimate_seconds(specs: Iterable[RunSpec], flops_per_second: float) -> float:
    """Time to train these runs on a machine of this matrix product rate (float32)."""
    runs = list(specs)
    # Repeats of a method share what was compiled for the first one.
    compiling = COMPILE_SECONDS * len({spec.method for spec in runs})
    return compiling + sum(
        OVERHEAD_SECONDS + count_flops(spec) / (EFFICIENCY * flops_per_second) for spec in runs
    )


def speed_of(spec: RunSpec, seconds: float) -> float:
    """Matrix product rate of a machine whose epochs of a run took so many seconds together.

    0 where it cannot be told: of a run of less than a second, or on a data set that this store
    never had.
    """
    if seconds < 1 or find(spec.data.dataset) is None:
        return 0.0
    return count_epoch_flops(spec) * spec.epochs / (EFFICIENCY * seconds)
