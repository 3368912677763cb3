"""Runs that diverge with a finite loss, and runs that only begin badly."""

from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
import pytest

from regdash.datasets.preparation import prepare
from regdash.spec import RunSpec
from regdash.training.divergence import CERTAIN_FACTOR, DECREASE, FACTOR, DivergenceCheck
from regdash.training.outcome import RunDiverged
from regdash.training.state import TrainingState
from regdash.training.trainer import train
from tests.support.recording import Recorder

GUESSING = log(10)


def ends_at(losses: Sequence[float]) -> int | None:
    """Return the epoch in which a run with these training losses is ended."""
    check = DivergenceCheck(10)
    for epoch, loss in enumerate(losses, 1):
        try:
            check.check(epoch, loss)
        except RunDiverged as diverged:
            return diverged.epoch
    return None


def test_two_epochs_far_above_guessing() -> None:
    limit = FACTOR * GUESSING
    assert ends_at([limit + 0.01, limit + 0.01]) == 2
    assert ends_at([limit + 0.01, limit - 0.01, limit + 0.01]) is None
    assert ends_at([0.3, limit + 0.01, limit + 0.01]) == 3


def test_a_loss_on_its_way_down_is_left_alone() -> None:
    assert ends_at([100, 100 * DECREASE + 0.1]) == 2
    assert ends_at([100, 100 * DECREASE - 0.1]) is None
    assert ends_at([3650, 266, 29.7, 12.8, 2.91, 1.58]) is None
    assert ends_at([12_885, 7.884, 105.7]) == 3


def test_a_loss_from_which_no_run_returns() -> None:
    assert ends_at([CERTAIN_FACTOR * GUESSING * 1.01]) == 1
    assert ends_at([CERTAIN_FACTOR * GUESSING * 0.99]) is None


def wide(
    rate: float, name: str = "adam", layers: Sequence[int] = (300,), **changes: Any
) -> RunSpec:
    """Return a short run on 1,000 digits."""
    values: dict[str, Any] = {
        "data": {"train_size": 1000, "validation_share": 0.1},
        "network": {"hidden_layers": list(layers)},
        "optimizer": {"name": name, "learning_rate": rate},
        "epochs": 6,
        "batch_size": 256,
    }
    return RunSpec.from_dict({**values, **changes})


def losses_of(spec: RunSpec) -> tuple[list[float], RunDiverged | None]:
    """Train; return the training losses, and how the run diverged."""
    recorder, ending = Recorder(), None
    try:
        train(spec, lambda: prepare(spec.data), recorder)
    except RunDiverged as diverged:
        ending = diverged
    return [record.train_loss for record in recorder.records], ending


@pytest.mark.parametrize(
    "spec",
    [
        wide(10.0, "sgd", [64], batch_size=32),
        wide(1.0, "rmsprop", [500] * 5, batch_size=32),
        wide(1.0, "adam", [500] * 5, batch_size=128),
    ],
    ids=lambda spec: f"{spec.optimizer.name} {spec.optimizer.learning_rate:g}",
)
def test_a_rate_that_is_far_too_high_ends_the_run(spec: RunSpec) -> None:
    losses, ending = losses_of(spec)
    assert ending is not None
    assert np.isfinite(losses).all()
    assert len(losses) == ending.epoch < spec.epochs
    assert losses[-1] > FACTOR * GUESSING
    assert str(ending).startswith(f"Diverged at epoch {ending.epoch}: training loss ")
    assert str(ending).endswith("guessing gives 2.30.")


@pytest.mark.parametrize(
    "spec",
    [
        wide(0.1),
        wide(0.3, layers=[1024]),
        wide(0.01, techniques={"l1": {"l1": 0.1}}),
        wide(0.001, techniques={"label_smoothing": {"label_smoothing": 0.9}}),
        wide(0.001, data={"train_size": 10, "validation_share": 0.1, "label_noise": 0.5}),
    ],
    ids=["falls from 50", "falls from 1500", "heavy L1", "heavy smoothing", "ten images"],
)
def test_a_run_that_learns_or_is_restrained_is_left_alone(spec: RunSpec) -> None:
    losses, ending = losses_of(spec)
    assert ending is None
    assert len(losses) == spec.epochs


def test_a_resumed_run_diverges_in_the_same_epoch() -> None:
    spec = wide(10.0, "sgd", [64], batch_size=32)
    states: list[TrainingState] = []
    endings = []
    for resume in (None, 0):
        with pytest.raises(RunDiverged) as caught:
            train(
                spec,
                lambda: prepare(spec.data),
                resume=None if resume is None else states[resume],
                checkpoint=states.append,
            )
        endings.append((caught.value.epoch, str(caught.value)))
    assert states[0].epoch == 1
    assert endings[0] == endings[1]
