import ast
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from regdash.datasets.checks import complete_spec
from regdash.datasets.importing import import_images
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.techniques import TECHNIQUES, Augmentation, MaxNorm, ZCAWhitening
from regdash.techniques.affine import random_affine
from regdash.training.network import build_loss, build_network, build_optimizer
from tests.support.archives import npz, shapes, upload


def network(**techniques) -> keras.Sequential:
    spec = RunSpec.from_dict({"network": {"hidden_layers": [8, 6]}, "techniques": techniques})
    return build_network(spec, (28, 28, 1), 10)


def kinds(model: keras.Sequential) -> list[str]:
    return [type(layer).__name__ for layer in model.layers]


@pytest.mark.parametrize("cls", TECHNIQUES, ids=lambda cls: cls.key)
def test_every_technique_explains_itself(cls) -> None:
    technique = cls()
    assert len(technique.sentences) == 3
    assert all(s.endswith(".") for s in technique.sentences)
    assert technique.formula
    assert technique.label()
    assert technique.keras_code()
    assert all(dial.help.endswith(".") for dial in cls.dials())


def test_penalties_are_keras_own() -> None:
    model = network(l2={"l2": 0.01})
    kernels = [layer.kernel for layer in model.layers[:2]]
    by_hand = 0.01 * sum(float(np.sum(np.square(k))) for k in kernels)
    assert float(sum(model.losses)) == pytest.approx(by_hand, rel=1e-5)


def test_l1_and_l2_add_up_to_the_elastic_net() -> None:
    both = network(l1={"l1": 0.01}, l2={"l2": 0.02})
    net = network(l1_l2={"l1": 0.01, "l2": 0.02})
    assert float(sum(both.losses)) == pytest.approx(float(sum(net.losses)))
    assert both.layers[-1].kernel_regularizer is None  # the output layer is left alone


def test_layers_of_dropout_noise_and_batch_norm() -> None:
    assert kinds(network(dropout={"rate": 0.5, "input_rate": 0.2})) == [
        "Dropout", "Dense", "Dropout", "Dense", "Dropout", "Dense",
    ]  # fmt: skip
    assert kinds(network(gaussian_noise={})) == ["GaussianNoise", "Dense", "Dense", "Dense"]
    assert kinds(network(batch_norm={}))[:3] == ["Dense", "BatchNormalization", "Activation"]


def test_max_norm_caps_incoming_weights() -> None:
    constraint = network(max_norm={"max_value": 0.5}).layers[0].kernel_constraint
    capped = np.asarray(constraint(tf.random.stateless_normal((20, 5), seed=(1, 2))))
    assert np.linalg.norm(capped, axis=0).max() <= 0.5001


def test_max_norm_of_a_convolution_is_that_of_each_filter() -> None:
    constraint = MaxNorm(max_value=0.5).kernel_constraint(rank=4)
    capped = np.asarray(constraint(tf.random.stateless_normal((3, 3, 2, 5), seed=(1, 2))))
    assert np.allclose(np.linalg.norm(capped.reshape(-1, 5), axis=0), 0.5, atol=1e-4)


def test_augmentation_says_that_it_needs_images() -> None:
    assert Augmentation().check_features((28, 28, 1)) == []
    (sentence,) = Augmentation().check_features((12,))
    assert "received features of shape (12,); allowed are images" in sentence


def test_label_smoothing_reaches_the_loss() -> None:
    loss = build_loss(
        RunSpec.from_dict({"techniques": {"label_smoothing": {"label_smoothing": 0.2}}})
    )
    assert loss.label_smoothing == 0.2


def test_weight_decay_shrinks_kernels_and_leaves_biases_and_scales_alone() -> None:
    techniques = {"weight_decay": {"weight_decay": 0.5}, "batch_norm": {}}
    spec = RunSpec.from_dict(
        {
            "network": {"hidden_layers": [4]},
            "optimizer": {"name": "sgd", "learning_rate": 0.1, "momentum": 0.0},
            "techniques": techniques,
        }
    )
    model = build_network(spec, (6,), 3)
    optimizer = build_optimizer(spec)
    optimizer.build(model.trainable_variables)
    for variable in model.trainable_variables:
        variable.assign(np.ones(variable.shape))
    zeros = [tf.zeros_like(v) for v in model.trainable_variables]
    optimizer.apply_gradients(zip(zeros, model.trainable_variables, strict=True))
    for variable in model.trainable_variables:
        wanted = 1 - 0.1 * 0.5 if variable.name == "kernel" else 1.0
        assert np.allclose(variable, wanted), variable.path


def test_whitening_decorrelates_and_comes_from_the_images_given() -> None:
    rng = np.random.default_rng(0)
    mixed = rng.normal(size=(4000, 6)) @ rng.normal(size=(6, 6)) + 3
    whitening = ZCAWhitening(epsilon=1e-6)
    kernel, bias = whitening.preprocess(whitening.learn(mixed.astype(np.float32)))
    white = mixed @ kernel + bias
    assert np.allclose(np.cov(white, rowvar=False), np.eye(6), atol=0.01)
    assert np.allclose(white.mean(axis=0), 0, atol=1e-3)
    assert np.allclose(kernel, kernel.T, atol=1e-5)  # symmetric: ZCA, not PCA


