"""From a spec to an untrained Keras network, and the loss and optimizer beside it."""

import keras
import tensorflow as tf

from regdash.models.places import Places, Shape
from regdash.spec import RunSpec


def build_network(
    spec: RunSpec, features: Shape, classes: int, *, padded: bool = False
) -> keras.Model:
    """Build the network of a spec, with seeded weights and what its techniques attach.

    Args:
        spec: What to build.
        features: Shape of one sample's features.
        classes: Units of the softmax output.
        padded: Make layers as wide as is fastest to compute, to be filled from the network.

    Returns:
        A built network, float32 (batch, *input_shape) -> (batch, classes).
    """
    places = Places(spec.techniques, spec.seed)
    return spec.network.build(features, classes, places, padded=padded)


def to_input(network: keras.Model, features: tf.Tensor) -> tf.Tensor:
    """Give flat features, float32 (batch, features), the shape that a network takes."""
    shape = network.input_shape[1:]
    return features if len(shape) == 1 else tf.reshape(features, (-1, *shape))


def build_loss(spec: RunSpec) -> keras.losses.Loss:
    """Cross-entropy for one-hot labels, as the techniques change it."""
    settings = {k: v for t in spec.techniques for k, v in t.loss_settings().items()}
    return keras.losses.CategoricalCrossentropy(**settings)


def build_optimizer(spec: RunSpec) -> keras.optimizers.Optimizer:
    """The optimizer of a spec, as the techniques change it."""
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
