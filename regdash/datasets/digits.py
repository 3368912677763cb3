"""The built-in data set "Identify the digits": MNIST, drawn as the article's contest did."""

from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np

from regdash.spec import LABELLED_IMAGES

CLASSES = 10
IMAGE_SHAPE = (28, 28, 1)
_DRAW_SEED = 128


@lru_cache(maxsize=1)
def load_digits() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Read the packaged file.

    Returns:
        49,000 labelled images drawn from the official 60,000 with a fixed seed, uint8
        (49000, 28, 28); their labels, uint8; the official 10,000 test images; their labels.
        All read-only.
    """
    with (
        as_file(files("regdash.datasets") / "files" / "mnist.npz") as path,
        np.load(path, allow_pickle=False) as archive,
    ):
        images, labels = archive["x_train"], archive["y_train"]
        test_images, test_labels = archive["x_test"], archive["y_test"]
    drawn = np.random.default_rng(_DRAW_SEED).permutation(len(images))[:LABELLED_IMAGES]
    parts = images[drawn], labels[drawn], test_images, test_labels
    for part in parts:
        part.setflags(write=False)
    return parts
