"""Statistics of a prepared data set: class balance, mean images, duplicates."""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from regdash.datasets.preparation import PreparedData, Samples

_ROWS = 4096
"""Images per block: whole sets may be large."""


@dataclass(frozen=True)
class Duplicates:
    """Numbers of images that equal an image of another set, or of the same one, in every pixel."""

    test_in_training: int
    """Test images that are also trained on: they make test results too good."""
    validation_in_training: int
    within_training: int
    """Training images beyond the first of each group of duplicates."""


def count_classes(images: Samples, classes: int) -> np.ndarray:
    """Count the images of each class: int64 (classes,)."""
    return np.bincount(images.y, minlength=classes)


def mean_images(images: Samples, classes: int) -> np.ndarray:
    """Compute the mean image of each class: float32 (classes, pixels), 0 for an empty class."""
    sums = np.zeros((classes, images.x.shape[1]))
    for start in range(0, len(images), _ROWS):
        members = images.y[start : start + _ROWS, None] == np.arange(classes)
        sums += members.T.astype(np.float32) @ images.x[start : start + _ROWS]
    counts = np.maximum(count_classes(images, classes), 1)
    return np.asarray(sums / counts[:, None], np.float32)


def count_duplicates(data: PreparedData) -> Duplicates:
    """Count the duplicates in a prepared data set."""
    training = _fingerprints(data.train)
    known = set(training)
    return Duplicates(
        test_in_training=sum(image in known for image in _fingerprints(data.test)),
        validation_in_training=sum(image in known for image in _fingerprints(data.validation)),
        within_training=len(training) - len(known),
    )


def _fingerprints(images: Samples) -> list[bytes]:
    """Return a hash of 16 bytes per image, equal for equal pixels."""
    return [
        blake2b(row, digest_size=16).digest()
        for start in range(0, len(images), _ROWS)
        for row in images.x[start : start + _ROWS]
    ]
