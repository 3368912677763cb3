"""How long does a study of ten strengths take, compared with what people write today?

Ten L2 strengths, 1,000 images, a network 784-128-10, 20 epochs each, from the call to the last trial's
result. Peers: a loop over `compile` and `fit`; Optuna's `optimize` with a grid around it; KerasTuner's
`GridSearch`. Each round starts a fresh process for each side, alternately, which imports its libraries and
loads the images first; neither is included. Ours stores every epoch, as the dashboard does.

    python -m benchmarks.study
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.fresh_process import run_in_fresh_process
from benchmarks.interleaving import Seconds, interleave
from benchmarks.plain_keras import fit_plain
from benchmarks.report import faster, print_findings, timed
from benchmarks.tiny import tiny_spec
from regdash.datasets.preparation import prepare
from regdash.services.runs import RunService
from regdash.services.studies import start_study, wait_for_study
from regdash.services.study_status import read_status
from regdash.spec import RunSpec
from regdash.studies.axis import Axis
from regdash.studies.study import Study
from regdash.training.runtime import load_keras

TIMES_PEERS = 6.0
"""How many times as fast as each peer it must be."""

AXIS = Axis.from_text("l2=1e-6..1e-1:10:log")


def main() -> None:
    """Train and print; with `--side`, only train one side in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="processes of each side")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        load_keras()
        prepare(tiny_spec(1).data)
        print(json.dumps([timed(SIDES[options.side])]))
        return
    found = interleave(
        {side: partial(_train_in_fresh_process, side) for side in SIDES}, options.rounds
    )
    print_findings(
        "How long does a study of ten strengths take, compared with what people write today?",
        [
            faster("study of ten L2 strengths", found["ours"], side, found[side], TIMES_PEERS)
            for side in SIDES
            if side != "ours"
        ],
    )


def _train_in_fresh_process(side: str) -> Seconds:
    seconds: Seconds = run_in_fresh_process("study", "--side", side)
    return seconds


def _spec(strength: float) -> RunSpec:
    return tiny_spec(1).replace(techniques={"l2": {"l2": strength}})


def train_ours() -> None:
    """Train a study, with its store in a temporary folder."""
    with tempfile.TemporaryDirectory() as home:
        service = RunService(Path(home))
        study = start_study(service, Study.build(tiny_spec(1), [AXIS]))
        wait_for_study(service, study)
        assert all(run.complete for run in read_status(service, study).runs)
        service.close()


def train_loop() -> None:
    """Train one network after another in plain Keras."""
    for strength in AXIS.values:
        fit_plain(_spec(strength))


def train_with_optuna() -> None:
    """Let Optuna go through the grid."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.GridSampler({"l2": list(AXIS.values)})
    study = optuna.create_study(direction="maximize", sampler=sampler)

    def objective(trial: Any) -> float:
        strength = trial.suggest_float("l2", AXIS.values[0], AXIS.values[-1], log=True)
        return fit_plain(_spec(strength)).test_accuracy

    study.optimize(objective, n_trials=len(AXIS.values))
    assert len(study.trials) == len(AXIS.values)


def train_with_keras_tuner() -> None:
    """Let KerasTuner go through the grid."""
    import keras
    import keras_tuner

    spec = tiny_spec(1)
    data = prepare(spec.data)
    y_train, y_val = (
        keras.utils.to_categorical(part.y, data.classes) for part in (data.train, data.validation)
    )

    def build(choices: Any) -> keras.Model:
        strength = choices.Choice("l2", list(AXIS.values))
        penalty = keras.regularizers.L2(strength)
        hidden = keras.layers.Dense(128, activation="relu", kernel_regularizer=penalty)
        output = keras.layers.Dense(data.classes, activation="softmax")
        model = keras.Sequential([keras.Input((784,)), hidden, output])
        model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
        return model

    with tempfile.TemporaryDirectory() as folder:
        tuner = keras_tuner.GridSearch(
            build, objective="val_accuracy", max_trials=len(AXIS.values), directory=folder
        )
        tuner.search(
            data.train.x,
            y_train,
            epochs=spec.epochs,
            batch_size=spec.batch_size,
            validation_data=(data.validation.x, y_val),
            verbose=0,
        )
        assert len(tuner.oracle.trials) == len(AXIS.values)


SIDES: dict[str, Callable[[], None]] = {
    "ours": train_ours,
    "a loop over plain Keras fit": train_loop,
    "Optuna around fit": train_with_optuna,
    "KerasTuner": train_with_keras_tuner,
}


if __name__ == "__main__":
    main()
