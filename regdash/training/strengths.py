"""Strengths of techniques as inputs of a compiled program, not constants in it.

So that runs that differ only in a strength share one program: compiling takes longer than training
a small run. Each class here does the arithmetic of a class of Keras, with variables for its
constants. What Keras computes before the training, such as `1 / (1 - rate)`, is computed so here
too and then rounded once to float32; where XLA changes the order of a calculation with constants,
this order is used. Numbers are therefore equal bit by bit to those with constants, but see `_Penalty`
and `_Dropout`.

What is not in `_KINDS` keeps its constants; a technique that uses it must not name the settings
behind them in its `runtime_settings`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from regdash.techniques.masks import draw_kept, limit_of, scale_of


class Parts(NamedTuple):
    """What has strengths, as Keras builds it."""

    network: keras.Model
    loss: keras.losses.Loss
    optimizer: keras.optimizers.Optimizer


class Strengths:
    """The strengths of the parts of a program."""

    def __init__(self, parts: Parts) -> None:
        """Replace the strengths in some parts by variables, before anything is compiled."""
        self._variables: list[dict[str, tf.Variable]] = []
        for found in _find(parts):
            variables = {
                name: tf.Variable(value, trainable=False, dtype=tf.float32)
                for name, value in found.constants.items()
            }
            # A version of Keras without this attribute would go on using its constants.
            assert hasattr(found.owner, found.kind.place)
            setattr(found.owner, found.kind.place, found.kind(found.plain, variables))
            self._variables.append(variables)

    def assign(self, parts: Parts) -> None:
        """Take over the strengths of newly built parts that share the program."""
        for variables, found in zip(self._variables, _find(parts), strict=True):
            for name, value in found.constants.items():
                variables[name].assign(value)


class _Adjustable(ABC):
    """Does what something of Keras does, with variables for its constants."""

    place: ClassVar[str]
    """The attribute where a variable, layer, loss or optimizer has what it replaces."""

    def __init__(self, plain: Any, variables: dict[str, tf.Variable]) -> None:
        self._plain = plain
        self._variables = variables

    @staticmethod
    @abstractmethod
    def constants(plain: Any, classes: int) -> dict[str, float]:
        """Return the constants of the arithmetic; none if it stays as it is."""


_TERMS = {"l1": tf.abs, "l2": tf.square}
"""What is summed over the weights, by the name of its strength."""


class _Penalty(_Adjustable):
    """`l1 * sum(|w|) + l2 * sum(w ** 2)`, with the terms that a regularizer has.

    With both terms, numbers can differ from those with constants in the last bit.
    """

    place = "regularizer"

    @staticmethod
    def constants(plain: keras.regularizers.Regularizer, classes: int) -> dict[str, float]:
        found = {name: float(getattr(plain, name, 0.0)) for name in _TERMS}
        return {name: value for name, value in found.items() if value}

    def __call__(self, weights: tf.Tensor) -> tf.Tensor:
        return tf.add_n(
            [
                strength * tf.reduce_sum(_TERMS[name](weights))
                for name, strength in self._variables.items()
            ]
        )


class _MaxNorm(_Adjustable):
    """Scales weights back whose norm exceeds a limit."""

    place = "constraint"

    @staticmethod
    def constants(plain: keras.constraints.MaxNorm, classes: int) -> dict[str, float]:
        return {"max_value": plain.max_value}

    def __call__(self, weights: tf.Tensor) -> tf.Tensor:
        return keras.constraints.MaxNorm(axis=self._plain.axis, **self._variables)(weights)


class _Dropout(_Adjustable):
    """Zeroes inputs and scales the others. Unlike Keras' layer, it draws 16 random bits per input."""

    place = "call"

    @staticmethod
    def constants(plain: keras.layers.Dropout, classes: int) -> dict[str, float]:
        if plain.rate in (0, 1) or plain.noise_shape is not None:
            return {}
        return {"limit": limit_of(plain.rate), "scale": scale_of(plain.rate)}

    def __call__(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if not training:
            return inputs
        seed = tf.cast(self._plain.seed_generator.next(), tf.int32)
        limit = tf.cast(self._variables["limit"], tf.uint32)
        kept = draw_kept(tf.shape(inputs), limit, seed)
        return tf.where(kept, inputs * self._variables["scale"], 0.0)


class _GaussianNoise(_Adjustable):
    """Adds the random numbers that Keras draws, scaled."""

    place = "call"

    @staticmethod
    def constants(plain: keras.layers.GaussianNoise, classes: int) -> dict[str, float]:
        # XLA omits a product with the constant 1, and then rounds the sum differently.
        return {} if plain.stddev in (0, 1) else {"stddev": plain.stddev}

    def __call__(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if not training:
            return inputs
        drawn = keras.random.normal(tf.shape(inputs), seed=self._plain.seed_generator)
        return inputs + drawn * self._variables["stddev"]


class _CrossEntropy(_Adjustable):
    """Smooths one-hot labels."""

    place = "call"

    @staticmethod
    def constants(plain: keras.losses.CategoricalCrossentropy, classes: int) -> dict[str, float]:
        smoothing = plain.label_smoothing
        if not smoothing:
            return {}
        # As Keras: divided by a tensor, and added to a product, so both in float32.
        wrong = np.float32(smoothing) / np.float32(classes)
        right = np.float32(1 - smoothing) + wrong
        return {"right": float(right), "wrong": float(wrong)}

    def __call__(self, labels: tf.Tensor, predicted: tf.Tensor) -> tf.Tensor:
        # With constants, the compiler turns Keras' product and sum into such a choice. With variables
        # it would not, and rounded the gradient of the bias differently.
        smooth = tf.where(labels > 0, self._variables["right"], self._variables["wrong"])
        settings = {"from_logits": self._plain.from_logits, "axis": self._plain.axis}
        return keras.losses.categorical_crossentropy(smooth, predicted, **settings)


class _WeightDecay(_Adjustable):
    """Shrinks weights in each step of an optimizer."""

    place = "_apply_weight_decay"

    @staticmethod
    def constants(plain: keras.optimizers.Optimizer, classes: int) -> dict[str, float]:
        return {} if plain.weight_decay is None else {"weight_decay": plain.weight_decay}

    def __call__(self, variables: list[keras.Variable]) -> None:
        # Keras multiplies from left to right, but XLA first multiplies a constant by a scalar.
        share = self._variables["weight_decay"] * self._plain.learning_rate
        for variable in variables:
            if self._plain._use_weight_decay(variable.value):
                variable.value.assign_sub(variable.value * share)


_KINDS: dict[type, type[_Adjustable]] = {
    keras.regularizers.L1: _Penalty,
    keras.regularizers.L2: _Penalty,
    keras.regularizers.L1L2: _Penalty,
    keras.constraints.MaxNorm: _MaxNorm,
    keras.layers.Dropout: _Dropout,
    keras.layers.GaussianNoise: _GaussianNoise,
    keras.losses.CategoricalCrossentropy: _CrossEntropy,
    keras.optimizers.SGD: _WeightDecay,
    keras.optimizers.RMSprop: _WeightDecay,
    keras.optimizers.Adam: _WeightDecay,
}
"""By the exact class: a subclass may compute differently."""


class _Found(NamedTuple):
    """Something with strengths, and how it is replaced."""

    kind: type[_Adjustable]
    plain: Any
    owner: Any
    constants: dict[str, float]


def _find(parts: Parts) -> Iterator[_Found]:
    """Yield everything with strengths, always in the same order."""
    classes = parts.network.output_shape[-1]
    for plain, owner in _candidates(parts):
        kind = _KINDS.get(type(plain))
        constants = kind.constants(plain, classes) if kind else {}
        if kind and constants:
            yield _Found(kind, plain, owner, constants)


def _candidates(parts: Parts) -> Iterator[tuple[Any, Any]]:
    for variable in parts.network.trainable_variables:
        yield variable.regularizer, variable
        yield variable.constraint, variable
    for part in (*_layers(parts.network), parts.loss, parts.optimizer):
        yield part, part


def _layers(network: keras.Model) -> Iterator[keras.layers.Layer]:
    for layer in network.layers:
        yield layer
        if isinstance(layer, keras.Model):
            yield from _layers(layer)
