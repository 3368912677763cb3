"""The Keras code shown for a technique does what its training does."""

import ast
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from regdash.techniques import (
    L1,
    L1L2,
    L2,
    Augmentation,
    BatchNormalization,
    Dropout,
    EarlyStopping,
    GaussianNoise,
    LabelSmoothing,
    MaxNorm,
    Technique,
    WeightDecay,
    ZCAWhitening,
)

SIDE, IMAGES = 31, 4000


def run_code(technique: Technique, **given: Any) -> list[Any]:
    """Execute the code shown, which may use what is given; return the values of its expressions."""
    names: dict[str, Any] = {"keras": keras, "np": np, **given}
    exec("from keras.layers import *", names)
    values = []
    for node in ast.parse("\n".join(technique.keras_code())).body:
        code = ast.unparse(node)
        if isinstance(node, ast.Expr):
            values.append(eval(code, names))
        else:
            exec(code, names)
    return values


def coordinates() -> tf.Tensor:
    """Return images whose channels are x and y from the center, and ones inside the image."""
    side = np.arange(SIDE, dtype=np.float32) - (SIDE - 1) / 2
    image = np.stack([*np.meshgrid(side, side), np.ones((SIDE, SIDE), np.float32)], axis=-1)
    return tf.constant(np.repeat(image[None], IMAGES, axis=0))


def measure_maps(pictures: tf.Tensor) -> np.ndarray:
    """Measure the map of each image, from its pixels to those of the picture.

    Bilinear sampling of coordinates gives the coordinates that were sampled, so a fit over the
    inside is exact.

    Args:
        pictures: `coordinates()` after the maps.

    Returns:
        (images, 2, 3): x and y in the picture, by x, y and 1 in the image; pixels, from the center.
    """
    at = np.asarray(coordinates()[0]).reshape(-1, 3)
    maps = []
    for picture in np.asarray(pictures).reshape(IMAGES, -1, 3):
        inside = picture[:, 2] > 0.9999
        back, *_ = np.linalg.lstsq(at[inside], picture[inside], rcond=None)
        maps.append(np.linalg.inv(back.T)[:2])
    return np.array(maps)


def maps_of(technique: Augmentation) -> tuple[np.ndarray, np.ndarray]:
    """Return the maps of the training and of the code shown."""
    keras.utils.set_random_seed(7)
    pictures = coordinates()
    trained = technique.augment(pictures, tf.constant([5, 6]))
    for layer in run_code(technique):
        pictures = layer(pictures, training=True)
    return measure_maps(trained), measure_maps(pictures)


def assert_alike(trained: np.ndarray, shown: np.ndarray, shares: list[float]) -> None:
    """Assert that quantiles agree within 5% of the range, at least 5 standard errors."""
    ours, theirs = (np.quantile(maps, shares, axis=0) for maps in (trained, shown))
    most = 0.05 * np.ptp(trained, axis=0) + 1e-3
    assert (np.abs(ours - theirs) <= most).all(), (ours.round(3), theirs.round(3))


def augmentation(**dials: Any) -> Augmentation:
    return Augmentation(**{"rotation": 0.0, "shift": 0.0, "zoom": 0.0, **dials})


# Without the median, which is between the two modes where images are flipped.
QUARTERS = [0.05, 0.25, 0.75, 0.95]


@pytest.mark.parametrize(
    "dials",
    [
        {"rotation": 40.0},
        {"rotation": 180.0},
        {"shift": 20.0},
        {"shear": 30.0},
        {"horizontal_flip": True},
        {"vertical_flip": True},
    ],
)
def test_a_change_has_the_range_and_distribution_that_is_trained(dials: dict) -> None:
    trained, shown = maps_of(augmentation(**dials))
    assert_alike(trained, shown, [0.0, *QUARTERS, 1.0])


def test_zoom_has_the_trained_range_and_its_comment_states_the_difference() -> None:
    technique = augmentation(zoom=40.0)
    trained, shown = maps_of(technique)
    assert_alike(trained, shown, [0.0, 1.0])
    sizes = trained[:, 0, 0], shown[:, 0, 0]
    assert [np.mean(size) for size in sizes] == pytest.approx([1.0, 0.89], abs=0.02)
    assert "there the size is uniform, here its inverse" in technique.keras_code()[0]


def test_changes_compose_to_the_map_that_is_trained() -> None:
    technique = augmentation(
        rotation=30.0, shift=10.0, shear=30.0, horizontal_flip=True, vertical_flip=True
    )
    assert_alike(*maps_of(technique), QUARTERS)
    assert technique.keras_code()[0].startswith("# Each layer resamples")
    # What is shifted last is not zoomed.
    trained, shown = maps_of(augmentation(shift=20.0, zoom=40.0))
    assert_alike(trained[:, :, 2], shown[:, :, 2], [0.0, *QUARTERS, 1.0])


