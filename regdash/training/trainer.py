"""Train a spec: data in, an event an epoch out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from regdash.datasets.preparation import Images, PreparedData
from regdash.models.padding import cut
from regdash.spec import RunSpec
from regdash.training.best import BestKeeper, BestRestorer
from regdash.training.epochs import Epochs, Set, Sets, check_stop
from regdash.training.measure import Meter
from regdash.training.nested import NestedChoice
from regdash.training.network import build_network
from regdash.training.outcome import NetworkResult, Outcome
from regdash.training.pool import ProgramPool
from regdash.training.preprocessing import apply_layers, fit_preprocessing
from regdash.training.program import Program, shape_key
from regdash.training.protocols import (
    FREE_PERMIT,
    NEVER_STOP,
    NULL_LISTENER,
    Listener,
    Permit,
    StopToken,
)

_PROGRAMS = ProgramPool()


def train(
    spec: RunSpec,
    load: Callable[[], PreparedData],
    listener: Listener = NULL_LISTENER,
    permit: Permit = FREE_PERMIT,
    stop: StopToken = NEVER_STOP,
    save_to: Path | None = None,
) -> Outcome:
    """Train one run from first weights to test.

    The run holds its permit while it prepares, compiles and trains its first epoch, then for one
    epoch at a time.

    Args:
        spec: What to train.
        load: Gives the data; called while the permit is held.
        listener: Receives the events of the run.
        permit: Permission to use the machine.
        stop: Set to stop the run.
        save_to: Where to save the kept network as a `.keras` file that takes pixels from 0 to 1;
            None saves nothing.

    Returns:
        The outcome at the kept weights.

    Raises:
        RunStopped: The stop token was set; no weights are kept.
        RunDiverged: A loss became infinite or not a number.
    """
    permit.acquire()
    try:
        return _train(spec, load, listener, permit, stop, save_to)
    finally:
        permit.release()


def compile_ahead(spec: RunSpec, data: PreparedData) -> None:
    """Compile what a run of this shape trains and is measured with, and keep it for the next one.

    Args:
        spec: Without techniques that preprocess: those first have to learn.
        data: Its data.
    """
    key, build = _program(spec, data)
    with _PROGRAMS.borrow(key, build) as program:
        sets = _preprocess(spec, data, [])
        Epochs(spec, program, sets).compile_ahead()


def _program(spec: RunSpec, data: PreparedData) -> tuple[str, Callable[[], Program]]:
    shape = (len(data.train), data.image_shape, data.classes)
    return shape_key(spec, *shape), lambda: Program(spec, *shape)


def _train(
    spec: RunSpec,
    load: Callable[[], PreparedData],
    listener: Listener,
    permit: Permit,
    stop: StopToken,
    save_to: Path | None,
) -> Outcome:
    check_stop(stop)
    data = load()
    network = build_network(spec, data.train.x.shape[1], data.classes)
    listener.network_built(sum(int(np.prod(v.shape)) for v in network.trainable_variables))
    preprocessing = fit_preprocessing(spec.techniques, data.train.x)
    check_stop(stop)
    with _PROGRAMS.borrow(*_program(spec, data)) as program:
        program.reset(spec, network)
        outcome = _train_program(spec, data, program, preprocessing, listener, permit, stop)
        cut(program.network, network)
    if save_to is not None:
        _save(network, preprocessing, data.train.x.shape[1], save_to)
    return outcome


def _train_program(
    spec: RunSpec,
    data: PreparedData,
    program: Program,
    preprocessing: list[keras.Layer],
    listener: Listener,
    permit: Permit,
    stop: StopToken,
) -> Outcome:
    """Train and test; the program's network then has the kept weights."""
    sets = _preprocess(spec, data, preprocessing)
    epochs = Epochs(spec, program, sets, listener, permit, stop)
    epochs.compile_ahead()
    best, images = BestKeeper(), len(sets.validation[1])
    best_choice = NestedChoice(lambda: [BestRestorer()], images)
    kept_choice = (
        NestedChoice(lambda: _callbacks(spec), images)
        if any(technique.watches_validation for technique in spec.techniques)
        else None
    )
    callbacks = _callbacks(spec)
    choices = [best_choice, kept_choice] if kept_choice else [best_choice]
    trained_epochs = epochs.run([best, *callbacks], choices)

    kept_epoch = _kept_epoch(callbacks, trained_epochs)
    test = _seen(preprocessing, data.test)
    kept, validation_probabilities, test_probabilities = _examine(
        program.meter, kept_epoch, sets.validation, test
    )
    if best.epoch == kept_epoch:
        at_best = kept
    else:
        with best.restored():
            at_best, *_ = _examine(program.meter, best.epoch, sets.validation, test)
    return Outcome(
        stopped_epoch=trained_epochs if trained_epochs < spec.epochs else None,
        kept=replace(kept, validation_right=kept_choice.answers()) if kept_choice else kept,
        best=replace(at_best, validation_right=best_choice.answers()),
        validation_probabilities=validation_probabilities.astype(np.float16),
        test_probabilities=test_probabilities.astype(np.float16),
    )


def _callbacks(spec: RunSpec) -> list[keras.callbacks.Callback]:
    return [callback for technique in spec.techniques for callback in technique.callbacks()]


def _preprocess(spec: RunSpec, data: PreparedData, layers: list[keras.Layer]) -> Sets:
    """Preprocess every set once; augmented training images stay pixels until their step."""
    augmented = any(technique.augments for technique in spec.techniques)
    return Sets(
        train=_seen([] if augmented else layers, data.train),
        sample=_seen(layers, data.train_sample),
        validation=_seen(layers, data.validation),
        preprocessing=[(layer.kernel.value, layer.bias.value) for layer in layers]
        if augmented
        else (),
    )


def _seen(layers: list[keras.Layer], images: Images) -> Set:
    return tf.constant(apply_layers(layers, images.x)), tf.constant(images.y)


def _examine(
    meter: Meter, epoch: int, validation: Set, test: Set
) -> tuple[NetworkResult, np.ndarray, np.ndarray]:
    """Test the network as it is now; also gives its validation and test probabilities."""
    _, on_validation = meter.predict(*validation)
    measured, on_test = meter.predict(*test)
    tested = NetworkResult(
        epoch=epoch,
        test_loss=measured.loss,
        test_accuracy=measured.accuracy,
        validation_right=on_validation.argmax(axis=1) == validation[1].numpy(),
        test_right=on_test.argmax(axis=1) == test[1].numpy(),
    )
    return tested, on_validation, on_test


def _kept_epoch(callbacks: list[keras.callbacks.Callback], trained_epochs: int) -> int:
    """Epoch whose weights the network has after `fit`."""
    for callback in callbacks:
        restores = getattr(callback, "restore_best_weights", False)
        if restores and getattr(callback, "best_weights", None) is not None:
            return int(callback.best_epoch) + 1
    return trained_epochs


def _save(
    network: keras.Sequential, preprocessing: list[keras.Layer], pixels: int, path: Path
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    layers = [keras.Input((pixels,), name="pixels"), *preprocessing, *network.layers]
    keras.Sequential(layers).save(path)
