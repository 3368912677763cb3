"""Keras callbacks whose state can be saved and restored, so that a run can go on elsewhere."""

from abc import ABC, abstractmethod
from typing import Any

import keras

CallbackState = dict[str, Any]
"""What JSON can hold, and NumPy arrays, nested in dicts and lists."""


class TrainingCallback(keras.callbacks.Callback, ABC):
    """A Keras callback of a run.

    Only `on_train_begin`, `on_epoch_begin`, `on_epoch_end` and `on_train_end` are called. Epochs
    count from 0 there; `logs` has `loss` (the objective), `val_loss` and `val_accuracy`, the
    latter two measured without penalties.
    """

    @property
    def kept_epoch(self) -> int | None:
        """Epoch, from 1, whose weights it puts back when the training ends; None if none."""
        return None

    @abstractmethod
    def state(self) -> CallbackState:
        """Everything that later epochs depend on."""

    @abstractmethod
    def restore(self, state: CallbackState) -> None:
        """Go on from what `state` returned; called after `on_train_begin`."""


class EarlyStoppingCallback(keras.callbacks.EarlyStopping, TrainingCallback):
    """Keras' own rule."""

    @property
    def kept_epoch(self) -> int | None:
        if not self.restore_best_weights or self.best_weights is None:
            return None
        return int(self.best_epoch) + 1

    def state(self) -> CallbackState:
        return {name: getattr(self, name) for name in _STATE}

    def restore(self, state: CallbackState) -> None:
        for name in _STATE:
            setattr(self, name, state[name])


_STATE = ("wait", "stopped_epoch", "best", "best_epoch", "best_weights")
