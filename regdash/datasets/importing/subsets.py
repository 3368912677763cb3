"""Tells training from test files and folders by name."""

import re
from pathlib import PurePosixPath
from typing import Literal

Subset = Literal["train", "test"]

_TEST = {"test", "testing", "t10k"}

_TRAIN = {"train", "training", "val", "valid", "validation"}
"""Validation images are added to the training images, because RegDash makes the split."""


def subset_of(name: str) -> Subset | None:
    """Return `test` for `mnist_test.csv`, `train` for `training_set`, None for `latest`, `cats`."""
    words = set(re.findall(r"t10k|[a-z]+", PurePosixPath(name).name.lower()))
    if words & _TEST:
        return "test"
    return "train" if words & _TRAIN else None
