"""Loss, accuracy and predictions in inference mode, without penalties."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from regdash.metrics.record import NEAR_ZERO
from regdash.training.network import to_input

BLOCK_FLOPS = 16e9
"""Arithmetic in one call: about 0.1 s on two cores, so that stopping takes effect at once."""

_Block = tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
"""Sum of the losses, number of right answers, and of each image probabilities (rows, classes), loss
and whether the answer is right."""


@dataclass(frozen=True)
class Evaluation:
    """Mean cross-entropy in nats and share of right answers, 0 to 1."""

    loss: float
    accuracy: float


@dataclass(frozen=True)
class Weights:
    """Euclidean norm of all kernels, and the share of their weights within `NEAR_ZERO` of 0."""

    norm: float
    near_zero: float


class Meter:
    """Measures a network on whole sets, block by block."""

    def __init__(
        self, network: keras.Model, classes: int, padding: int = 0, flops: int = 0
    ) -> None:
        """Prepare to measure a network.

        Args:
            network: Built network, float32 (batch, *input_shape) -> (batch, classes).
            classes: Number of classes.
            padding: How many of the kernels' weights are padding: zeros that do not count.
            flops: Arithmetic for the answer to one sample, if more than 2 for each weight.
        """
        # One program for blocks of every length.
        signature = [
            tf.TensorSpec((None, math.prod(network.input_shape[1:])), tf.float32),
            tf.TensorSpec((None,), tf.int32),
        ]

        @tf.function(input_signature=signature)
        def measure_block(x: tf.Tensor, y: tf.Tensor) -> _Block:
            probabilities = network(to_input(network, x), training=False)
            losses = keras.losses.categorical_crossentropy(tf.one_hot(y, classes), probabilities)
            right = tf.argmax(probabilities, axis=1, output_type=tf.int32) == y
            count = tf.reduce_sum(tf.cast(right, tf.int32))
            return tf.reduce_sum(losses), count, probabilities, losses, right

        @tf.function
        def penalty() -> tf.Tensor:
            # Not `network.losses`: that also holds what layers left there in their last call.
            weights = [v for v in network.trainable_weights if v.regularizer is not None]
            return tf.add_n([tf.constant(0.0), *(v.regularizer(v) for v in weights)])

        @tf.function
        def weigh() -> tuple[tf.Tensor, tf.Tensor]:
            kernels = [v.value for v in network.trainable_weights if v.name == "kernel"]
            small = tf.add_n([tf.math.count_nonzero(tf.abs(k) < NEAR_ZERO) for k in kernels])
            count = sum(k.shape.num_elements() for k in kernels)
            return tf.linalg.global_norm(kernels), (small - padding) / (count - padding)

        flops = max(2 * network.count_params(), flops)
        self._rows = max(256, min(8192, int(BLOCK_FLOPS / flops)))
        self._weigh = weigh
        self._measure_block = measure_block
        self._penalty = penalty

    def measure(
        self, x: tf.Tensor, y: tf.Tensor, check: Callable[[], None] = lambda: None
    ) -> Evaluation:
        """Measure on a set.

        Args:
            x: float32 (n, features), flat.
            y: int32 (n,).
            check: Called before each block; may raise to break off.
        """
        return _sum_up(self._blocks(x, y, check), len(y))

    def examine(
        self, x: tf.Tensor, y: tf.Tensor, check: Callable[[], None] = lambda: None
    ) -> tuple[Evaluation, np.ndarray, np.ndarray]:
        """Measure on a set, and give each image's loss, float32 (n,), and answer, bool (n,)."""
        blocks = list(self._blocks(x, y, check))
        losses, right = (np.concatenate([b[at].numpy() for b in blocks]) for at in (3, 4))
        return _sum_up(blocks, len(y)), losses, right

    def predict(self, x: tf.Tensor, y: tf.Tensor) -> tuple[Evaluation, np.ndarray]:
        """Measure on a set, and give the class probabilities, float32 (n, classes)."""
        blocks = list(self._blocks(x, y))
        return _sum_up(blocks, len(y)), np.concatenate([block[2].numpy() for block in blocks])

    def penalty(self) -> float:
        """Sum of the weight penalties at the current weights."""
        return float(self._penalty())

    def weigh(self) -> Weights:
        """How large the weights are now."""
        norm, near_zero = self._weigh()
        return Weights(float(norm), float(near_zero))

    def _blocks(
        self, x: tf.Tensor, y: tf.Tensor, check: Callable[[], None] = lambda: None
    ) -> Iterator[_Block]:
        for start in range(0, len(y), self._rows):
            check()
            rows = slice(start, start + self._rows)
            yield self._measure_block(x[rows], y[rows])


def _sum_up(blocks: Iterable[_Block], images: int) -> Evaluation:
    loss, right = 0.0, 0
    for block_loss, block_right, *_ in blocks:
        loss += float(block_loss)
        right += int(block_right)
    return Evaluation(loss / images, right / images)
