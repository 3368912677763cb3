"""What the network receives for an image, computed with the compiled functions of its training."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import keras
import numpy as np

from regdash.datasets.preparation import prepare
from regdash.spec import DataSpec, RunSpec
from regdash.techniques import TECHNIQUES, Technique
from regdash.training.draws import Draws
from regdash.training.preprocessing import apply_layers, preprocessing_layer


@dataclass(frozen=True)
class View:
    """Images at one stage of their way into the network."""

    title: str
    images: np.ndarray
    """float32 (n, features), flat."""
    group: str
    """What was done to the images; adjacent views of one group share a heading."""
    centred: bool = False
    """Whether values are positive and negative, as after whitening, instead of 0 to 1."""
    chosen: bool = True
    """False if the strength differs from that of the run, for comparison."""


def preview(spec: RunSpec, images: np.ndarray, draws: int = 4, first_step: int = 0) -> list[View]:
    """Return images as stored, and as the techniques of a run change them.

    For random changes, image `i` is what the step of the run makes of it at position `i` of its
    batch (see `Draws`): augmentation and noise are exactly equal, whitening up to the rounding of a
    matrix product.

    Args:
        spec: The run; its training images are what preprocessing learns from.
        images: float32 (n, features), flat, 0 to 1.
        draws: Number of steps to show.
        first_step: The first of these steps, from 0.

    Returns:
        The originals, then one group per kind of change, then all changes together.
    """
    steps = range(first_step, first_step + draws)
    drawn = Draws(spec, prepare(spec.data))
    preprocessing = [t for t in spec.techniques if t.preprocesses]
    layers = [_layer(spec.data, t) for t in preprocessing]
    views = [View("As stored", images, "Original")]

    augmented = [drawn.augment(images, step) for step in steps] if drawn.augments else []
    views += [View(f"Draw {n}", x, "Augmented") for n, x in enumerate(augmented, 1)]
    for technique in preprocessing:
        views += _neighbours(spec.data, technique, images)
    if drawn.disturbs:
        noisy = [drawn.disturb(images, step) for step in steps]
        views += [View(f"Draw {n}", x, "With noise") for n, x in enumerate(noisy, 1)]
    if sum(map(bool, (augmented, layers, drawn.disturbs))) > 1:
        seen = [apply_layers(layers, x) for x in augmented or [images] * len(steps)]
        both = [drawn.disturb(x, step) for x, step in zip(seen, steps, strict=True)]
        if not (augmented or drawn.disturbs):
            both = both[:1]  # nothing is random
        views += [
            View(f"Step {n}", x, "All together: what is trained on", bool(layers))
            for n, x in enumerate(both, 1)
        ]
    return views


def _neighbours(data: DataSpec, technique: Technique, images: np.ndarray) -> list[View]:
    return [
        View(
            ", ".join(f"{dial.title} {getattr(other, dial.name):g}" for dial in other.dials()),
            apply_layers([_layer(data, other)], images),
            technique.title,
            centred=True,
            chosen=other == technique,
        )
        for other in technique.preview_variants()
    ]


@lru_cache(maxsize=2)
def _learned(data: DataSpec, key: str) -> Any:
    """Return what a technique learns from the training images, independent of its strength."""
    return TECHNIQUES.by_key(key)().learn(prepare(data).train.x)


@lru_cache(maxsize=8)
def _layer(data: DataSpec, technique: Technique) -> keras.Layer:
    return preprocessing_layer(technique, _learned(data, technique.key))
