"""Keras callbacks that take turns, measure and report."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import keras
import numpy as np
import tensorflow as tf

from regdash.events import EpochRecord, Listener, RunDiverged, RunStopped
from regdash.training.measure import Meter
from regdash.training.model import StretchModel

Set = tuple[tf.Tensor, tf.Tensor]


class EpochReporter(keras.callbacks.Callback):
    """Measures after every epoch and reports it; ends the run by raising when it must end.

    Put it first: the measurements go into `logs` as `val_loss` and `val_accuracy`, which the
    callbacks behind it watch.
    """

    def __init__(
        self,
        listener: Listener,
        meter: Meter,
        train_sample: Set,
        validation: Set,
        order: Callable[[int], np.ndarray],
    ) -> None:
        super().__init__()
        self.model: StretchModel
        self._listener = listener
        self._meter = meter
        self._train_sample = train_sample
        self._validation = validation
        self._order = order
        self._epoch = 0
        self._began = 0.0
        self._stretches = 1

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if epoch > 0:
            self._listener.turn_begins()
        self._check_stop()
        self._epoch = epoch + 1
        self._began = time.perf_counter()
        self._stretches = len(self.model.stretches())
        self.model.set_order(self._order(epoch))

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self._check_stop()
        self._check_finite("objective", float((logs or {})["loss"]))
        self._listener.progress((batch + 1) / self._stretches)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        logs = {} if logs is None else logs
        train = self._meter.measure(*self._train_sample, check=self._check_stop)
        validation = self._meter.measure(*self._validation, check=self._check_stop)
        self._check_finite("training loss", train.loss)
        self._check_finite("validation loss", validation.loss)
        penalty = self._meter.penalty()
        self._check_finite("penalty", penalty)
        weights = self._meter.weigh()
        logs["val_loss"] = validation.loss
        logs["val_accuracy"] = validation.accuracy
        self._listener.epoch_ended(
            EpochRecord(
                epoch=epoch + 1,
                train_loss=train.loss,
                val_loss=validation.loss,
                train_accuracy=train.accuracy,
                val_accuracy=validation.accuracy,
                penalty=penalty,
                objective=float(logs["loss"]),
                learning_rate=float(self.model.optimizer.learning_rate),
                seconds=time.perf_counter() - self._began,
                weight_norm=weights.norm,
                near_zero=weights.near_zero,
            )
        )

    def _check_stop(self) -> None:
        if self._listener.should_stop():
            raise RunStopped

    def _check_finite(self, what: str, value: float) -> None:
        if not math.isfinite(value):
            raise RunDiverged(self._epoch, what)


class BestKeeper(keras.callbacks.Callback):
    """Remembers the weights of the best epoch; put it behind the reporter.

    The best epoch is the first one of the highest validation accuracy.
    """

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
        """Put the best epoch's weights in place for a while."""
        now = self.model.get_weights()
        self.model.set_weights(self._values)
        try:
            yield
        finally:
            self.model.set_weights(now)


class TurnEnder(keras.callbacks.Callback):
    """Lets other runs go ahead after every epoch; put it last."""

    def __init__(self, listener: Listener, epochs: int) -> None:
        super().__init__()
        self._listener = listener
        self._epochs = epochs

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        # After the last epoch the run goes on to its test, in the same turn.
        if not self.model.stop_training and epoch + 1 < self._epochs:
            self._listener.turn_ends()
