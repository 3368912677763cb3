"""A chosen epoch, measured on images that were not used to choose it."""

from typing import Any

import numpy as np
import pytest

from regdash.datasets.preparation import prepare
from regdash.spec import RunSpec
from regdash.techniques import EarlyStopping
from regdash.techniques.callbacks import TrainingCallback
from regdash.training.best import BestRestorer
from regdash.training.nested import FOLDS, NestedChoice
from regdash.training.trainer import train
from tests.support.recording import Recorder


def play(choice: NestedChoice, right: np.ndarray, losses: np.ndarray | None = None) -> np.ndarray:
    for epoch, correct in enumerate(right):
        choice.end_epoch(
            epoch, (1.0 - correct if losses is None else losses[epoch]).astype(np.float32), correct
        )
    return choice.finish()


def test_choosing_among_equal_epochs_gives_no_bias() -> None:
    """Of 20 equally good epochs, the best looks far better; on held-out images it does not."""
    rng = np.random.default_rng(0)
    raw, held_out = [], []
    for _ in range(600):
        right = rng.random((20, 200)) < 0.9
        raw.append(right.mean(axis=1).max())
        held_out.append(play(NestedChoice(lambda: [BestRestorer()], 200), right).mean())
    assert np.mean(raw) > 0.93
    assert np.mean(held_out) == pytest.approx(0.9, abs=0.0045)  # 3 standard errors


def test_a_clear_choice_is_made_in_every_fold() -> None:
    right = (
        np.random.default_rng(1).random((5, 400)) < np.array([0.5, 0.6, 0.95, 0.7, 0.6])[:, None]
    )
    assert (play(NestedChoice(lambda: [BestRestorer()], 400), right) == right[2]).all()


def stopping(**settings: Any) -> list[TrainingCallback]:
    return EarlyStopping(monitor="val_loss", **settings).callbacks()


def test_each_image_is_measured_in_an_epoch_chosen_without_it() -> None:
    """Compute the same fold by fold from the whole history."""
    rng = np.random.default_rng(2)
    epochs, images = 12, 95
    losses = rng.gamma(2.0, 0.2, (epochs, images))
    right = rng.random((epochs, images)) < 0.8
    found = play(NestedChoice(lambda: stopping(patience=3), images), right, losses)
    for fold in range(FOLDS):
        own = np.arange(images) % FOLDS == fold
        means = losses[:, ~own].mean(axis=1)
        best, waited = 0, 0
        for epoch in range(1, epochs):
            waited = 0 if means[epoch] < means[best] else waited + 1
            best = epoch if means[epoch] < means[best] else best
            if waited == 3:
                break
        assert (found[own] == right[best, own]).all()


def test_without_restoring_weights_the_last_epoch_counts() -> None:
    right = np.tile(np.array([True, False, False, True])[:, None], (1, 50))
    losses = np.tile(np.array([0.1, 0.2, 0.3, 0.0])[:, None], (1, 50))
    choice = NestedChoice(lambda: stopping(patience=2, restore_best_weights=False), 50)
    assert not play(choice, right, losses).any()  # all stop in the third epoch


def test_two_images_are_two_folds() -> None:
    right = np.array([[True, False], [True, True]])
    assert play(NestedChoice(lambda: [BestRestorer()], 2), right).shape == (2,)


@pytest.mark.parametrize(("monitor", "patience"), [("val_loss", 5), ("val_accuracy", 25)])
def test_a_real_run_reports_its_accuracy_on_held_out_images(monitor: str, patience: int) -> None:
    spec = RunSpec.from_dict(
        {
            "data": {"train_size": 100, "validation_share": 0.1},
            "network": {"hidden_layers": [32]},
            "optimizer": {"learning_rate": 0.03},
            "epochs": 25,
            "techniques": {"early_stopping": {"monitor": monitor, "patience": patience}},
        }
    )
    listener = Recorder()
    outcome = train(spec, lambda: prepare(spec.data), listener, listener, listener)
    kept = listener.records[outcome.kept.epoch - 1]
    best = listener.records[outcome.best.epoch - 1]
    assert outcome.kept.val_accuracy == outcome.kept.validation_right.mean()
    # Within the bias of choosing among a few similar epochs on 4,900 images.
    assert -0.002 < kept.val_accuracy - outcome.kept.val_accuracy < 0.01
    assert -0.002 < best.val_accuracy - outcome.best.val_accuracy < 0.01
    if monitor == "val_accuracy":  # both restore the same epoch
        assert (outcome.kept.validation_right == outcome.best.validation_right).all()


def test_without_a_choice_the_accuracy_is_that_of_the_last_epoch() -> None:
    spec = RunSpec.from_dict(
        {
            "data": {"train_size": 100, "validation_share": 0.1},
            "network": {"hidden_layers": [16]},
            "epochs": 3,
        }
    )
    listener = Recorder()
    outcome = train(spec, lambda: prepare(spec.data), listener, listener, listener)
    assert outcome.kept.val_accuracy == pytest.approx(listener.records[-1].val_accuracy)
