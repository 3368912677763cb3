"""Weight penalties whose strengths are inputs of a compiled program, not constants in it.

So that runs that differ only in a strength share one program: compiling takes longer than training
a small run. The arithmetic is Keras' own; numbers are equal bit by bit.
"""

import keras
import tensorflow as tf

_TERMS = {"l1": tf.abs, "l2": tf.square}
"""What is summed over the weights, by the name of its strength."""


class AdjustablePenalty(keras.regularizers.Regularizer):
    """`l1 * sum(|w|) + l2 * sum(w ** 2)`, with the terms that a regularizer of Keras has."""

    def __init__(self, regularizer: keras.regularizers.Regularizer) -> None:
        """Take over terms and strengths of an L1, L2 or L1L2 regularizer."""
        self._strengths = {
            name: tf.Variable(value, trainable=False, dtype=tf.float32)
            for name, value in _strengths(regularizer).items()
        }

    def __call__(self, weights: tf.Tensor) -> tf.Tensor:
        """Return the penalty on a kernel, a float32 scalar."""
        return tf.add_n(
            [
                strength * tf.reduce_sum(_TERMS[name](weights))
                for name, strength in self._strengths.items()
            ]
        )

    def assign(self, regularizer: keras.regularizers.Regularizer) -> None:
        """Take over the strengths of a regularizer with the same terms."""
        for name, value in _strengths(regularizer).items():
            self._strengths[name].assign(value)


def make_adjustable(network: keras.Model) -> None:
    """Replace the penalties of a network's variables, before it is compiled."""
    for variable in _penalized(network):
        variable.regularizer = AdjustablePenalty(variable.regularizer)


def copy_strengths(adjustable: keras.Model, network: keras.Model) -> None:
    """Copy the strengths of a newly built network to one with `make_adjustable` penalties."""
    for variable, plain in zip(_penalized(adjustable), _penalized(network), strict=True):
        variable.regularizer.assign(plain.regularizer)


def _penalized(network: keras.Model) -> list[keras.Variable]:
    return [v for v in network.trainable_variables if isinstance(v.regularizer, _KNOWN)]


def _strengths(regularizer: keras.regularizers.Regularizer) -> dict[str, float]:
    found = {name: float(getattr(regularizer, name, 0.0)) for name in _TERMS}
    return {name: value for name, value in found.items() if value}


_KNOWN = (
    keras.regularizers.L1,
    keras.regularizers.L2,
    keras.regularizers.L1L2,
    AdjustablePenalty,
)
