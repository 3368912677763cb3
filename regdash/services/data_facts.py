"""Cached statistics of data sets."""

from functools import lru_cache

import numpy as np

from regdash.datasets.preparation import prepare
from regdash.datasets.statistics import Duplicates, count_duplicates, mean_images
from regdash.spec import DataSpec


@lru_cache(maxsize=16)
def duplicates(spec: DataSpec) -> Duplicates:
    """Count the duplicate images of a data set."""
    return count_duplicates(prepare(spec))


@lru_cache(maxsize=16)
def training_means(spec: DataSpec) -> np.ndarray:
    """Compute the mean training image of each class: float32 (classes, pixels)."""
    data = prepare(spec)
    return mean_images(data.train, data.classes)
