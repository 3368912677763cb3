"""A network and its compiled training: made once for a shape, used by one run after another.

`fit` on arrays spends much of a small network's step outside the arithmetic, and compiling takes
longer than a small run's training. Here one XLA call trains a stretch of batches; images, order
and random seeds are its arguments, and a run's first weights are copied in, so that nothing of a
run is left in the program. The number of batches is a run-time value: one program serves
stretches of every length, and where an epoch is cut changes no result.
"""

import json
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from regdash.models import MLP
from regdash.models.padding import fill
from regdash.spec import RunSpec
from regdash.training.measure import Meter
from regdash.training.network import build_loss, build_network, build_optimizer
from regdash.training.preprocessing import build_augmentation

STRETCH_FLOPS = 40e9
"""Arithmetic in one call: 0.1 to 0.3 s on two cores, so that stopping takes effect at once."""

Affine = tuple[tf.Tensor, tf.Tensor]
"""Kernel and bias of a frozen Dense layer."""


class Program:
    """Trains and measures `network`; `reset` it before each run."""

    def __init__(
        self, spec: RunSpec, images: int, image_shape: tuple[int, int, int], classes: int
    ) -> None:
        """Build what a run of this shape needs; compiles nothing yet.

        Args:
            spec: Of any run of the shape.
            images: Number of training images.
            image_shape: Height, width, channels.
            classes: Number of classes.
        """
        self.batch_size = min(spec.batch_size, images)
        self.batches = -(-images // self.batch_size)
        self.network = build_network(spec, math.prod(image_shape), classes, padded=True)
        self.optimizer = build_optimizer(spec)
        self.optimizer.build(self.network.trainable_variables)
        # Keras' callbacks look for the optimizer, and for `stop_training`, at the network.
        self.network.compile(optimizer=self.optimizer)
        self.meter = Meter(self.network, classes, _filling(spec, self.network))
        self._classes = classes
        self._loss = build_loss(spec)
        self._augment = build_augmentation(spec.techniques, image_shape)
        self._train = tf.function(self._train_stretch, jit_compile=True)

    def reset(self, spec: RunSpec, network: keras.Sequential) -> None:
        """Begin anew from the weights and random states of a freshly built network."""
        fill(self.network, network)
        for variable in self.optimizer.variables:
            variable.assign(tf.zeros(variable.shape, variable.dtype))
        self.optimizer.learning_rate.assign(spec.optimizer.learning_rate)
        self.network.stop_training = False

    @property
    def nbytes(self) -> int:
        """Bytes of its weights and the optimizer's."""
        variables = [*self.network.variables, *self.optimizer.variables]
        return sum(4 * math.prod(variable.shape) for variable in variables)

    def stretches(self) -> list[tuple[int, int]]:
        """Cut an epoch into stretches: first batch, number of batches."""
        flops = 6.0 * self.network.count_params() * self.batch_size
        length = int(np.clip(STRETCH_FLOPS / flops, 1, self.batches))
        return [
            (start, min(length, self.batches - start)) for start in range(0, self.batches, length)
        ]

    def train(
        self,
        images: tf.Tensor,
        labels: tf.Tensor,
        order: tf.Tensor,
        stretch: tuple[int, int],
        seed: int,
        preprocessing: Sequence[Affine] = (),
        total: float = 0.0,
    ) -> float:
        """Train some batches of an epoch.

        Args:
            images: float32 (n, pixels), resident.
            labels: int32 (n,).
            order: int32 (batches, batch_size), the epoch's; see `epoch_order`.
            stretch: First batch and number of batches; none compiles and changes nothing.
            seed: Of the augmentation.
            preprocessing: Applied after the augmentation, in turn.
            total: What the stretches before came to.

        Returns:
            Sum over the batches so far of the objective: mean loss of a batch, and penalties.
        """
        numbers = tf.constant(stretch, tf.int32), tf.constant(seed), tf.constant(total)
        return float(self._train(images, labels, order, *numbers, list(preprocessing)))

    def _train_stretch(
        self,
        images: tf.Tensor,
        labels: tf.Tensor,
        order: tf.Tensor,
        bounds: tf.Tensor,
        seed: tf.Tensor,
        total: tf.Tensor,
        preprocessing: list[Affine],
    ) -> tf.Tensor:
        end = bounds[0] + bounds[1]

        def train_batch(index: tf.Tensor, total: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            chosen = tf.gather(order, index)
            x = self.draw(tf.gather(images, chosen), seed, preprocessing)
            y = tf.one_hot(tf.gather(labels, chosen), self._classes)
            return index + 1, total + self._step(x, y)

        _, total = tf.while_loop(lambda index, total: index < end, train_batch, [bounds[0], total])
        return total

    def draw(self, x: tf.Tensor, seed: tf.Tensor, preprocessing: Sequence[Affine]) -> tf.Tensor:
        """What the network is given of a batch at the optimizer's next step."""
        if self._augment is not None:
            step = tf.cast(self.optimizer.iterations, tf.int32)
            x = self._augment(x, tf.stack([seed, step]))
        for kernel, bias in preprocessing:
            x = tf.matmul(x, kernel) + bias
        return x

    def _step(self, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        """One step of Keras' optimizer; returns what it saw."""
        variables = self.network.trainable_variables
        with tf.GradientTape() as tape:
            loss = self._loss(y, self.network(x, training=True))
            penalties = [v.regularizer(v) for v in variables if v.regularizer is not None]
            objective = tf.add_n([loss, *penalties])
        gradients = tape.gradient(objective, [v.value for v in variables])
        self.optimizer.apply(gradients, variables)
        return objective


def _filling(spec: RunSpec, padded: keras.Sequential) -> int:
    """How many weights of the padded kernels are padding."""
    assert isinstance(spec.network, MLP)
    kernels = [v.shape for v in padded.trainable_variables if v.name == "kernel"]
    units = [kernels[0][0], *spec.network.hidden_layers, kernels[-1][1]]
    return int(sum(map(math.prod, kernels)) - sum(map(math.prod, pairwise(units))))


def shape_key(spec: RunSpec, images: int, image_shape: tuple[int, int, int], classes: int) -> str:
    """Equal for runs that can share a program: all that is compiled into it, as text."""
    values: dict[str, Any] = spec.model_dump(mode="json")
    for argument in ("data", "seed", "epochs"):
        del values[argument]
    del values["optimizer"]["learning_rate"]  # a variable
    return json.dumps([values, images, image_shape, classes], sort_keys=True)
