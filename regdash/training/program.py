"""A network and its compiled training: built once per shape, used by one run after another.

`fit` on arrays spends much of a small network's step outside the arithmetic, and compiling takes
longer than training a small run. Here one XLA call trains a stretch of batches. Images, order and
random seeds are its arguments, and a run's initial weights are copied in, so the program keeps
nothing of a run. The number of batches is a runtime value: one program handles stretches of any
length, and how an epoch is divided does not change the results.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from regdash.models.padding import copy_to_padded
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.training.measure import Meter
from regdash.training.network import build_loss, build_network, build_optimizer, to_input
from regdash.training.preprocessing import build_augmentation
from regdash.training.shapes import DataShape
from regdash.training.strengths import Parts, Strengths

STRETCH_FLOPS = 40e9
"""Operations per call: 0.1 to 0.3 s on two cores, so that a run stops quickly."""

Affine = tuple[tf.Tensor, tf.Tensor]
"""Kernel and bias of a frozen Dense layer."""


class SampleSet(NamedTuple):
    """Samples as the network gets them."""

    x: tf.Tensor
    """float32 (n, features), flat."""
    y: tf.Tensor
    """int32 (n,)."""
    weights: tf.Tensor | None = None
    """float32 (n,): weight of each sample in the training loss; None: all equal."""


class Program:
    """Trains and measures `network`; `reset` it before each run."""

    def __init__(self, spec: RunSpec, shape: DataShape) -> None:
        """Build what runs of this shape need; nothing is compiled yet.

        Args:
            spec: The spec of any run of the shape.
            shape: The shape of the data.
        """
        self.compiled = False
        """Whether it has been compiled."""
        self.batch_size = min(spec.batch_size, shape.samples)
        self.batches = -(-shape.samples // self.batch_size)
        sizes = shape.features, shape.classes
        self.network = build_network(spec, *sizes, padded=True)
        self.optimizer = build_optimizer(spec)
        self._loss = build_loss(spec)
        self._strengths = Strengths(Parts(self.network, self._loss, self.optimizer))
        self.optimizer.build(self.network.trainable_variables)
        # Keras' callbacks expect the optimizer and `stop_training` on the network.
        self.network.compile(optimizer=self.optimizer)
        padding, flops = spec.network.count_padding(*sizes), spec.network.count_flops(*sizes)
        self.meter = Meter(self.network, shape.classes, padding, flops)
        self._flops = 3.0 * max(2 * self.network.count_params(), flops) * self.batch_size
        self.classes = shape.classes
        self._augment = build_augmentation(spec.techniques, shape.features)
        self._train = tf.function(self._train_stretch, jit_compile=True, autograph=False)

    def reset(self, spec: RunSpec, network: keras.Model) -> None:
        """Reset to the strengths of a spec, and the weights and random states of a newly built network."""
        copy_to_padded(self.network, network)
        self._strengths.assign(Parts(network, build_loss(spec), build_optimizer(spec)))
        for variable in self.optimizer.variables:
            variable.assign(tf.zeros(variable.shape, variable.dtype))
        self.optimizer.learning_rate.assign(spec.optimizer.learning_rate)
        self.network.stop_training = False

    def variables(self) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Return all variables of the network and the optimizer, including padding; see `restore`."""
        groups = self.network.variables, self.optimizer.variables
        network, optimizer = ([np.asarray(v.numpy()) for v in group] for group in groups)
        return network, optimizer

    def restore(
        self, network: Sequence[np.ndarray], optimizer: Sequence[np.ndarray], stopped: bool
    ) -> None:
        """Continue from what `variables` returned.

        Args:
            network: Variables of the network.
            optimizer: Variables of the optimizer.
            stopped: Whether a callback has ended the training.

        Raises:
            InputError: Their shapes do not match this program.
        """
        variables = [*self.network.variables, *self.optimizer.variables]
        values = [*network, *optimizer]
        if [tuple(v.shape) for v in variables] != [v.shape for v in values]:
            raise InputError(
                [
                    "Training state: its weights do not fit the network of this version."
                    " Continue with the version of RegDash that wrote it, or start the run again."
                ]
            )
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)
        self.network.stop_training = stopped

    @property
    def nbytes(self) -> int:
        """Size of its weights and the optimizer's variables in bytes."""
        variables = [*self.network.variables, *self.optimizer.variables]
        return sum(4 * math.prod(variable.shape) for variable in variables)

    def stretches(self) -> list[tuple[int, int]]:
        """Divide an epoch into stretches: first batch, number of batches."""
        length = int(np.clip(STRETCH_FLOPS / self._flops, 1, self.batches))
        return [
            (start, min(length, self.batches - start)) for start in range(0, self.batches, length)
        ]

    def train(
        self,
        samples: SampleSet,
        order: tf.Tensor,
        stretch: tuple[int, int],
        seed: int,
        preprocessing: Sequence[Affine] = (),
        total: float = 0.0,
    ) -> float:
        """Train some batches of an epoch.

        Args:
            samples: All training samples, in memory; with weights if the shape is weighted.
            order: int32 (batches, batch_size), the epoch's order; see `epoch_order`.
            stretch: First batch and number of batches; 0 batches only compile.
            seed: Seed of the augmentation.
            preprocessing: Applied after the augmentation, in this order.
            total: Return value of the previous stretch of the epoch.

        Returns:
            Sum of the objective over the batches so far: mean loss of a batch, plus penalties.
            With weights, the mean is Keras': the sum of losses times weights, divided by the number
            of samples in the batch.
        """
        numbers = tf.constant(stretch, tf.int32), tf.constant(seed), tf.constant(total)
        return float(self._train(samples, order, *numbers, list(preprocessing)))

    def _train_stretch(
        self,
        samples: SampleSet,
        order: tf.Tensor,
        bounds: tf.Tensor,
        seed: tf.Tensor,
        total: tf.Tensor,
        preprocessing: list[Affine],
    ) -> tf.Tensor:
        end = bounds[0] + bounds[1]

        def train_batch(index: tf.Tensor, total: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            chosen = tf.gather(order, index)
            x = self.draw(tf.gather(samples.x, chosen), seed, preprocessing)
            y = tf.one_hot(tf.gather(samples.y, chosen), self.classes)
            weights = None if samples.weights is None else tf.gather(samples.weights, chosen)
            return index + 1, total + self.step(x, y, weights)

        _, total = tf.while_loop(lambda index, total: index < end, train_batch, [bounds[0], total])
        return total

    def draw(self, x: tf.Tensor, seed: tf.Tensor, preprocessing: Sequence[Affine]) -> tf.Tensor:
        """Augment and preprocess a batch of flat features for the optimizer's next step."""
        if self._augment is not None:
            step = tf.cast(self.optimizer.iterations, tf.int32)
            x = self._augment(x, tf.stack([seed, step]))
        for kernel, bias in preprocessing:
            x = tf.matmul(x, kernel) + bias
        return to_input(self.network, x)

    def step(self, x: tf.Tensor, y: tf.Tensor, weights: tf.Tensor | None) -> tf.Tensor:
        """Do one step of Keras' optimizer, and return the objective."""
        variables = self.network.trainable_variables
        with tf.GradientTape() as tape:
            loss = self._loss(y, self.network(x, training=True), sample_weight=weights)
            # Penalties on weights, and on activations if a technique's layer adds one.
            objective = tf.add_n([loss, *self.network.losses])
        gradients = tape.gradient(objective, [v.value for v in variables])
        self.optimizer.apply(gradients, variables)
        return objective
