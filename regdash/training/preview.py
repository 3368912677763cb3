"""Shows images as the network gets them, drawn by the compiled functions of the training."""

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
    """Images at one stage before the network."""

    title: str
    images: np.ndarray
    """float32 (n, features), flat."""
    group: str
    """How they were changed; adjacent views of one group share a heading."""
    centered: bool = False
    """Whether values are centered on 0, as after whitening, instead of from 0 to 1."""
    chosen: bool = True
    """False: at another strength than the run's, for comparison."""


def preview(spec: RunSpec, images: np.ndarray, draws: int = 4, first_step: int = 0) -> list[View]:
    """Return images as stored, and as the techniques of a run change them.

    Random changes of image `i` are those of the run's step for position `i` of its batch (see
    `Draws`): augmentation and noise exactly, whitening up to the rounding of a matrix product.

    Args:
        spec: The run; its training images are what preprocessing learns from.
        images: float32 (n, features), flat, 0 to 1.
        draws: Number of steps shown.
        first_step: The first step shown, from 0.

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
        views += _compare_strengths(spec.data, technique, images)
    if drawn.disturbs:
        noisy = [drawn.disturb(images, step) for step in steps]
        views += [View(f"Draw {n}", x, "With noise") for n, x in enumerate(noisy, 1)]
    if sum(map(bool, (augmented, layers, drawn.disturbs))) > 1:
        seen = [apply_layers(layers, x) for x in augmented or [images] * len(steps)]
        both = [drawn.disturb(x, step) for x, step in zip(seen, steps, strict=True)]
        if not (augmented or drawn.disturbs):
            both = both[:1]  # nothing is random: all steps are equal
        views += [
            View(f"Step {n}", x, "All together: what is trained on", bool(layers))
            for n, x in enumerate(both, 1)
        ]
    return views


def _compare_strengths(data: DataSpec, technique: Technique, images: np.ndarray) -> list[View]:
    return [
        View(
            ", ".join(f"{dial.title} {getattr(other, dial.name):g}" for dial in other.dials()),
            apply_layers([_layer(data, other)], images),
            technique.title,
            centered=True,
            chosen=other == technique,
        )
        for other in technique.preview_variants()
    ]


@lru_cache(maxsize=2)
def _learned(data: DataSpec, key: str) -> Any:
    """Return what a technique learns from the training images, which is the same for all strengths."""
    return TECHNIQUES.by_key(key)().learn(prepare(data).train.x)


@lru_cache(maxsize=8)
def _layer(data: DataSpec, technique: Technique) -> keras.Layer:
    return preprocessing_layer(technique, _learned(data, technique.key))
