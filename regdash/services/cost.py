"""Number of floating-point operations of a run, to estimate its duration."""

from regdash.datasets.collection import info_of
from regdash.datasets.sizes import validation_size
from regdash.spec import MEASURED_TRAINING_IMAGES, RunSpec

LOAD_SECONDS = 3.0
"""Time to load TensorFlow, before the first run of a process; measured on two cores."""

COMPILE_SECONDS = 1.0
"""Time to compile the first run of a shape, until it was measured in this process."""

OVERHEAD_SECONDS = 0.2
"""Time to build, test and save any run, besides the operations of the test; measured on two cores."""

EPOCH_SECONDS = 0.01
"""Time of any epoch besides its operations: to report it, store it and draw it; measured."""

TECHNIQUES_FACTOR = 1.1
"""How many times as long an epoch takes with techniques; 1.0 to 1.5 in measurements."""

EFFICIENCY = 0.6
"""Share of the machine's matrix product rate that training reaches; measured."""


def count_weights(spec: RunSpec) -> int:
    """Count the kernels and biases of the network."""
    info = info_of(spec.data.dataset)
    return spec.network.count_weights(info.image_shape, info.classes)


def count_flops(spec: RunSpec) -> float:
    """Count the multiplications and additions of all epochs and the test."""
    return count_epoch_flops(spec) * spec.epochs + _count_test_flops(spec)


def count_epoch_flops(spec: RunSpec) -> float:
    """Count the multiplications and additions of one epoch.

    Each training sample costs three forward passes (one forward, and twice that backward), each
    measured sample one.
    """
    measured = validation_size(spec.data) + min(MEASURED_TRAINING_IMAGES, spec.data.train_size)
    return float(_count_sample_flops(spec) * (3 * spec.data.train_size + measured))


def model_pace(spec: RunSpec, flops_per_second: float) -> float:
    """Estimate the seconds of an epoch at a matrix product rate (float32, FLOP/s)."""
    factor = TECHNIQUES_FACTOR if spec.techniques else 1.0
    return EPOCH_SECONDS + factor * count_epoch_flops(spec) / (EFFICIENCY * flops_per_second)


def closing_seconds(spec: RunSpec, flops_per_second: float) -> float:
    """Estimate the seconds to build, test and save a run at a matrix product rate."""
    return OVERHEAD_SECONDS + _count_test_flops(spec) / (EFFICIENCY * flops_per_second)


def _count_test_flops(spec: RunSpec) -> float:
    return float(_count_sample_flops(spec) * info_of(spec.data.dataset).test)


def _count_sample_flops(spec: RunSpec) -> int:
    info = info_of(spec.data.dataset)
    return spec.network.count_flops(info.image_shape, info.classes)
