"""From a data spec to the three sets a run needs."""

from dataclasses import dataclass
from threading import Lock

import numpy as np
from cachetools import LRUCache, cached

from regdash.datasets.collection import load, require
from regdash.datasets.label_noise import add_label_noise
from regdash.datasets.sizes import validation_size
from regdash.datasets.splitting import split, take_stratified
from regdash.settings.messages import InputError
from regdash.spec import MEASURED_TRAINING_IMAGES, DataSpec

_CACHE_BYTES = 2_500_000_000
"""Prepared sets that are kept in memory: a dozen of digits, or one as large as an import may be."""


@dataclass(frozen=True)
class Samples:
    """Features and labels. Read-only.

    Features are flat here, whatever their shape: one row of numbers for each sample. A network
    is given them in the shape that it takes.
    """

    x: np.ndarray
    """float32 (n, features); pixels run from 0 to 1."""
    y: np.ndarray
    """int32 (n,)."""
    weights: np.ndarray | None = None
    """float32 (n,), finite, at least 0, or None: how much each training sample counts in the loss
    that is trained on. What is measured after an epoch does not heed them, so that runs with and
    without weights can be compared."""

    def __post_init__(self) -> None:
        for array in (self.x, self.y, self.weights):
            if array is not None:
                array.setflags(write=False)
        if self.weights is not None:
            _check_weights(self.weights, len(self))

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class PreparedData:
    """Training samples (with the labels they are trained on), validation and test samples."""

    train: Samples
    validation: Samples
    test: Samples
    class_names: tuple[str, ...]
    feature_shape: tuple[int, ...]
    """Of one sample: `(height, width, channels)` of an image, `(n,)` of a vector."""
    true_labels: np.ndarray
    """int32 (n,): the training labels before any were replaced. Read-only."""

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """Height, width, channels.

        Raises:
            ValueError: The samples are no images.
        """
        height, width, channels = self.feature_shape
        return height, width, channels

    @property
    def classes(self) -> int:
        """Number of classes."""
        return len(self.class_names)

    @property
    def nbytes(self) -> int:
        """Bytes of its features."""
        return sum(part.x.nbytes for part in (self.train, self.validation, self.test))

    @property
    def train_sample(self) -> Samples:
        """The fixed selection of training samples that is measured after every epoch."""
        # Training samples are in random order already, so the first ones are a random sample.
        first = slice(MEASURED_TRAINING_IMAGES)
        return Samples(self.train.x[first], self.train.y[first])


@cached(LRUCache(_CACHE_BYTES, getsizeof=lambda data: data.nbytes), lock=Lock())
def prepare(spec: DataSpec) -> PreparedData:
    """Load, split, cut to size and mislabel as `spec` says.

    Only training labels are ever replaced. The last few results are kept in memory and shared.

    Raises:
        InputError: The data set is not in this store.
    """
    info, source = require(spec.dataset), load(spec.dataset)
    train, validation = split(source.labels, validation_size(spec), spec.split_seed)
    train = train[take_stratified(source.labels[train], spec.train_size)]
    true_labels = source.labels[train].astype(np.int32)
    true_labels.setflags(write=False)
    labels = true_labels
    if spec.label_noise:
        labels = add_label_noise(labels, spec.label_noise, info.classes, spec.split_seed)
    return PreparedData(
        train=_samples(source.images[train], labels),
        validation=_samples(source.images[validation], source.labels[validation]),
        test=_samples(source.test_images[:], source.test_labels),
        class_names=info.class_names,
        feature_shape=info.image_shape,
        true_labels=true_labels,
    )


def _samples(pixels: np.ndarray, labels: np.ndarray) -> Samples:
    flat = pixels.reshape(len(pixels), -1).astype(np.float32)
    flat /= 255.0
    return Samples(flat, labels.astype(np.int32))


def _check_weights(weights: np.ndarray, samples: int) -> None:
    if weights.shape != (samples,):
        raise InputError(
            [
                f"Sample weights: received shape {weights.shape}; allowed: ({samples},), one per sample."
            ]
        )
    if not (np.isfinite(weights).all() and (weights >= 0).all()):
        wrong = weights[~(np.isfinite(weights) & (weights >= 0))][0]
        raise InputError([f"Sample weights: received {wrong}; allowed: finite numbers from 0."])
