"""Applies the random changes of a run's steps to a few images, with the run's compiled functions.

TensorFlow draws different random numbers with XLA than without, so images drawn eagerly would not
be those that any run is trained on. A step draws for a whole batch, separately for each position:
here image `i` gets what the step draws for position `i`, regardless of the rest of the batch.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

import numpy as np
import tensorflow as tf

from regdash.datasets.preparation import PreparedData
from regdash.models.seeding import derive_seed
from regdash.settings.types import Shape
from regdash.spec import RunSpec
from regdash.techniques import Technique
from regdash.training.preprocessing import build_augmentation

_compile = partial(tf.function, jit_compile=True, autograph=False)

_Amounts = dict[str, tf.Tensor]
"""The float settings of a technique, as float64 scalars."""

_Batched = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]
"""Flat images of one batch, float32 (n, features), and its step, int32 -> float32 (n, features)."""


class Draws:
    """The random draws of a run, step by step.

    More images than fit into a batch continue in the batches of the following steps; "step" then
    counts such groups of steps.
    """

    def __init__(self, spec: RunSpec, data: PreparedData) -> None:
        """Prepare the functions; nothing is compiled yet.

        Args:
            spec: The run.
            data: Its data.
        """
        self._batch_size = min(spec.batch_size, len(data.train))
        self._augment = _augmentation(spec, data.feature_shape, self._batch_size)
        self._noise = _noise(spec, data.feature_shape, self._batch_size)

    @property
    def augments(self) -> bool:
        """Whether `augment` changes anything."""
        return self._augment is not None

    @property
    def disturbs(self) -> bool:
        """Whether `disturb` changes anything."""
        return bool(self._noise)

    def augment(self, images: np.ndarray, step: int) -> np.ndarray:
        """Augment exactly as the step does: float32 (n, features) -> float32 (n, features)."""
        return self._in_batches(images, step, [self._augment] if self._augment else [])

    def disturb(self, images: np.ndarray, step: int) -> np.ndarray:
        """Apply the step's noise layers: float32 (n, features) -> float32 (n, features)."""
        return self._in_batches(images, step, self._noise)

    def _in_batches(
        self, images: np.ndarray, step: int, functions: Sequence[_Batched]
    ) -> np.ndarray:
        starts = range(0, len(images), self._batch_size)
        batches = []
        for index, start in enumerate(starts):
            batch = tf.constant(images[start : start + self._batch_size])
            for function in functions:
                batch = function(batch, tf.constant(step * len(starts) + index))
            batches.append(np.asarray(batch))
        return np.concatenate(batches)


def _augmentation(spec: RunSpec, features: Shape, batch_size: int) -> _Batched | None:
    techniques = [t for t in spec.techniques if t.augments]
    if not techniques:
        return None
    amounts = [_amounts(t) for t in techniques]
    number = tf.constant(derive_seed(spec.seed, "augmentation"))
    compiled = compiled_augmentation(tuple(map(_without_amounts, techniques)), features, batch_size)
    return lambda images, step: compiled(images, tf.stack([number, step]), amounts)


def _noise(spec: RunSpec, features: Shape, batch_size: int) -> list[_Batched]:
    shape = spec.network.input_shape(features)
    return [
        noise_layer(technique, layer.seed, (batch_size, *shape))
        for technique in spec.techniques
        for layer in technique.layers_after_input(shape, partial(derive_seed, spec.seed))
    ]


def noise_layer(technique: Technique, number: int, batch: Shape) -> _Batched:
    """Return the function of a technique's noise layer for batches of a run.

    Args:
        technique: A technique that adds noise.
        number: The layer's seed.
        batch: Shape of a whole batch.
    """
    compiled, amounts = compiled_noise(_without_amounts(technique), batch), _amounts(technique)
    return lambda images, step: compiled(images, tf.stack([tf.constant(number), step]), amounts)


@lru_cache(maxsize=8)
def compiled_augmentation(
    techniques: tuple[Technique, ...], features: Shape, batch_size: int
) -> Callable[..., tf.Tensor]:
    """Augmentation of a batch's first images; amounts are arguments."""

    def draw(images: tf.Tensor, seed: tf.Tensor, amounts: list[_Amounts]) -> tf.Tensor:
        adjusted = [_with_amounts(t, values) for t, values in zip(techniques, amounts, strict=True)]
        augment = build_augmentation(adjusted, features)
        assert augment is not None
        # Draws depend on the length of the batch, but not on its other images.
        count = images.shape[0]
        return augment(tf.pad(images, [[0, batch_size - count], [0, 0]]), seed)[:count]

    compiled: Callable[..., tf.Tensor] = _compile(draw)
    return compiled


@lru_cache(maxsize=8)
def compiled_noise(technique: Technique, batch: Shape) -> Callable[..., tf.Tensor]:
    """Noise on the first images of a batch of this shape; amounts are arguments."""

    def draw(images: tf.Tensor, seed: tf.Tensor, amounts: _Amounts) -> tf.Tensor:
        count = images.shape[0]
        padded = tf.pad(images, [[0, _rows(technique, count, batch) - count], [0, 0]])
        shaped = tf.reshape(padded, (-1, *batch[1:]))
        disturbed = _with_amounts(technique, amounts).disturb(shaped, seed)[:count]
        return tf.reshape(disturbed, images.shape)

    compiled: Callable[..., tf.Tensor] = _compile(draw)
    return compiled


def _rows(technique: Technique, count: int, batch: Shape) -> int:
    """Return how many images need noise so that the first ones get the same as in a whole batch.

    Normal random numbers are by far the largest cost here, so draw as few as possible. They are drawn in
    pairs along the first even side of the batch's shape, or along the longest if all are odd.
    """
    if technique.disturbs_whole_batch or all(side % 2 for side in batch):
        return batch[0]
    return count + (batch[0] - count) % 2


# Compiling is too slow for an interactive slider, so amounts are arguments: in float64, so that
# arithmetic on them rounds like Python's, as when a run's amounts are compiled in.


def _amounts(technique: Technique) -> _Amounts:
    return {n: tf.constant(v, tf.float64) for n, v in technique if isinstance(v, float)}


def _without_amounts(technique: Technique) -> Technique:
    """Return the technique with default amounts: equal for all that differ only in amounts."""
    return type(technique)(**{n: v for n, v in technique if not isinstance(v, float)})


def _with_amounts(technique: Technique, amounts: _Amounts) -> Technique:
    """Return the technique with tensors in place of floats, which validation would reject."""
    return type(technique).model_construct(**{**dict(technique), **amounts})
