"""Callbacks that keep the weights of the best epoch."""

import math
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from regdash.techniques.callbacks import CallbackState, TrainingCallback


class BestKeeper(TrainingCallback):
    """Keeps the weights of the first epoch with the highest validation accuracy."""

    def __init__(self) -> None:
        super().__init__()
        self.epoch = 0
        """The best epoch so far, from 1; 0 before the first."""
        self._accuracy = -math.inf
        self._values: list[np.ndarray] = []

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        accuracy = (logs or {})["val_accuracy"]
        if accuracy > self._accuracy:
            self.epoch, self._accuracy = epoch + 1, accuracy
            self._values = self.model.get_weights()

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Use the best epoch's weights until the end of the block."""
        current = self.model.get_weights()
        self.model.set_weights(self._values)
        try:
            yield
        finally:
            self.model.set_weights(current)

    def state(self) -> CallbackState:
        return {"epoch": self.epoch, "accuracy": self._accuracy, "weights": self._values}

    def restore(self, state: CallbackState) -> None:
        self.epoch, self._accuracy = state["epoch"], state["accuracy"]
        self._values = state["weights"]


class BestRestorer(BestKeeper):
    """Restores the weights of that epoch at the end of the training."""

    @property
    def kept_epoch(self) -> int | None:
        return self.epoch or None

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:
        self.model.set_weights(self._values)
