"""How a training run ends. Plain data, no Keras."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class NetworkResult:
    """What the network of one epoch got right."""

    epoch: int
    test_loss: float
    test_accuracy: float
    validation_right: np.ndarray
    """bool (n,): which validation images were named rightly; where validation chose the epoch, each
    by the network of an epoch that was chosen without that image."""
    test_right: np.ndarray
    """bool (n,): which test images it named rightly."""

    @property
    def val_accuracy(self) -> float:
        """Accuracy on validation images that had no say in the choice of the epoch."""
        return float(self.validation_right.mean())


@dataclass(frozen=True)
class Outcome:
    """How a run that was not cut short ended."""

    stopped_epoch: int | None
    """Epoch after which early stopping ended the run, or None if all epochs were trained."""
    kept: NetworkResult
    """The network whose weights were kept: the last epoch's, unless a technique restored others."""
    best: NetworkResult
    """The network of the first epoch of the highest validation accuracy."""
    validation_probabilities: np.ndarray
    """float16 (n, classes), at the kept weights."""
    test_probabilities: np.ndarray


class RunStopped(Exception):  # noqa: N818 - an ending, not an error
    """Somebody asked the run to stop."""


class RunDiverged(Exception):  # noqa: N818 - an ending, not an error
    """The loss became infinite or not a number."""

    def __init__(self, epoch: int, what: str) -> None:
        super().__init__(f"The {what} became infinite or not a number in epoch {epoch}.")
        self.epoch = epoch
