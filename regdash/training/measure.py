"""Loss, accuracy and predictions in inference mode, without penalties."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from regdash.events import NEAR_ZERO

ROWS = 2048


@dataclass(frozen=True)
class Measured:
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

    def __init__(self, network: keras.Sequential, classes: int) -> None:
        # One program for blocks of every length.
        signature = [
            tf.TensorSpec((None, network.input_shape[-1]), tf.float32),
            tf.TensorSpec((None,), tf.int32),
        ]

        @tf.function(input_signature=signature)
        def measure_block(x: tf.Tensor, y: tf.Tensor) -> tuple[tf.Tensor, ...]:
            probabilities = network(x, training=False)
            losses = keras.losses.categorical_crossentropy(tf.one_hot(y, classes), probabilities)
            right = tf.argmax(probabilities, axis=1, output_type=tf.int32) == y
            return tf.reduce_sum(losses), tf.reduce_sum(tf.cast(right, tf.int32)), probabilities

        @tf.function
        def penalty() -> tf.Tensor:
            # Not `network.losses`: that also holds what layers left there in their last call.
            weights = [v for v in network.trainable_weights if v.regularizer is not None]
            return tf.add_n([tf.constant(0.0), *(v.regularizer(v) for v in weights)])

        @tf.function
        def weigh() -> tuple[tf.Tensor, tf.Tensor]:
            kernels = [v.value for v in network.trainable_weights if v.name == "kernel"]
            small = tf.add_n([tf.math.count_nonzero(tf.abs(k) < NEAR_ZERO) for k in kernels])
            return tf.linalg.global_norm(kernels), small / sum(
                k.shape.num_elements() for k in kernels
            )

        self._weigh = weigh
        self._measure_block = measure_block
        self._penalty = penalty

    def measure(
        self, x: tf.Tensor, y: tf.Tensor, check: Callable[[], None] = lambda: None
    ) -> Measured:
        """Measure on a set.

        Args:
            x: float32 (n, pixels).
            y: int32 (n,).
            check: Called before each block; may raise to break off.
        """
        return self._measure(x, y, check, [])

    def predict(self, x: tf.Tensor, y: tf.Tensor) -> tuple[Measured, np.ndarray]:
        """Measure on a set, and give the class probabilities, float32 (n, classes)."""
        blocks: list[np.ndarray] = []
        measured = self._measure(x, y, lambda: None, blocks)
        return measured, np.concatenate(blocks)

    def penalty(self) -> float:
        """Sum of the weight penalties at the current weights."""
        return float(self._penalty())

    def weigh(self) -> Weights:
        """How large the weights are now."""
        norm, near_zero = self._weigh()
        return Weights(float(norm), float(near_zero))

    def _measure(
        self, x: tf.Tensor, y: tf.Tensor, check: Callable[[], None], blocks: list[np.ndarray]
    ) -> Measured:
        loss, right = 0.0, 0
        for start in range(0, len(y), ROWS):
            check()
            block = self._measure_block(x[start : start + ROWS], y[start : start + ROWS])
            loss += float(block[0])
            right += int(block[1])
            blocks.append(block[2].numpy())
        return Measured(loss / len(y), right / len(y))
