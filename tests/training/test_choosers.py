"""The kept epoch, as reported by the callbacks."""

from dataclasses import dataclass

import keras
import numpy as np
import pytest

from regdash.techniques import TECHNIQUES
from regdash.techniques.callbacks import TrainingCallback
from regdash.training.best import BestKeeper, BestRestorer
from regdash.training.choosers import Choosers, find_kept_epoch


@dataclass
class Chooser:
    kept_epoch: int | None


@pytest.mark.parametrize(
    ("kept", "found"), [([], 9), ([None], 9), ([4], 4), ([None, 4], 4), ([4, 6], 6), ([4, None], 4)]
)
def test_the_last_chooser_to_restore_weights_decides(kept: list[int | None], found: int) -> None:
    assert find_kept_epoch([Chooser(epoch) for epoch in kept], 9) == found


def small_network() -> keras.Model:
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])


def test_the_best_epoch_is_the_first_with_the_highest_accuracy() -> None:
    for cls, restored in ((BestKeeper, False), (BestRestorer, True)):
        network, keeper = small_network(), cls()
        keeper.set_model(network)
        for epoch, accuracy in enumerate((0.5, 0.8, 0.8, 0.7)):
            network.set_weights([np.full((2, 1), epoch + 1.0), np.zeros(1)])
            keeper.on_epoch_end(epoch, {"val_accuracy": accuracy})
        assert keeper.epoch == 2
        assert keeper.kept_epoch == (2 if restored else None)
        with keeper.restored():
            assert network.get_weights()[0][0, 0] == 2
        assert network.get_weights()[0][0, 0] == 4
        keeper.on_train_end()
        assert network.get_weights()[0][0, 0] == (2 if restored else 4)


def test_the_kept_epoch_is_nested_only_if_validation_chose_it(tiny) -> None:
    watching = [cls.key for cls in TECHNIQUES if cls.watches_validation]
    assert watching == ["early_stopping"]
    for key in ("early_stopping", "l2"):
        choosers = Choosers(tiny(techniques={key: {}}), 20)
        choosers.begin(small_network())
        choosers.end_epoch(0, np.ones(20, np.float32), np.ones(20, bool))
        correct = choosers.kept_correct()
        assert (correct is not None) == (key in watching)


@pytest.mark.parametrize("cls", TECHNIQUES, ids=lambda cls: cls.key)
def test_callbacks_of_every_technique_can_be_resumed(cls) -> None:
    assert all(isinstance(callback, TrainingCallback) for callback in cls().callbacks())
