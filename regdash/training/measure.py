"""Loss, accuracy and predictions in inference mode, without penalties."""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import keras
import numpy as np
import tensorflow as tf

from regdash.metrics.context import Evaluation, WeightSizes
from regdash.metrics.weights import NEAR_ZERO
from regdash.training.network import to_input

BLOCK_FLOPS = 16e9
"""Operations per call: about 0.1 s on two cores, so that a run stops quickly."""

_Block = tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
"""Sum of the losses, number of correct predictions; per image, probabilities (rows, classes), loss
and whether the prediction is correct."""


@dataclass(frozen=True)
class ImageResults:
    """Results of a network on a set, in total and per image."""

    evaluation: Evaluation
    losses: np.ndarray
    """float32 (n,), nats."""
    right: np.ndarray
    """bool (n,)."""
    blocks: Sequence[tf.Tensor]
    """Probabilities as they were computed, float32 (rows, classes) each."""

    @cached_property
    def probabilities(self) -> np.ndarray:
        """float32 (n, classes)."""
        return np.concatenate([block.numpy() for block in self.blocks])


class Meter:
    """Measures a network on whole sets, block by block."""

    def __init__(
        self, network: keras.Model, classes: int, padding: int = 0, flops: int = 0
    ) -> None:
        """Prepare to measure a network.

        Args:
            network: Built network, float32 (batch, *input_shape) -> (batch, classes).
            classes: Number of classes.
            padding: Number of the kernels' weights that are padding: zeros that are not counted.
            flops: Operations per prediction, if more than 2 per weight.
        """
        # One compiled function for blocks of any length.
        signature = [
            tf.TensorSpec((None, math.prod(network.input_shape[1:])), tf.float32),
            tf.TensorSpec((None,), tf.int32),
        ]

        @tf.function(input_signature=signature, autograph=False)
        def measure_block(x: tf.Tensor, y: tf.Tensor) -> _Block:
            probabilities = network(to_input(network, x), training=False)
            losses = keras.losses.categorical_crossentropy(tf.one_hot(y, classes), probabilities)
            right = tf.argmax(probabilities, axis=1, output_type=tf.int32) == y
            count = tf.reduce_sum(tf.cast(right, tf.int32))
            return tf.reduce_sum(losses), count, probabilities, losses, right

        @tf.function(autograph=False)
        def penalty() -> tf.Tensor:
            # Not `network.losses`: it also contains the layers' losses of their last call.
            weights = [v for v in network.trainable_weights if v.regularizer is not None]
            return tf.add_n([tf.constant(0.0), *(v.regularizer(v) for v in weights)])

        @tf.function(autograph=False)
        def measure_weights() -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            kernels = [v.value for v in network.trainable_weights if v.name == "kernel"]
            hidden = tf.linalg.global_norm(kernels[:-1]) if kernels[1:] else math.nan
            small = tf.add_n([tf.math.count_nonzero(tf.abs(k) < NEAR_ZERO) for k in kernels])
            count = sum(k.shape.num_elements() for k in kernels)
            return tf.linalg.global_norm(kernels), hidden, (small - padding) / (count - padding)

        flops = max(2 * network.count_params(), flops)
        self._rows = max(256, min(8192, int(BLOCK_FLOPS / flops)))
        self._measure_weights = measure_weights
        self._measure_block = measure_block
        self._penalty = penalty

    def measure(
        self, x: tf.Tensor, y: tf.Tensor, check: Callable[[], None] = lambda: None
    ) -> Evaluation:
        """Measure on a set.

        Args:
            x: float32 (n, features), flat.
            y: int32 (n,).
            check: Called before each block; may raise to abort.
        """
        return _sum_up(self._blocks(x, y, check), len(y))

    def measure_per_image(
        self, x: tf.Tensor, y: tf.Tensor, check: Callable[[], None] = lambda: None
    ) -> ImageResults:
        """Measure on a set, in total and per image; arguments as for `measure`."""
        blocks = list(self._blocks(x, y, check))
        losses, right = (np.concatenate([b[at].numpy() for b in blocks]) for at in (3, 4))
        return ImageResults(_sum_up(blocks, len(y)), losses, right, [block[2] for block in blocks])

    def predict(self, x: tf.Tensor, y: tf.Tensor) -> tuple[Evaluation, np.ndarray]:
        """Measure on a set, and return the class probabilities, float32 (n, classes)."""
        blocks = list(self._blocks(x, y))
        return _sum_up(blocks, len(y)), np.concatenate([block[2].numpy() for block in blocks])

    def penalty(self) -> float:
        """Return the sum of the weight penalties at the current weights."""
        return float(self._penalty())

    def measure_weights(self) -> WeightSizes:
        """Measure the size of the current weights."""
        norm, hidden_norm, near_zero = map(float, self._measure_weights())
        return WeightSizes(norm, hidden_norm, near_zero)

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


@dataclass(frozen=True)
class TrainedEpoch:
    """A network after an epoch, for metrics to measure; see `EpochContext`."""

    epoch: int
    train: Evaluation
    validation_results: ImageResults
    """Of the validation images."""
    validation_set: tuple[tf.Tensor, tf.Tensor]
    """Validation images, float32 (n, pixels), and their labels, int32 (n,)."""
    penalty: float
    objective: float
    learning_rate: float
    began: float
    """When the epoch began, on the clock of `time.perf_counter`."""
    meter: Meter
    network: keras.Sequential

    @property
    def validation(self) -> Evaluation:
        return self.validation_results.evaluation

    @property
    def validation_losses(self) -> np.ndarray:
        return self.validation_results.losses

    @property
    def validation_right(self) -> np.ndarray:
        return self.validation_results.right

    @property
    def validation_labels(self) -> np.ndarray:
        labels: np.ndarray = self.validation_set[1].numpy()
        return labels

    @property
    def validation_probabilities(self) -> np.ndarray:
        return self.validation_results.probabilities

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began

    @cached_property
    def weights(self) -> WeightSizes:
        return self.meter.measure_weights()
