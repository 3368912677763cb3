"""The state of a training between two epochs: one value, which a folder can hold.

A run that goes on from it, in another process or on an equal machine, gives the numbers of an
unbroken one, bit by bit. The order of samples and the draws of the augmentation need no place in
it: they follow from the spec's seed, the epoch and the optimizer's step.
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
"""Of the format; raised whenever an older version could not go on from what is written."""


@dataclass(frozen=True)
class TrainingState:
    """All that the epochs to come depend on, besides spec and data."""

    spec_hash: str
    """Of the run's spec."""
    data: dict[str, Any]
    """Of the data: number of samples, shape of features, classes, whether there are weights, and
    number of validation samples."""
    epoch: int
    """Epochs trained, at least 1."""
    stopped: bool
    """Whether a callback has asked to end the training."""
    network: list[np.ndarray]
    """All variables of the network as it is computed with, padding included: weights, averages
    of batch normalization, states of random generators."""
    optimizer: list[np.ndarray]
    """All variables of the optimizer: its step, learning rate and averages."""
    preprocessing: list[dict[str, Any]]
    """What was learned: of each map its name, float32 kernel and bias."""
    choosers: dict[str, Any]
    """Of the callbacks, the best epoch's keeper and the nested choices, with the weights that
    they remember."""

    def save(self, folder: Path) -> None:
        """Write it to a folder, in place of the state that is there.

        Whoever reads the folder finds the old state or the new one, whenever the writing breaks
        off. Only one process may write to it.
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
        """Make sure that a run can go on from it.

        Args:
            spec: The run's.
            data: What is known of the run's data, as in `data`.

        Raises:
            InputError: It belongs to another run or other data.
        """
        if self.spec_hash != spec.hash:
            raise InputError(
                [
                    f"Training state: it belongs to the run {self.spec_hash}, not to {spec.hash}."
                    " A run can only go on from its own state; start it anew."
                ]
            )
        # Lists and tuples are one thing in a file.
        wrong = [k for k in data if _plain(self.data.get(k)) != _plain(data[k])]
        if wrong:
            raise InputError(
                [
                    f"Training state: its data has {_words(k)} {self.data.get(k)}, the run's has"
                    f" {data[k]}. Give the data it was trained on, or start anew."
                    for k in wrong
                ]
            )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _words(name: str) -> str:
    return name.replace("_", " ")
