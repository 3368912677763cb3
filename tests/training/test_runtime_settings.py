"""Runs that differ only in settings that are not compiled share a program, with numbers of their own."""

from unittest.mock import ANY

import keras
import pytest

from regdash.studies.dimensions import find_dimension
from regdash.techniques import TECHNIQUES
from regdash.training import strengths
from regdash.training.pool import PROGRAMS
from tests.support.recording import train_recorded as run

VALUES = {
    "l1": (1e-5, 1e-2),
    "l2": (1e-4, 0.1),
    "rate": (0.1, 0.3),
    "input_rate": (0.1, 0.3),
    "max_value": (1.0, 0.3),
    "stddev": (0.1, 0.3),
    "label_smoothing": (0.1, 0.3),
    "weight_decay": (0.1, 3.0),
    "epsilon": (1e-3, 1.0),
    "monitor": ("val_loss", "val_accuracy"),
    "patience": (1, 3),
    "min_delta": (0.0, 0.5),
    "start_from_epoch": (0, 2),
    "restore_best_weights": (True, False),
}

CASES = [(t, name) for t in TECHNIQUES for name in t.runtime_settings]


def compile_constants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave everything as Keras has it but what computes otherwise; each value has its own program then."""
    others = (keras.regularizers.Regularizer, keras.layers.Dropout)
    kept = {cls: kind for cls, kind in strengths._KINDS.items() if issubclass(cls, others)}
    monkeypatch.setattr(strengths, "_KINDS", kept)


@pytest.mark.usefixtures("fresh_programs")
@pytest.mark.parametrize(("technique", "name"), CASES, ids=lambda case: getattr(case, "key", case))
def test_a_shared_program_gives_the_numbers_of_an_own_one(
    tiny, technique, name: str, monkeypatch
) -> None:
    epochs = 1 if name in ("input_rate", "stddev") else 4  # noise on 784 pixels takes long
    one, other = (
        tiny(techniques={technique.key: {name: value}}, epochs=epochs) for value in VALUES[name]
    )
    first_outcome, first = run(one)
    ((_, program),) = PROGRAMS.idle
    outcome, shared = run(other)
    assert PROGRAMS.idle == [(ANY, program)]
    PROGRAMS.clear()
    compile_constants(monkeypatch)
    own_outcome, own = run(other)
    assert shared.curve() == own.curve()
    assert (outcome.test_probabilities == own_outcome.test_probabilities).all()
    # The other value has an effect.
    if technique.key != "early_stopping":
        assert first.curve() != own.curve()
        assert (first_outcome.test_probabilities != own_outcome.test_probabilities).any()


@pytest.mark.usefixtures("fresh_programs")
def test_penalties_of_two_techniques_on_one_kernel(tiny) -> None:
    def spec(l1: float, l2: float):
        return tiny(techniques={"l1": {"l1": l1}, "l2": {"l2": l2}})

    run(spec(1e-5, 1e-2))
    _, shared = run(spec(1e-3, 1e-4))
    assert len(PROGRAMS.idle) == 1
    PROGRAMS.clear()
    _, own = run(spec(1e-3, 1e-4))
    assert shared.curve() == own.curve()


@pytest.mark.usefixtures("fresh_programs")
def test_with_and_without_a_technique_are_two_programs(tiny) -> None:
    l2 = find_dimension("l2")
    for value in (0.0, 1e-3, 1e-2):
        run(l2.apply(tiny(epochs=1), value))
    assert len(PROGRAMS.idle) == 2
