"""Trains a spec on data, with one event per epoch."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from regdash.datasets.preparation import PreparedData, Samples
from regdash.models.padding import copy_from_padded
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.training.choosers import Choosers
from regdash.training.epochs import Sets, TrainingLoop, check_stop
from regdash.training.measure import Meter
from regdash.training.network import build_network
from regdash.training.outcome import NetworkResult, Outcome
from regdash.training.pool import PROGRAMS
from regdash.training.preprocessing import apply_layers, build_affine, fit_preprocessing
from regdash.training.program import Program, SampleSet
from regdash.training.protocols import (
    FREE_PERMIT,
    NEVER_STOP,
    NULL_LISTENER,
    Listener,
    Permit,
    StopToken,
)
from regdash.training.shapes import DataShape, shape_key
from regdash.training.state import TrainingState

Checkpoint = Callable[[TrainingState], None]


@dataclass(frozen=True)
class _Arguments:
    """The arguments of `train` that its steps need."""

    spec: RunSpec
    listener: Listener
    permit: Permit
    stop: StopToken
    resume: TrainingState | None
    checkpoint: Checkpoint | None


def train(
    spec: RunSpec,
    load: Callable[[], PreparedData],
    listener: Listener = NULL_LISTENER,
    permit: Permit = FREE_PERMIT,
    stop: StopToken = NEVER_STOP,
    save_to: Path | None = None,
    *,
    resume: TrainingState | None = None,
    checkpoint: Checkpoint | None = None,
) -> Outcome:
    """Train one run from its initial weights, or from a saved state, and test it.

    The run holds its permit while it prepares, compiles and trains its first epoch, then for one
    epoch at a time.

    Args:
        spec: What to train.
        load: Returns the data; called while the permit is held.
        listener: Receives the events of the run.
        permit: Permission to use the machine.
        stop: Set to stop the run.
        save_to: Path of the `.keras` file for the kept network, which takes flat features, pixels
            from 0 to 1; None saves nothing.
        resume: State to continue from; the numbers are those of an uninterrupted run.
        checkpoint: Called after each epoch, after the listener, with the state to continue from.
            None: no state is collected.

    Returns:
        The outcome.

    Raises:
        InputError: A technique does not support the data, or `resume` belongs to another run.
        RunStopped: The stop token was set; no weights are kept.
        RunDiverged: A loss became infinite or not a number, or stayed far above that of guessing.
    """
    call = _Arguments(spec, listener, permit, stop, resume, checkpoint)
    permit.acquire()
    try:
        return _train(call, load, save_to)
    finally:
        permit.release()


def compile_ahead(spec: RunSpec, data: PreparedData) -> None:
    """Compile the program for runs of this shape, and keep it for the next one.

    Args:
        spec: A spec without techniques that preprocess, which would have to be fitted first.
        data: Its data.
    """
    key, build = _program(spec, data)
    if PROGRAMS.has(key):
        return
    with PROGRAMS.build_ahead(key, build) as program:
        sets = _preprocess(spec, data, [])
        _compile(TrainingLoop(spec, program, sets), program)


def _program(spec: RunSpec, data: PreparedData) -> tuple[str, Callable[[], Program]]:
    shape = DataShape.of(data)
    return shape_key(spec, shape), lambda: Program(spec, shape)


def _train(call: _Arguments, load: Callable[[], PreparedData], save_to: Path | None) -> Outcome:
    spec, resume = call.spec, call.resume
    check_stop(call.stop)
    data = load()
    _check_data(call, data)
    network = build_network(spec, data.feature_shape, data.classes)
    call.listener.network_built(sum(int(np.prod(v.shape)) for v in network.trainable_variables))
    preprocessing = (
        [build_affine(**learned) for learned in resume.preprocessing]
        if resume
        else fit_preprocessing(spec.techniques, data.train.x)
    )
    check_stop(call.stop)
    with PROGRAMS.borrow(*_program(spec, data)) as program:
        program.reset(spec, network)
        if resume:
            program.restore(resume.network, resume.optimizer, resume.stopped)
        outcome = _train_program(call, data, program, preprocessing)
        copy_from_padded(program.network, network)
    if save_to is not None:
        _save(network, preprocessing, data.train.x.shape[1], save_to)
    return outcome


def _check_data(call: _Arguments, data: PreparedData) -> None:
    shape = data.feature_shape
    problems = [s for t in call.spec.techniques for s in t.check_features(shape)]
    if problems:
        raise InputError(problems)
    if call.resume:
        call.resume.check(call.spec, _describe(data))


def _describe(data: PreparedData) -> dict[str, Any]:
    """Return the properties of data that a training state must match."""
    return {**asdict(DataShape.of(data)), "validation_samples": len(data.validation)}


def _train_program(
    call: _Arguments, data: PreparedData, program: Program, preprocessing: list[keras.Layer]
) -> Outcome:
    """Train and test; afterwards the program's network has the kept weights."""
    spec, report = call.spec, call.checkpoint
    sets = _preprocess(spec, data, preprocessing)
    loop = TrainingLoop(spec, program, sets, call.listener, call.permit, call.stop)
    _compile(loop, program)
    choosers = Choosers(spec, len(data.validation))

    def checkpoint(epoch: int) -> None:
        assert report is not None
        report(_state(spec, data, epoch, program, preprocessing, choosers))

    trained = loop.run(choosers, call.resume, checkpoint if report else None)
    return _test(
        spec,
        program.meter,
        choosers,
        trained,
        sets.validation,
        _to_sample_set(preprocessing, data.test),
    )


