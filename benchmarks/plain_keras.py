"""The script of the article in current plain Keras, the peer of our trainer.

No code of RegDash trains here; only data and settings come from a spec, so that both sides see the
same images.
"""

import time
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

from benchmarks.hidden import hidden_units
from regdash.datasets.preparation import prepare
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
    """Result of a training with plain Keras."""

    test_accuracy: float
    epochs: int
    seconds: list[float] = field(default_factory=list)
    """Seconds of each epoch, validation included."""


def fit_plain(spec: RunSpec) -> PlainResult:
    """Train a spec's settings as the article does: `compile`, `fit` on arrays, `evaluate`.

    Supports L2, L1, dropout, batch normalization, augmentation, whitening and early stopping.
    """
    settings: dict[str, Any] = spec.model_dump(mode="json")["techniques"]
    data = prepare(spec.data)
    x_train, x_val, x_test = data.train.x, data.validation.x, data.test.x
    keras.utils.set_random_seed(spec.seed)
    first: list[keras.layers.Layer] = []
    if "augmentation" in settings:
        first += _augmentation(settings["augmentation"])
    if "zca_whitening" in settings:
        whiten = _fit_whitening(settings["zca_whitening"]["epsilon"], x_train)
        if first:
            # Images that are augmented in every epoch must be whitened afterwards, in the model.
            first.append(_whitening_layer(*whiten))
        else:
            x_train, x_val, x_test = (_whiten(x, *whiten) for x in (x_train, x_val, x_test))
    y_train, y_val, y_test = (
        keras.utils.to_categorical(part.y, data.classes)
        for part in (data.train, data.validation, data.test)
    )
    model = _network(spec, settings, first)
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


def _network(
    spec: RunSpec, settings: dict[str, Any], first: list[keras.layers.Layer]
) -> keras.Sequential:
    regularizer = keras.regularizers.L1L2(
        l1=settings.get("l1", {}).get("l1", 0.0), l2=settings.get("l2", {}).get("l2", 0.0)
    )
    penalized = "l1" in settings or "l2" in settings
    model = keras.Sequential([keras.Input((784,)), *first])
    for units in hidden_units(spec):
        dense = keras.layers.Dense(units, kernel_regularizer=regularizer if penalized else None)
        model.add(dense)
        if "batch_norm" in settings:
            model.add(keras.layers.BatchNormalization(**settings["batch_norm"]))
        model.add(keras.layers.Activation("relu"))
        if "dropout" in settings:
            model.add(keras.layers.Dropout(settings["dropout"]["rate"]))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model


def _augmentation(settings: dict[str, Any]) -> list[keras.layers.Layer]:
    turn, shift, zoom = settings["rotation"] / 360, settings["shift"] / 100, settings["zoom"] / 100
    return [
        keras.layers.Reshape((28, 28, 1)),
        keras.layers.RandomRotation(turn, fill_mode="constant"),
        keras.layers.RandomTranslation(shift, shift, fill_mode="constant"),
        keras.layers.RandomZoom(zoom, fill_mode="constant"),
        keras.layers.Flatten(),
    ]


def _fit_whitening(epsilon: float, train: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    mean = train.mean(axis=0)
    variance, u = np.linalg.eigh(np.cov(train.astype(np.float64) - mean, rowvar=False))
    return mean, (u / np.sqrt(np.maximum(variance, 0) + epsilon)) @ u.T


def _whiten(x: np.ndarray, mean: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    return ((x - mean) @ matrix).astype(np.float32)


def _whitening_layer(mean: np.ndarray, matrix: np.ndarray) -> keras.layers.Layer:
    layer = keras.layers.Dense(len(mean), trainable=False)
    layer.build((None, len(mean)))
    layer.set_weights([matrix, -mean @ matrix])
    return layer
