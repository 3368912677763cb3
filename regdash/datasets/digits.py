"""The built-in data set "Identify the digits": MNIST, sampled as in the article's contest."""

from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np

from regdash.datasets.image_set import ImageSet
from regdash.datasets.info import DatasetInfo
from regdash.spec.data import DEFAULT_DATASET

DIGITS = DatasetInfo(
    id=DEFAULT_DATASET,
    name="Digits",
    class_names=tuple("0123456789"),
    image_shape=(28, 28, 1),
    labelled=49_000,
    test=10_000,
    origin="MNIST, built in",
)
"""The built-in set. 49,000 of MNIST's 60,000 training images are its labeled images."""

DRAW_SEED = 128
"""Seed with which the labeled images are drawn."""


@lru_cache(maxsize=1)
def load_digits() -> ImageSet:
    """Read the packaged file: 49,000 of the official 60,000 training images, drawn with a fixed
    seed, and the official 10,000 test images."""
    with (
        as_file(files("regdash.datasets") / "files" / "mnist.npz") as path,
        np.load(path, allow_pickle=False) as archive,
    ):
        images, labels = archive["x_train"], archive["y_train"]
        test_images, test_labels = archive["x_test"], archive["y_test"]
    drawn = np.random.default_rng(DRAW_SEED).permutation(len(images))[: DIGITS.labelled]
    return ImageSet(images[drawn][..., None], labels[drawn], test_images[..., None], test_labels)
