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
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from regdash.datasets.preparation import PreparedData
from regdash.models.padding import fill
from regdash.models.places import Shape
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.training.measure import Meter
from regdash.training.network import build_loss, build_network, build_optimizer, to_input
from regdash.training.preprocessing import build_augmentation

STRETCH_FLOPS = 40e9
"""Arithmetic in one call: 0.1 to 0.3 s on two cores, so that stopping takes effect at once."""

Affine = tuple[tf.Tensor, tf.Tensor]
"""Kernel and bias of a frozen Dense layer."""


class SampleSet(NamedTuple):
    """Samples as the network sees them."""

    x: tf.Tensor
    """float32 (n, features), flat."""
    y: tf.Tensor
    """int32 (n,)."""
    weights: tf.Tensor | None = None
    """float32 (n,): how much each counts in the training loss; None if all count alike."""


@dataclass(frozen=True)
class DataShape:
    """What a program has to know of the data that it trains on."""

    samples: int
    """Number of training samples."""
    features: Shape
    classes: int
    weighted: bool = False
    """Whether samples have weights."""

    @classmethod
    def of(cls, data: PreparedData) -> "DataShape":
        """The shape of a prepared data set."""
        weighted = data.train.weights is not None
        return cls(len(data.train), data.feature_shape, data.classes, weighted)


class Program:
    """Trains and measures `network`; `reset` it before each run."""

    def __init__(self, spec: RunSpec, shape: DataShape) -> None:
        """Build what a run of this shape needs; compiles nothing yet.

        Args:
            spec: Of any run of the shape.
            shape: Of the data.
        """
        self.batch_size = min(spec.batch_size, shape.samples)
        self.batches = -(-shape.samples // self.batch_size)
        sizes = shape.features, shape.classes
        self.network = build_network(spec, *sizes, padded=True)
        self.optimizer = build_optimizer(spec)
        self.optimizer.build(self.network.trainable_variables)
        # Keras' callbacks look for the optimizer, and for `stop_training`, at the network.
        self.network.compile(optimizer=self.optimizer)
        padding, flops = spec.network.count_padding(*sizes), spec.network.count_flops(*sizes)
        self.meter = Meter(self.network, shape.classes, padding, flops)
        self._flops = 3.0 * max(2 * self.network.count_params(), flops) * self.batch_size
        self._classes = shape.classes
        self._loss = build_loss(spec)
        self._augment = build_augmentation(spec.techniques, shape.features)
        self._train = tf.function(self._train_stretch, jit_compile=True)

    def reset(self, spec: RunSpec, network: keras.Model) -> None:
        """Begin anew from the weights and random states of a freshly built network."""
        fill(self.network, network)
        for variable in self.optimizer.variables:
            variable.assign(tf.zeros(variable.shape, variable.dtype))
        self.optimizer.learning_rate.assign(spec.optimizer.learning_rate)
        self.network.stop_training = False

    def variables(self) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """All numbers of the network and of the optimizer, padding included; see `restore`."""
        groups = self.network.variables, self.optimizer.variables
        network, optimizer = ([np.asarray(v.numpy()) for v in group] for group in groups)
        return network, optimizer

    def restore(
        self, network: Sequence[np.ndarray], optimizer: Sequence[np.ndarray], stopped: bool
    ) -> None:
        """Go on from what `variables` returned.

        Args:
            network: Of the network.
            optimizer: Of the optimizer.
            stopped: Whether a callback has asked to end the training.

        Raises:
            InputError: They are of another program.
        """
        variables = [*self.network.variables, *self.optimizer.variables]
        values = [*network, *optimizer]
        if [tuple(v.shape) for v in variables] != [v.shape for v in values]:
            raise InputError(
                [
                    "Training state: its weights do not fit the network of this version. Go on"
                    " with the version of RegDash that wrote it, or start the run anew."
                ]
            )
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)
        self.network.stop_training = stopped

    @property
    def nbytes(self) -> int:
        """Bytes of its weights and the optimizer's."""
        variables = [*self.network.variables, *self.optimizer.variables]
        return sum(4 * math.prod(variable.shape) for variable in variables)

    def stretches(self) -> list[tuple[int, int]]:
        """Cut an epoch into stretches: first batch, number of batches."""
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
            samples: All training samples, resident; with weights if the shape says so.
            order: int32 (batches, batch_size), the epoch's; see `epoch_order`.
            stretch: First batch and number of batches; none compiles and changes nothing.
            seed: Of the augmentation.
            preprocessing: Applied after the augmentation, in turn.
            total: What the stretches before came to.

        Returns:
            Sum over the batches so far of the objective: mean loss of a batch, and penalties.
            With weights the mean is Keras': losses times weights, added up and divided by the
            number of samples in the batch.
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
            y = tf.one_hot(tf.gather(samples.y, chosen), self._classes)
            weights = None if samples.weights is None else tf.gather(samples.weights, chosen)
            return index + 1, total + self.step(x, y, weights)

        _, total = tf.while_loop(lambda index, total: index < end, train_batch, [bounds[0], total])
        return total

    def draw(self, x: tf.Tensor, seed: tf.Tensor, preprocessing: Sequence[Affine]) -> tf.Tensor:
        """What the network is given of a batch of flat features at the optimizer's next step."""
        if self._augment is not None:
            step = tf.cast(self.optimizer.iterations, tf.int32)
            x = self._augment(x, tf.stack([seed, step]))
        for kernel, bias in preprocessing:
            x = tf.matmul(x, kernel) + bias
        return to_input(self.network, x)

    def step(self, x: tf.Tensor, y: tf.Tensor, weights: tf.Tensor | None) -> tf.Tensor:
        """One step of Keras' optimizer; returns what it saw."""
        variables = self.network.trainable_variables
        with tf.GradientTape() as tape:
            loss = self._loss(y, self.network(x, training=True), sample_weight=weights)
            # Penalties on weights, and on activations where a technique's layer adds one.
            objective = tf.add_n([loss, *self.network.losses])
        gradients = tape.gradient(objective, [v.value for v in variables])
        self.optimizer.apply(gradients, variables)
        return objective


def shape_key(spec: RunSpec, shape: DataShape) -> str:
    """Equal for runs that can share a program: all that is compiled into it, as text."""
    values: dict[str, Any] = spec.model_dump(mode="json")
    for argument in ("data", "seed", "epochs"):
        del values[argument]
    del values["optimizer"]["learning_rate"]  # a variable
    return json.dumps([values, asdict(shape)], sort_keys=True)