def test_it_fills_with_zeros_and_changes_nothing_outside_training() -> None:
    technique = augmentation(rotation=40.0, shift=20.0, zoom=40.0, shear=30.0)
    layers = run_code(technique)
    ones = tf.ones((50, 20, 30, 1))
    for layer in layers:
        pictures = np.asarray(layer(ones, training=True))
        assert pictures.min() == 0.0
        assert pictures.max() == pytest.approx(1.0, abs=1e-5)
    model = keras.Sequential([keras.Input((20, 30, 1)), *layers])
    assert np.array_equal(model(ones, training=False), ones)
    assert model(ones, training=True).shape == ones.shape


def config(item: Any) -> dict[str, Any]:
    return {k: v for k, v in item.get_config().items() if k not in ("name", "seed")}


@pytest.mark.parametrize(
    "technique",
    [L1(l1=0.003), L2(l2=0.002), L1L2(l1=0.003, l2=0.002), MaxNorm(max_value=1.5)],
    ids=lambda technique: technique.key,
)
def test_shown_layers_have_the_trained_penalty_or_constraint(technique: Technique) -> None:
    line = technique.keras_code()[-1]
    layer = eval(line.replace("...", "4"), {"keras": keras, "Dense": keras.layers.Dense})
    for shown, trained in (
        (layer.kernel_regularizer, technique.kernel_regularizer()),
        (layer.kernel_constraint, technique.kernel_constraint()),
    ):
        assert type(shown) is type(trained)
        assert shown is None or config(shown) == config(trained)


def test_shown_layers_are_the_trained_ones() -> None:
    def seed_for(*place: Any) -> int:
        return 1

    dropout, noise = Dropout(rate=0.4, input_rate=0.1), GaussianNoise(stddev=0.3)
    normalization = BatchNormalization(momentum=0.8)
    trained = [
        *dropout.layers_after_input((784,), seed_for),
        *dropout.layers_after_activation(0, (4,), seed_for),
        *noise.layers_after_input((784,), seed_for),
    ]
    shown = [*run_code(dropout), *run_code(noise)]
    for ours, theirs in zip(trained, shown, strict=True):
        assert type(ours) is type(theirs)
        assert config(ours) == config(theirs)
    line = normalization.keras_code()[-1]
    names = {name: getattr(keras.layers, name) for name in ("Dense", "Activation")}
    _, layer, _ = eval(
        line.replace("Dense(...)", "Dense(4)").replace("Activation(...)", 'Activation("relu")'),
        {**names, "keras": keras},
    )
    assert config(layer) == config(normalization.layers_before_activation(0, (4,), seed_for)[0])


def test_shown_loss_stopping_and_decay_are_the_trained_ones() -> None:
    smoothing, stopping = LabelSmoothing(label_smoothing=0.2), EarlyStopping(monitor="val_loss")
    (loss,) = run_code(smoothing)
    assert config(loss) == config(keras.losses.CategoricalCrossentropy(**smoothing.loss_settings()))
    (shown,) = run_code(stopping)
    (trained,) = stopping.callbacks()
    for name in ("patience", "min_delta", "start_from_epoch", "restore_best_weights"):
        assert getattr(shown, name) == getattr(trained, name)
    # A run's val_loss has no penalties and no smoothing; that of Keras has.
    assert (trained.monitor, shown.monitor) == ("val_loss", "val_cross_entropy")
    assert run_code(EarlyStopping(monitor="val_accuracy"))[0].monitor == "val_accuracy"

    decay, names = WeightDecay(weight_decay=0.05), {"keras": keras}
    exec("\n".join(decay.keras_code()), names)
    optimizers = [names["optimizer"], keras.optimizers.Adam(0.001)]
    decay.adjust_optimizer(optimizers[1])
    kernel, bias = (keras.Variable(np.full((3, 3), 2.0), name=name) for name in ("kernel", "bias"))
    results = []
    for optimizer in optimizers:
        kernel.assign(np.full((3, 3), 2.0))
        bias.assign(np.full((3, 3), 2.0))
        optimizer.build([kernel, bias])
        optimizer.apply([tf.ones((3, 3)), tf.ones((3, 3))])
        results.append([kernel.numpy(), bias.numpy()])
    assert np.array_equal(results[0], results[1])
    assert results[0][0].max() < results[0][1].min()  # only the kernel decayed


def test_shown_whitening_is_the_trained_one() -> None:
    images = np.random.default_rng(0).random((300, 6)) @ np.random.default_rng(1).random((6, 6))
    technique = ZCAWhitening(epsilon=0.05)
    (layer,) = run_code(technique, x_train=images)
    kernel, bias = technique.preprocess(technique.learn(images))
    assert np.allclose(layer(images[9:20]), images[9:20] @ kernel + bias, atol=1e-4)
    assert not layer.trainable
