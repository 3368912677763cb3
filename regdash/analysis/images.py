"""What a prepared data set looks like: balance, means, doubles."""

from dataclasses import dataclass

import numpy as np

from regdash.preparation import Images, PreparedData


@dataclass(frozen=True)
class Doubles:
    """Images that are in two sets, or in the training set more than once; equal in every pixel."""

    test_in_training: int
    """Test images that are trained on: they make the test too kind."""
    validation_in_training: int
    within_training: int
    """Training images beyond the first of their kind."""


def count_classes(images: Images, classes: int) -> np.ndarray:
    """Images of each class, int64 (classes,)."""
    return np.bincount(images.y, minlength=classes)


def mean_images(images: Images, classes: int) -> np.ndarray:
    """Mean image of each class, float32 (classes, pixels); 0 where a class has none."""
    sums = np.zeros((classes, images.x.shape[1]), np.float32)
    for label in range(classes):
        members = images.x[images.y == label]
        if len(members):
            sums[label] = members.mean(axis=0)
    return sums


def count_doubles(data: PreparedData) -> Doubles:
    """Count the images that are in a prepared data set more than once."""
    training, validation, test = (
        [row.tobytes() for row in _as_bytes(part.x)]
        for part in (data.train, data.validation, data.test)
    )
    known = set(training)
    return Doubles(
        test_in_training=sum(image in known for image in test),
        validation_in_training=sum(image in known for image in validation),
        within_training=len(training) - len(known),
    )


def _as_bytes(images: np.ndarray) -> np.ndarray:
    # As they were stored: a quarter of the memory.
    return np.rint(images * 255).astype(np.uint8)
