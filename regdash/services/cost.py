"""Number of floating-point operations of a run, to estimate its duration."""

from collections.abc import Iterable

from regdash.datasets.collection import find, info_of
from regdash.datasets.sizes import validation_size
from regdash.spec import MEASURED_TRAINING_IMAGES, RunSpec

COMPILE_SECONDS = 1.0
"""Time to prepare and compile the first run of a shape; measured on two cores."""

OVERHEAD_SECONDS = 0.3
"""Time to build, test and save any run; measured on two cores."""

EFFICIENCY = 0.6
"""Share of the machine's matrix product rate that training reaches; measured."""


def count_weights(spec: RunSpec) -> int:
    """Count the kernels and biases of the network."""
    info = info_of(spec.data.dataset)
    return spec.network.count_weights(info.image_shape, info.classes)


def count_flops(spec: RunSpec) -> float:
    """Count the multiplications and additions of all epochs and the test."""
    test = float(_count_sample_flops(spec) * info_of(spec.data.dataset).test)
    return count_epoch_flops(spec) * spec.epochs + test


def count_epoch_flops(spec: RunSpec) -> float:
    """Count the multiplications and additions of one epoch.

    Each training sample costs three forward passes (one forward, and twice that backward), each
    measured sample one.
    """
    measured = validation_size(spec.data) + min(MEASURED_TRAINING_IMAGES, spec.data.train_size)
    return float(_count_sample_flops(spec) * (3 * spec.data.train_size + measured))


def _count_sample_flops(spec: RunSpec) -> int:
    info = info_of(spec.data.dataset)
    return spec.network.count_flops(info.image_shape, info.classes)


def estimate_seconds(specs: Iterable[RunSpec], flops_per_second: float) -> float:
    """Estimate the seconds to train these runs at this matrix product rate (float32, FLOP/s)."""
    runs = list(specs)
    # Repeats of a method reuse what was compiled for the first one.
    compiling = COMPILE_SECONDS * len({spec.method for spec in runs})
    return compiling + sum(
        OVERHEAD_SECONDS + count_flops(spec) / (EFFICIENCY * flops_per_second) for spec in runs
    )


def speed_of(spec: RunSpec, seconds: float) -> float:
    """Derive a machine's matrix product rate (FLOP/s) from the total seconds of a run's epochs.

    0 if unknown: for runs shorter than a second, or on a data set that is not in this store.
    """
    if seconds < 1 or find(spec.data.dataset) is None:
        return 0.0
    return count_epoch_flops(spec) * spec.epochs / (EFFICIENCY * seconds)
