"""Builds the untrained Keras network, the loss and the optimizer of a spec."""

import keras
import tensorflow as tf

from regdash.models.places import Places
from regdash.settings.types import Shape
from regdash.spec import RunSpec


def build_network(
    spec: RunSpec, features: Shape, classes: int, *, padded: bool = False
) -> keras.Model:
    """Build the network of a spec, with seeded weights and the layers of its techniques.

    Args:
        spec: What to build.
        features: Shape of one sample's features.
        classes: Units of the softmax output.
        padded: Widen layers to sizes that are fast to compute; their weights are copied in later.

    Returns:
        A built network, float32 (batch, *input_shape) -> (batch, classes).
    """
    places = Places(spec.techniques, spec.seed)
    return spec.network.build(features, classes, places, padded=padded)


def to_input(network: keras.Model, features: tf.Tensor) -> tf.Tensor:
    """Reshape flat features, float32 (batch, features), to a network's input shape."""
    shape = network.input_shape[1:]
    return features if len(shape) == 1 else tf.reshape(features, (-1, *shape))


def build_loss(spec: RunSpec) -> keras.losses.Loss:
    """Build the cross-entropy for one-hot labels, with the techniques' settings."""
    settings = {k: v for t in spec.techniques for k, v in t.loss_settings().items()}
    return keras.losses.CategoricalCrossentropy(**settings)


def build_optimizer(spec: RunSpec) -> keras.optimizers.Optimizer:
    """Build the optimizer of a spec, with the techniques' changes."""
    rate = spec.optimizer.learning_rate
    if spec.optimizer.name == "sgd":
        optimizer = keras.optimizers.SGD(rate, momentum=spec.optimizer.momentum)
    elif spec.optimizer.name == "rmsprop":
        optimizer = keras.optimizers.RMSprop(rate)
    else:
        optimizer = keras.optimizers.Adam(rate)
    for technique in spec.techniques:
        technique.adjust_optimizer(optimizer)
    return optimizer
