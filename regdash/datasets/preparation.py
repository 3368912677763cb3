"""From a data spec to the three sets a run needs."""

from dataclasses import dataclass
from threading import Lock

import numpy as np
from cachetools import LRUCache, cached

from regdash.datasets.collection import load, require
from regdash.datasets.label_noise import add_label_noise
from regdash.datasets.sizes import validation_size
from regdash.datasets.splitting import split, take_stratified
from regdash.spec import MEASURED_TRAINING_IMAGES, DataSpec

_CACHE_BYTES = 2_500_000_000
"""Prepared sets that are kept in memory: a dozen of digits, or one as large as an import may be."""


@dataclass(frozen=True)
class Images:
    """Flat images, float32 (n, pixels) from 0 to 1, and labels, int32 (n,). Read-only."""

    x: np.ndarray
    y: np.ndarray

    def __post_init__(self) -> None:
        self.x.setflags(write=False)
        self.y.setflags(write=False)

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class PreparedData:
    """Training images (with the labels they are trained on), validation and test images."""

    train: Images
    validation: Images
    test: Images
    class_names: tuple[str, ...]
    image_shape: tuple[int, int, int]
    true_labels: np.ndarray
    """int32 (n,): the training labels before any were replaced. Read-only."""

    @property
    def classes(self) -> int:
        """Number of classes."""
        return len(self.class_names)

    @property
    def nbytes(self) -> int:
        """Bytes of its images."""
        return sum(part.x.nbytes for part in (self.train, self.validation, self.test))

    @property
    def train_sample(self) -> Images:
        """The fixed sample of the training images that is measured after every epoch."""
        # Training images are in random order already, so the first ones are a random sample.
        first = slice(MEASURED_TRAINING_IMAGES)
        return Images(self.train.x[first], self.train.y[first])


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
        train=_images(source.images[train], labels),
        validation=_images(source.images[validation], source.labels[validation]),
        test=_images(source.test_images[:], source.test_labels),
        class_names=info.class_names,
        image_shape=info.image_shape,
        true_labels=true_labels,
    )


def _images(pixels: np.ndarray, labels: np.ndarray) -> Images:
    flat = pixels.reshape(len(pixels), -1).astype(np.float32)
    flat /= 255.0
    return Images(flat, labels.astype(np.int32))