def test_whitening_learns_from_large_sets_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    images = np.random.default_rng(0).random((500, 9)).astype(np.float32)
    whole = ZCAWhitening().learn(images)
    monkeypatch.setattr("regdash.techniques.zca_whitening._NUMBERS_AT_ONCE", 9 * 70)
    blocks = ZCAWhitening().learn(images)
    assert np.allclose(whole.variance, blocks.variance)
    assert np.allclose(np.abs(whole.basis), np.abs(blocks.basis))


def test_whitening_refuses_images_that_are_too_large(home: Path) -> None:
    pixels, labels = shapes(30, side=40, colour=True)
    id = import_images([upload("a.npz", npz(images=pixels, labels=labels))]).info.id
    with pytest.raises(InputError, match="have 4,800 numbers each; allowed are 4,096"):
        complete_spec({"data": {"dataset": id}, "techniques": {"zca_whitening": {}}})


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"horizontal_flip": True}, ["Horizontal flip: a mirrored 2"]),
        ({"vertical_flip": True}, ["Vertical flip: a 2, 4 or 7 upside down"]),
        ({"rotation": 46}, ["Rotation 46°: beyond 45° a 6 turns"]),
        ({"rotation": 180, "vertical_flip": True}, ["Vertical flip", "Rotation 180°"]),
        ({"rotation": 45}, []),
    ],
)
def test_cautions_where_writing_changes_its_meaning(settings: dict, words: list[str]) -> None:
    sentences = Augmentation(**settings).cautions(tuple("0123456789"))
    assert [s.startswith(w) for s, w in zip(sentences, words, strict=True)] == [True] * len(words)
    assert Augmentation(**settings).cautions(("cat", "dog")) == []


def test_whitening_with_dead_pixels_stays_small() -> None:
    images = np.random.default_rng(0).random((500, 9)).astype(np.float32)
    images[:, 4] = 0.0
    whitening = ZCAWhitening(epsilon=0.1)
    kernel, bias = whitening.preprocess(whitening.learn(images))
    lit = np.zeros((1, 9), np.float32)
    lit[0, 4] = 1.0
    assert np.abs(lit @ kernel + bias).max() < 4  # 1 / sqrt(0.1)


def digits(count: int = 6) -> tf.Tensor:
    return tf.random.stateless_uniform((count, 28, 28, 1), seed=(3, 4))


def test_augmentation_is_seeded_and_differs_from_image_to_image() -> None:
    images = tf.repeat(digits(1), 5, axis=0)
    draw = Augmentation().augment
    first, again, other = (np.asarray(draw(images, s)) for s in ([1, 2], [1, 2], [1, 3]))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.abs(first[0] - first[1]).max() > 0.1


def test_no_change_gives_the_same_images() -> None:
    images = digits()
    assert np.allclose(random_affine(images, [1, 2]), images, atol=1e-6)


def test_flips_mirror_about_half_of_the_images() -> None:
    images = digits(200)
    flipped = np.asarray(random_affine(images, [1, 2], horizontal_flip=True))
    mirrored = np.asarray(images)[:, :, ::-1]
    same = np.isclose(flipped, images, atol=1e-5).all(axis=(1, 2, 3))
    turned = np.isclose(flipped, mirrored, atol=1e-5).all(axis=(1, 2, 3))
    assert (same | turned).all()
    assert 60 < turned.sum() < 140


def test_shift_moves_the_image_and_fills_with_zero() -> None:
    image = np.zeros((1, 28, 28, 1), np.float32)
    image[0, 14, 14] = 1.0
    moved = np.asarray(random_affine(tf.constant(image), [5, 6], shift=0.2))[0, :, :, 0]
    y, x = (moved.sum(axis=a) @ np.arange(28) / moved.sum() for a in (1, 0))
    assert moved.sum() == pytest.approx(1.0, abs=1e-4)  # bilinear weights share the point out
    assert 0.1 < max(abs(y - 14), abs(x - 14)) <= 0.2 * 28
    ones = np.asarray(random_affine(tf.ones((1, 28, 28, 1)), [5, 6], shift=0.2))
    assert ones.min() == 0.0


def test_rotation_keeps_the_distance_from_the_middle() -> None:
    image = np.zeros((50, 29, 29, 1), np.float32)
    image[:, 14, 22] = 1.0
    turned = np.asarray(random_affine(tf.constant(image), [7, 8], rotation_degrees=90.0))[..., 0]
    y, x = (turned.sum(axis=a) @ np.arange(29) / turned.sum(axis=(1, 2)) - 14 for a in (2, 1))
    assert np.allclose(np.hypot(x, y), 8, atol=0.35)
    assert np.degrees(np.arctan2(y, x)).min() < -30
    assert np.degrees(np.arctan2(y, x)).max() > 30


def test_batches_of_every_length_are_augmented_image_by_image() -> None:
    # Keras' own elastic transform copies one image over the batch when its length is unknown.
    shades = tf.reshape(tf.linspace(0.1, 1.0, 7), (7, 1, 1, 1)) * tf.ones((7, 28, 28, 1))
    compiled = tf.function(
        Augmentation().augment,
        input_signature=[
            tf.TensorSpec((None, 28, 28, 1)), tf.TensorSpec((2,), tf.int32),
        ],
    )  # fmt: skip
    middles = np.asarray(compiled(shades, tf.constant([1, 2])))[:, 14, 14, 0]
    assert np.allclose(middles, np.linspace(0.1, 1.0, 7), atol=1e-5)


def test_keras_code_is_python() -> None:
    for cls in TECHNIQUES:
        ast.parse("\n".join(cls().keras_code()))
