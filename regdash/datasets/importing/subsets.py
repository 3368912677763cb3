"""Which part of a data set a file or folder belongs to, by its name."""

import re
from pathlib import PurePosixPath
from typing import Literal

Subset = Literal["train", "test"]

_TEST = {"test", "testing", "t10k"}

_TRAIN = {"train", "training", "val", "valid", "validation"}
"""Validation images join the training ones: the split is made here."""


def subset_of(name: str) -> Subset | None:
    """`test` for `mnist_test.csv`, `train` for `training_set`, None for `latest` and `cats`."""
    words = set(re.findall(r"t10k|[a-z]+", PurePosixPath(name).name.lower()))
    if words & _TEST:
        return "test"
    return "train" if words & _TRAIN else None
