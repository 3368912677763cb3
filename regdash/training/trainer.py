"""Train a spec: data in, an event an epoch out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from regdash.events import Listener, Outcome, RunStopped, Tested
from regdash.preparation import Images, PreparedData
from regdash.spec import RunSpec
from regdash.training.callbacks import BestKeeper, EpochReporter, TurnEnder
from regdash.training.measure import Meter
from regdash.training.model import StretchModel, stretch_dataset
from regdash.training.network import build_loss, build_network, build_optimizer
from regdash.training.preprocessing import apply_layers, build_augmentation, fit_preprocessing
from regdash.training.seeds import derive_seed, epoch_order

_Set = tuple[tf.Tensor, tf.Tensor]


def train(
    spec: RunSpec,
    load: Callable[[], PreparedData],
    listener: Listener,
    save_to: Path | None = None,
) -> Outcome:
    """Train one run from first weights to test.

    The run holds the machine (between `listener.turn_begins` and `turn_ends`) while it prepares,
    compiles and trains its first epoch, then for an epoch at a time.

    Args:
        spec: What to train.
        load: Gives the data; called within the first turn.
        listener: Follows the run; see `Listener`.
        save_to: Where to save the kept network as a `.keras` file that takes pixels from 0 to 1;
            None saves nothing.

    Returns:
        The outcome at the kept weights.

    Raises:
        RunStopped: The listener asked to stop; no weights are kept.
        RunDiverged: A loss became infinite or not a number.
    """
    listener.turn_begins()
    try:
        return _train(spec, load, listener, save_to)
    finally:
        listener.turn_ends()


@dataclass
class _Prepared:
    """Sets as the network sees them."""

    train: Images
    sample: Images
    validation: Images
    test: Images


def _train(
    spec: RunSpec, load: Callable[[], PreparedData], listener: Listener, save_to: Path | None
) -> Outcome:
    _check(listener)
    data = load()
    classes, pixels = data.classes, data.train.x.shape[1]
    network = build_network(spec, pixels, classes)
    listener.network_built(sum(int(np.prod(v.shape)) for v in network.trainable_variables))
    preprocessing = fit_preprocessing(spec.techniques, data.train.x)
    augment = build_augmentation(spec, data.image_shape, derive_seed(spec.seed, "augmentation"))
    seen = _preprocess(data, preprocessing, keep_training_pixels=augment is not None)

    batch_size = min(spec.batch_size, len(seen.train))
    model = StretchModel.create(
        network,
        seen.train.x,
        seen.train.y,
        batch_size,
        classes,
        augment=augment,
        # Without augmentation the training images were preprocessed once and for all.
        preprocessing=preprocessing if augment is not None else None,
    )
    model.compile(optimizer=build_optimizer(spec), loss=build_loss(spec), jit_compile=True)
    _check(listener)
    model.compile_ahead()

    meter = Meter(network, classes)
    validation = _tensors(seen.validation)
    reporter = EpochReporter(
        listener,
        meter,
        train_sample=_tensors(seen.sample),
        validation=validation,
        order=lambda epoch: epoch_order(spec.seed, epoch, len(seen.train), batch_size),
    )
    technique_callbacks = [callback for t in spec.techniques for callback in t.callbacks()]
    best = BestKeeper()
    stretches = model.stretches()
    history = model.fit(
        stretch_dataset(stretches),
        epochs=spec.epochs,
        steps_per_epoch=len(stretches),
        shuffle=False,
        verbose=0,
        callbacks=[reporter, best, *technique_callbacks, TurnEnder(listener, spec.epochs)],
    )

    trained_epochs = len(history.epoch)
    kept_epoch = _kept_epoch(technique_callbacks, trained_epochs)
    test = _tensors(seen.test)
    kept, validation_probabilities, test_probabilities = _examine(
        meter, kept_epoch, validation, test
    )
    if best.epoch == kept_epoch:
        at_best = kept
    else:
        with best.restored():
            at_best, *_ = _examine(meter, best.epoch, validation, test)
    outcome = Outcome(
        stopped_epoch=trained_epochs if trained_epochs < spec.epochs else None,
        kept=kept,
        best=at_best,
        validation_probabilities=validation_probabilities.astype(np.float16),
        test_probabilities=test_probabilities.astype(np.float16),
    )
    if save_to is not None:
        _save(network, preprocessing, pixels, save_to)
    return outcome


def _check(listener: Listener) -> None:
    if listener.should_stop():
        raise RunStopped


def _preprocess(
    data: PreparedData, layers: list[keras.Layer], keep_training_pixels: bool
) -> _Prepared:
    """Preprocess every set once; augmented training images stay pixels until their step."""

    def seen(images: Images) -> Images:
        return Images(apply_layers(layers, images.x), images.y) if layers else images

    train = data.train if keep_training_pixels else seen(data.train)
    return _Prepared(train, seen(data.train_sample), seen(data.validation), seen(data.test))


def _tensors(images: Images) -> tuple[tf.Tensor, tf.Tensor]:
    return tf.constant(images.x), tf.constant(images.y)


def _examine(
    meter: Meter, epoch: int, validation: _Set, test: _Set
) -> tuple[Tested, np.ndarray, np.ndarray]:
    """Test the network as it is now; also gives its validation and test probabilities."""
    _, on_validation = meter.predict(*validation)
    measured, on_test = meter.predict(*test)
    tested = Tested(
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
