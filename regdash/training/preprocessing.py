"""What happens to images before the network sees them: augmentation, then preprocessing."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from regdash.techniques import Technique

_ROWS = 4096


def fit_preprocessing(techniques: Sequence[Technique], images: np.ndarray) -> list[keras.Layer]:
    """Fit the preprocessing of a run to its training images.

    Returns:
        Frozen Dense layers, float32 (batch, pixels) -> (batch, pixels), to be applied in turn.
        As layers they also become part of the saved network, which then takes plain pixels.
    """
    layers: list[keras.Layer] = []
    for technique in techniques:
        if technique.preprocesses:
            learned = technique.learn(apply_layers(layers, images))
            layers.append(preprocessing_layer(technique, learned))
    return layers


def preprocessing_layer(technique: Technique, learned: Any) -> keras.Layer:
    """The frozen layer of a technique, from what it learned."""
    kernel, bias = technique.preprocess(learned)
    layer = keras.layers.Dense(len(bias), trainable=False, name=technique.key)
    layer.build((None, len(kernel)))
    layer.set_weights([kernel, bias])
    return layer


def apply_layers(layers: Sequence[keras.Layer], images: np.ndarray) -> np.ndarray:
    """Apply layers to flat images, a block of rows at a time."""
    for layer in layers:
        blocks = [
            np.asarray(layer(images[start : start + _ROWS]))
            for start in range(0, len(images), _ROWS)
        ]
        images = np.concatenate(blocks)
    return images


def build_augmentation(
    techniques: Sequence[Technique], image_shape: tuple[int, int, int]
) -> Callable[[tf.Tensor, tf.Tensor], tf.Tensor] | None:
    """Build a function that augments a batch, or return None if no technique augments.

    Args:
        techniques: Techniques of a run.
        image_shape: Height, width, channels.

    Returns:
        `augment(x, seed)`: float32 (batch, pixels) and int32 (2,), the run's number and the
        training step -> float32 (batch, pixels).
    """
    augmenting = [t for t in techniques if t.augments]
    if not augmenting:
        return None

    def augment(x: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        images = tf.reshape(x, (-1, *image_shape))
        for technique in augmenting:
            images = technique.augment(images, seed)
        return tf.reshape(images, tf.shape(x))

    return augment
