"""Remembers the weights of the best epoch."""

import math
from collections.abc import Iterator
from contextlib import contextmanager

import keras
import numpy as np


class BestKeeper(keras.callbacks.Callback):
    """Remembers the weights of the first epoch of the highest validation accuracy."""

    def __init__(self) -> None:
        super().__init__()
        self.epoch = 0
        self._accuracy = -math.inf
        self._values: list[np.ndarray] = []

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        accuracy = (logs or {})["val_accuracy"]
        if accuracy > self._accuracy:
            self.epoch, self._accuracy = epoch + 1, accuracy
            self._values = self.model.get_weights()

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Use the weights of the best epoch until the end of the block."""
        now = self.model.get_weights()
        self.model.set_weights(self._values)
        try:
            yield
        finally:
            self.model.set_weights(now)


class BestRestorer(BestKeeper):
    """Restores the weights of the best epoch at the end of training."""

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:
        self.model.set_weights(self._values)
