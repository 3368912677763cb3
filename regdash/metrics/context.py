"""What a metric can read when it is measured. Plain data, no Keras."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np


@dataclass(frozen=True)
class Evaluation:
    """Mean cross-entropy in nats and share of correct predictions, 0 to 1."""

    loss: float
    accuracy: float


@dataclass(frozen=True)
class WeightSizes:
    """Size of the weights of all kernels together."""

    norm: float
    """Euclidean norm."""
    hidden_norm: float
    """Euclidean norm of all kernels but that of the output layer, which penalties leave out; NaN if
    there is no other."""
    near_zero: float
    """Share of the weights within `regdash.metrics.weights.NEAR_ZERO` of 0, 0 to 1."""


class EpochContext(Protocol):
    """A network after an epoch; expensive values are computed on first access."""

    @property
    def epoch(self) -> int:
        """1, 2, 3, ..."""
        ...

    @property
    def train(self) -> Evaluation:
        """Of the fixed sample of training images."""
        ...

    @property
    def validation(self) -> Evaluation:
        """Of all validation images."""
        ...

    @property
    def validation_losses(self) -> np.ndarray:
        """float32 (n,): cross-entropy of each validation image in nats."""
        ...

    @property
    def validation_right(self) -> np.ndarray:
        """bool (n,): which validation images are classified correctly."""
        ...

    @property
    def validation_labels(self) -> np.ndarray:
        """int32 (n,): the classes of the validation images."""
        ...

    @property
    def validation_probabilities(self) -> np.ndarray:
        """float32 (n, classes): predictions for the validation images, at no extra cost."""
        ...

    @property
    def penalty(self) -> float:
        """Sum of the weight penalties at the current weights."""
        ...

    @property
    def objective(self) -> float:
        """What the optimizer saw, mean over the epoch."""
        ...

    @property
    def learning_rate(self) -> float:
        """Of the optimizer, at the end of the epoch."""
        ...

    @property
    def seconds(self) -> float:
        """Seconds of training and measuring in this epoch so far."""
        ...

    @property
    def weights(self) -> WeightSizes:
        """Sizes of the weights, measured by one compiled call."""
        ...

    @property
    def network(self) -> Any:
        """The Keras network with its current weights; must not be changed.

        Its layers may be padded with units that are always zero.
        """
        ...


class NetworkResult(Protocol):
    """Results of one epoch's network, measured at the end of its run."""

    @property
    def epoch(self) -> int:
        """1, 2, 3, ..."""
        ...

    @property
    def test_loss(self) -> float:
        """Nats."""
        ...

    @property
    def test_accuracy(self) -> float:
        """0 to 1."""
        ...

    @property
    def validation_right(self) -> np.ndarray:
        """bool (n,): which validation images, each held out from choosing the epoch, are correct."""
        ...

    @property
    def test_right(self) -> np.ndarray:
        """bool (n,): which test images are classified correctly."""
        ...