def _compile(loop: TrainingLoop, program: Program) -> None:
    """Compile what is not compiled yet."""
    began = time.perf_counter()
    loop.compile_ahead()
    if not program.compiled:
        program.compiled = True
        PROGRAMS.note_compiling(time.perf_counter() - began)


def _state(
    spec: RunSpec,
    data: PreparedData,
    epoch: int,
    program: Program,
    preprocessing: list[keras.Layer],
    choosers: Choosers,
) -> TrainingState:
    network, optimizer = program.variables()
    return TrainingState(
        spec_hash=spec.hash,
        data=_describe(data),
        epoch=epoch,
        stopped=program.network.stop_training,
        network=network,
        optimizer=optimizer,
        preprocessing=[
            {"name": layer.name, "kernel": layer.kernel.numpy(), "bias": layer.bias.numpy()}
            for layer in preprocessing
        ],
        choosers=choosers.state(),
    )


def _test(
    spec: RunSpec,
    meter: Meter,
    choosers: Choosers,
    trained_epochs: int,
    validation: SampleSet,
    test: SampleSet,
) -> Outcome:
    """Test the kept epoch, whose weights are in place, and the best one."""
    best, kept_epoch = choosers.best, choosers.kept_epoch(trained_epochs)
    kept, validation_probabilities, test_probabilities = _test_network(
        meter, kept_epoch, validation, test
    )
    if best.epoch == kept_epoch:
        at_best = kept
    else:
        with best.restored():
            at_best, *_ = _test_network(meter, best.epoch, validation, test)
    correct = choosers.kept_correct()
    return Outcome(
        stopped_epoch=trained_epochs if trained_epochs < spec.epochs else None,
        kept=kept if correct is None else replace(kept, validation_right=correct),
        best=replace(at_best, validation_right=choosers.best_correct()),
        validation_probabilities=validation_probabilities.astype(np.float16),
        test_probabilities=test_probabilities.astype(np.float16),
    )


def _preprocess(spec: RunSpec, data: PreparedData, layers: list[keras.Layer]) -> Sets:
    """Preprocess every set once; training samples to be augmented are preprocessed at each step."""
    weights = data.train.weights
    augmented = any(technique.augments for technique in spec.techniques)
    return Sets(
        train=_to_sample_set([] if augmented else layers, data.train)._replace(
            weights=None if weights is None else tf.constant(weights, tf.float32)
        ),
        sample=_to_sample_set(layers, data.train_sample),
        validation=_to_sample_set(layers, data.validation),
        preprocessing=[(layer.kernel.value, layer.bias.value) for layer in layers]
        if augmented
        else (),
    )


def _to_sample_set(layers: list[keras.Layer], samples: Samples) -> SampleSet:
    return SampleSet(tf.constant(apply_layers(layers, samples.x)), tf.constant(samples.y))


def _test_network(
    meter: Meter, epoch: int, validation: SampleSet, test: SampleSet
) -> tuple[NetworkResult, np.ndarray, np.ndarray]:
    """Test the current network; also return its validation and test probabilities."""
    _, on_validation = meter.predict(*validation[:2])
    measured, on_test = meter.predict(*test[:2])
    tested = NetworkResult(
        epoch=epoch,
        test_loss=measured.loss,
        test_accuracy=measured.accuracy,
        validation_right=on_validation.argmax(axis=1) == validation.y.numpy(),
        test_right=on_test.argmax(axis=1) == test.y.numpy(),
    )
    return tested, on_validation, on_test


def _save(
    network: keras.Model, preprocessing: Sequence[keras.Layer], features: int, path: Path
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shape = network.input_shape[1:]
    layers = [keras.Input((features,), name="features"), *preprocessing]
    if len(shape) > 1:
        layers.append(keras.layers.Reshape(shape))
    plain = isinstance(network, keras.Sequential)
    keras.Sequential([*layers, *(network.layers if plain else [network])]).save(path)
