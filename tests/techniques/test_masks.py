"""Masks of dropout."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from regdash.techniques.masks import LEVELS, draw_kept, limit_of, scale_of
from regdash.training.strengths import Parts, Strengths

draw = tf.function(draw_kept, jit_compile=True)


def kept(shape: tuple[int, ...], rate: float, seed: tuple[int, int] = (1, 2)) -> np.ndarray:
    return draw(
        tf.constant(shape), tf.constant(limit_of(rate), tf.uint32), tf.constant(seed)
    ).numpy()


@pytest.mark.parametrize("rate", [0.01, 0.25, 0.5, 0.95])
def test_the_share_that_is_dropped_is_the_rate(rate: float) -> None:
    masks = np.stack([kept((100, 500), rate, (7, step)) for step in range(40)])
    # 2 million units; five standard errors of a share.
    assert abs(1 - masks.mean() - rate) < 5 * np.sqrt(rate * (1 - rate) / masks.size)
    # Nor does it depend on the unit or the sample: 20,000 and 4,000 draws each.
    for axes, draws in (((0, 1), 4_000), ((0, 2), 20_000)):
        error = np.sqrt(rate * (1 - rate) / draws)
        assert np.abs(1 - masks.mean(axes) - rate).max() < 5 * error


def test_both_halves_of_a_word_and_all_steps_are_independent() -> None:
    halves = kept((200, 1000), 0.5).reshape(2, -1)
    steps = [kept((200, 500), 0.5, (1, step)).ravel() for step in (2, 3)]
    seeds = [kept((200, 500), 0.5, (seed, 2)).ravel() for seed in (1, 2)]
    for one, other in (halves, steps, seeds, (steps[0][1:], steps[0][:-1])):
        # The share of equal values of two independent masks of 100,000 units.
        assert abs((one == other).mean() - 0.5) < 5 * 0.5 / np.sqrt(len(one))


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (7,), (2, 3, 4, 5)])
def test_any_shape_and_the_same_again(shape: tuple[int, ...]) -> None:
    assert kept(shape, 0.5).shape == shape
    assert (kept(shape, 0.5) == kept(shape, 0.5)).all()
    assert kept(shape, 0.0).all()
    # A higher rate drops what a lower one drops, and more.
    assert not (kept(shape, 0.9) & ~kept(shape, 0.3)).any()


def test_the_expected_sum_is_unchanged() -> None:
    for rate in (0.1, 0.3, 0.9, 0.95):
        dropped = limit_of(rate) / LEVELS
        assert abs(dropped - rate) <= 0.5 / LEVELS
        assert scale_of(rate) * (1 - dropped) == pytest.approx(1, abs=1e-12)


def test_the_layer_of_a_program_drops_and_scales_in_training_only() -> None:
    layer = keras.layers.Dropout(0.25, seed=3)
    network = keras.Sequential([keras.Input((400,)), layer, keras.layers.Dense(2)])
    Strengths(Parts(network, keras.losses.CategoricalCrossentropy(), keras.optimizers.Adam()))
    inputs = tf.ones((50, 400))
    call = tf.function(lambda x: layer.call(x, training=True), jit_compile=True)
    first, second = call(inputs).numpy(), call(inputs).numpy()
    assert set(np.unique(first)) == {0.0, np.float32(4 / 3)}
    assert (first != second).any()
    assert (layer.call(inputs, training=False).numpy() == 1).all()
