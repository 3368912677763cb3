"""What the network is given of an image: drawn by the very functions that training calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from regdash.preparation import prepare
from regdash.spec import DataSpec, RunSpec
from regdash.techniques import Technique, technique_class
from regdash.training.preprocessing import build_augmentation, preprocessing_layer
from regdash.training.seeds import derive_seed


@dataclass(frozen=True)
class View:
    """Images at one place on their way into the network."""

    title: str
    images: np.ndarray
    """float32 (n, pixels)."""
    group: str
    """What was done to them; neighbouring views of one group share a heading."""
    centred: bool = False
    """Whether numbers run to both sides of 0, as after whitening, and not from 0 to 1."""
    chosen: bool = True
    """False: at another strength than the run's, to compare with."""


def look(spec: RunSpec, images: np.ndarray, draws: int = 4, first_step: int = 0) -> list[View]:
    """Images before training, and as the techniques of a run change them.

    Args:
        spec: The run; its training images are what preprocessing learns from.
        images: float32 (n, pixels), 0 to 1.
        draws: How many versions are drawn where chance has a say.
        first_step: Training step of the first draw; others give other draws.

    Returns:
        The originals, then a group for each kind of change, then all of them together.
    """
    steps = range(first_step, first_step + draws)
    preprocessing = [t for t in spec.techniques if t.preprocesses]
    layers = [preprocessing_layer(t, _learned(spec.data, t.key)) for t in preprocessing]
    inputs = _input_layers(spec, images[:1], first_step)
    views = [View("As stored", images, "Original")]

    augmented = _augment(spec, images, steps)
    views += [View(f"Draw {n}", x, "Augmented") for n, x in enumerate(augmented, 1)]
    for technique, layer in zip(preprocessing, layers, strict=True):
        views += _neighbours(spec.data, technique, layer, images)
    if inputs:
        noisy = [_apply(inputs, images, training=True) for _ in steps]
        views += [View(f"Draw {n}", x, "With noise") for n, x in enumerate(noisy, 1)]
    if sum(map(bool, (augmented, layers, inputs))) > 1:
        sources = augmented or [images] * len(steps)
        both = [_apply([*layers, *inputs], x, training=True) for x in sources]
        if not (augmented or inputs):
            both = both[:1]  # nothing is left to chance
        views += [
            View(f"Step {n}", x, "All together: what is trained on", bool(layers))
            for n, x in enumerate(both, 1)
        ]
    return views


def _augment(spec: RunSpec, images: np.ndarray, steps: Sequence[int]) -> list[np.ndarray]:
    augment = build_augmentation(spec, prepare(spec.data).image_shape)
    if augment is None:
        return []
    number = derive_seed(spec.seed, "augmentation")
    return [np.asarray(augment(tf.constant(images), tf.constant([number, n]))) for n in steps]


def _neighbours(
    data: DataSpec, technique: Technique, layer: keras.Layer, images: np.ndarray
) -> list[View]:
    views = []
    for other in technique.neighbours():
        same = other == technique
        applied = layer if same else _other_layer(data, other)
        views.append(
            View(
                ", ".join(f"{dial.title} {getattr(other, dial.name):g}" for dial in other.dials()),
                _apply([applied], images, training=False),
                technique.title,
                centred=True,
                chosen=same,
            )
        )
    return views


def _input_layers(spec: RunSpec, image: np.ndarray, first_step: int) -> list[keras.Layer]:
    """Noise on the input, as it is from a training step on: each call draws anew."""
    seed_for = partial(derive_seed, spec.seed)
    layers = [layer for t in spec.techniques for layer in t.input_layers(seed_for)]
    for _ in range(first_step):
        _apply(layers, image, training=True)
    return layers


def _apply(layers: Sequence[keras.Layer], images: np.ndarray, training: bool) -> np.ndarray:
    for layer in layers:
        images = layer(images, training=training)
    return np.asarray(images)


@lru_cache(maxsize=2)
def _learned(data: DataSpec, key: str) -> Any:
    """What a technique learns from the training images, whatever its strength."""
    return technique_class(key)().learn(prepare(data).train.x)


@lru_cache(maxsize=8)
def _other_layer(data: DataSpec, technique: Technique) -> keras.Layer:
    return preprocessing_layer(technique, _learned(data, technique.key))
