"""Early stopping by Keras' rule, with a state of its own."""

from types import SimpleNamespace
from typing import Any

import keras
import numpy as np
import pytest

from regdash.techniques import EarlyStopping
from regdash.techniques.callbacks import TrainingCallback

LOSSES = [0.9, 0.7, 0.8, 0.65, 0.7, 0.66, 0.9, 0.8]


class Network(SimpleNamespace):
    """All that a callback asks of a network; its weights are the epoch's number."""

    def get_weights(self) -> list[np.ndarray]:
        return [np.array(self.epoch)]

    def set_weights(self, weights: list[np.ndarray]) -> None:
        self.epoch = int(weights[0])


def follow(callback: Any, network: Network, losses: list[float], first: int = 0) -> None:
    for epoch, loss in enumerate(losses[first:], first):
        if network.stop_training:
            return
        network.epoch = epoch + 1
        callback.on_epoch_end(epoch, {"val_loss": loss, "val_accuracy": 1 - loss})


def begin(callback: Any) -> Network:
    network = Network(epoch=0, stop_training=False)
    callback.set_model(network)
    callback.on_train_begin()
    return network


def build(**settings: Any) -> TrainingCallback:
    (callback,) = EarlyStopping(**settings).callbacks()
    return callback


SETTINGS = [
    {"monitor": "val_loss", "patience": 3},
    {"monitor": "val_accuracy", "patience": 2, "min_delta": 0.06},
    {"monitor": "val_loss", "patience": 1, "start_from_epoch": 4},
    {"monitor": "val_loss", "patience": 2, "restore_best_weights": False},
    {"patience": 1000},
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_the_kept_epoch_is_the_one_whose_weights_come_back(settings: dict[str, Any]) -> None:
    callback = build(**settings)
    network = begin(callback)
    assert callback.kept_epoch is None
    follow(callback, network, LOSSES)
    last = network.epoch
    callback.on_train_end()
    assert network.epoch == (callback.kept_epoch or last)
    if not settings.get("restore_best_weights", True):
        assert callback.kept_epoch is None


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("at", [1, 2, 4, 6])
def test_it_goes_on_from_its_state_as_keras_would_have(settings: dict[str, Any], at: int) -> None:
    technique = EarlyStopping(**settings)
    keras_own = keras.callbacks.EarlyStopping(
        **technique.model_dump(), mode="min" if technique.monitor == "val_loss" else "max"
    )
    whole = begin(keras_own)
    follow(keras_own, whole, LOSSES)

    before = build(**settings)
    network = begin(before)
    follow(before, network, LOSSES[:at])
    after = build(**settings)
    going_on = begin(after)
    going_on.stop_training, going_on.epoch = network.stop_training, network.epoch
    after.restore(before.state())
    follow(after, going_on, LOSSES, first=at)
    assert (going_on.stop_training, going_on.epoch) == (whole.stop_training, whole.epoch)
    for callback in (keras_own, after):
        callback.on_train_end()
    assert going_on.epoch == whole.epoch
