"""The article's script in today's plain Keras, the peer of our trainer.

Nothing of RegDash trains here; only the data and the settings come from a spec, so that both
sides see the same images.
"""

import time
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

from regdash.preparation import prepare
from regdash.spec import RunSpec


class _EpochTimes(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self._began = 0.0

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._began = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self.seconds.append(time.perf_counter() - self._began)


@dataclass
class PlainResult:
    """What plain Keras reached."""

    test_accuracy: float
    epochs: int
    seconds: list[float] = field(default_factory=list)
    """Of every epoch, validation included."""


def fit_plain(spec: RunSpec) -> PlainResult:
    """Train a spec's settings as the article does: `compile`, `fit` on arrays, `evaluate`.

    Knows L2, L1, dropout, whitening and early stopping.
    """
    settings: dict[str, Any] = spec.model_dump(mode="json")["techniques"]
    data = prepare(spec.data)
    x_train, x_val, x_test = data.train.x, data.validation.x, data.test.x
    if "zca_whitening" in settings:
        epsilon = settings["zca_whitening"]["epsilon"]
        x_train, x_val, x_test = _whiten(epsilon, x_train, x_val, x_test)
    y_train, y_val, y_test = (
        keras.utils.to_categorical(part.y, data.classes)
        for part in (data.train, data.validation, data.test)
    )
    keras.utils.set_random_seed(spec.seed)
    model = _network(spec, settings)
    model.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.Adam(spec.optimizer.learning_rate),
        metrics=["accuracy"],
    )
    times = _EpochTimes()
    callbacks: list[keras.callbacks.Callback] = [times]
    if "early_stopping" in settings:
        callbacks.append(keras.callbacks.EarlyStopping(**settings["early_stopping"]))
    model.fit(
        x_train,
        y_train,
        epochs=spec.epochs,
        batch_size=spec.batch_size,
        validation_data=(x_val, y_val),
        callbacks=callbacks,
        verbose=0,
    )
    _, accuracy = model.evaluate(x_test, y_test, verbose=0)
    return PlainResult(float(accuracy), len(times.seconds), times.seconds)


def _network(spec: RunSpec, settings: dict[str, Any]) -> keras.Sequential:
    regularizer = None
    if "l2" in settings:
        regularizer = keras.regularizers.L2(settings["l2"]["l2"])
    if "l1" in settings:
        regularizer = keras.regularizers.L1(settings["l1"]["l1"])
    model = keras.Sequential([keras.Input((784,))])
    for units in spec.network.hidden_layers:
        model.add(keras.layers.Dense(units, activation="relu", kernel_regularizer=regularizer))
        if "dropout" in settings:
            model.add(keras.layers.Dropout(settings["dropout"]["rate"]))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


def _whiten(epsilon: float, train: np.ndarray, *others: np.ndarray) -> list[np.ndarray]:
    mean = train.mean(axis=0)
    variance, u = np.linalg.eigh(np.cov(train.astype(np.float64) - mean, rowvar=False))
    zca = (u / np.sqrt(np.maximum(variance, 0) + epsilon)) @ u.T
    return [((x - mean) @ zca).astype(np.float32) for x in (train, *others)]
