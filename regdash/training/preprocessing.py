"""Changes to samples before they reach the network: augmentation, then preprocessing."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from regdash.settings.types import Shape
from regdash.techniques import Technique

_ROWS = 4096


def fit_preprocessing(techniques: Sequence[Technique], images: np.ndarray) -> list[keras.Layer]:
    """Fit the preprocessing of a run to its training images.

    Returns:
        Frozen Dense layers, float32 (batch, features) -> (batch, features), to be applied in
        this order. They also become part of the saved network, which then takes plain features.
    """
    layers: list[keras.Layer] = []
    for technique in techniques:
        if technique.preprocesses:
            learned = technique.learn(apply_layers(layers, images))
            layers.append(preprocessing_layer(technique, learned))
    return layers


def preprocessing_layer(technique: Technique, learned: Any) -> keras.Layer:
    """Build the frozen layer of a technique from what it learned."""
    return build_affine(technique.key, *technique.preprocess(learned))


def build_affine(name: str, kernel: np.ndarray, bias: np.ndarray) -> keras.Layer:
    """Build a frozen Dense layer, `x @ kernel + bias`."""
    layer = keras.layers.Dense(len(bias), trainable=False, name=name)
    layer.build((None, len(kernel)))
    layer.set_weights([kernel, bias])
    return layer


def apply_layers(layers: Sequence[keras.Layer], images: np.ndarray) -> np.ndarray:
    """Apply layers to flat features, a block of rows at a time."""
    for layer in layers:
        blocks = [
            np.asarray(layer(images[start : start + _ROWS]))
            for start in range(0, len(images), _ROWS)
        ]
        images = np.concatenate(blocks)
    return images


def build_augmentation(
    techniques: Sequence[Technique], features: Shape
) -> Callable[[tf.Tensor, tf.Tensor], tf.Tensor] | None:
    """Build a function that augments a batch; None if no technique augments.

    Args:
        techniques: The techniques of a run.
        features: Shape of one sample.

    Returns:
        `augment(x, seed)`: float32 (batch, features), flat, and int32 (2,), the run's seed and the
        training step -> float32 (batch, features).
    """
    augmenting = [t for t in techniques if t.augments]
    if not augmenting:
        return None

    def augment(x: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        samples = tf.reshape(x, (-1, *features))
        for technique in augmenting:
            samples = technique.augment(samples, seed)
        return tf.reshape(samples, tf.shape(x))

    return augment
