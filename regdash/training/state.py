"""The state of a training between two epochs, which can be saved to a folder.

A run that continues from it, in another process or on an equal machine, gives the same numbers as
an uninterrupted one, bit by bit. The order of samples and the draws of the augmentation are not
stored: they follow from the spec's seed, the epoch and the optimizer's step.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.training.state_files import read_tree, write_tree

VERSION = 1
"""Version of the format; increased whenever older versions cannot continue from new files."""


@dataclass(frozen=True)
class TrainingState:
    """Everything that later epochs depend on, besides spec and data."""

    spec_hash: str
    """Hash of the run's spec."""
    data: dict[str, Any]
    """Properties of the data: number of samples, shape of features, classes, whether there are
    weights, and number of validation samples."""
    epoch: int
    """Epochs trained, at least 1."""
    stopped: bool
    """Whether a callback has ended the training."""
    network: list[np.ndarray]
    """All variables of the network, including padding: weights, averages of batch normalization,
    states of random generators."""
    optimizer: list[np.ndarray]
    """All variables of the optimizer: its step, learning rate and averages."""
    preprocessing: list[dict[str, Any]]
    """Fitted preprocessing: name, float32 kernel and bias of each layer."""
    choosers: dict[str, Any]
    """States of the callbacks, `BestKeeper` and the nested choices, including the weights they keep."""

    def save(self, folder: Path) -> None:
        """Write it to a folder, replacing the state that is there.

        If writing is interrupted, the folder still holds the old or the new state. Only one process
        may write to a folder at a time.
        """
        write_tree(folder, VERSION, vars(self))

    @classmethod
    def load(cls, folder: Path) -> TrainingState:
        """Read it from a folder.

        Raises:
            InputError: The folder holds no state, a damaged one, or one of another version.
        """
        return cls(**read_tree(folder, VERSION))

    def check(self, spec: RunSpec, data: dict[str, Any]) -> None:
        """Check that a run can continue from it.

        Args:
            spec: The run's spec.
            data: Properties of the run's data, as in `data`.

        Raises:
            InputError: It belongs to another run or other data.
        """
        if self.spec_hash != spec.hash:
            raise InputError(
                [
                    f"Training state: it belongs to the run {self.spec_hash}, not to {spec.hash}."
                    " A run can only continue from its own state; start it again."
                ]
            )
        # Files do not distinguish lists and tuples.
        wrong = [k for k in data if _plain(self.data.get(k)) != _plain(data[k])]
        if wrong:
            raise InputError(
                [
                    f"Training state: its data has {_words(k)} {self.data.get(k)}, the run's has"
                    f" {data[k]}. Use the data it was trained on, or start the run again."
                    for k in wrong
                ]
            )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _words(name: str) -> str:
    return name.replace("_", " ")
