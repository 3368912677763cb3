"""How a training run ends. Plain data, no Keras."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class NetworkResult:
    """Results of one epoch's network."""

    epoch: int
    test_loss: float
    test_accuracy: float
    validation_right: np.ndarray
    """bool (n,): which validation images are classified correctly; if validation chose the epoch, each
    in an epoch chosen without that image."""
    test_right: np.ndarray
    """bool (n,): which test images are classified correctly."""

    @property
    def val_accuracy(self) -> float:
        """Accuracy on validation images that were not used to choose the epoch, 0 to 1."""
        return float(self.validation_right.mean())


@dataclass(frozen=True)
class Outcome:
    """Results of a completed run."""

    stopped_epoch: int | None
    """Epoch after which early stopping ended the run, or None if all epochs were trained."""
    kept: NetworkResult
    """The network whose weights were kept: the last epoch's, unless a technique restored others."""
    best: NetworkResult
    """The network of the first epoch with the highest validation accuracy."""
    validation_probabilities: np.ndarray
    """float16 (n, classes), at the kept weights."""
    test_probabilities: np.ndarray


class RunStopped(Exception):  # noqa: N818 - an ending, not an error
    """The run was asked to stop."""


class RunDiverged(Exception):  # noqa: N818 - an ending, not an error
    """The loss became infinite or not a number, or far higher than that of guessing."""

    def __init__(self, epoch: int, sentence: str) -> None:
        """Describe it.

        Args:
            epoch: When it was noticed, from 1.
            sentence: What happened.
        """
        super().__init__(sentence)
        self.epoch = epoch
