"""The files of a run, one folder per run: `model.keras` and `predictions.npz`."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import get_args
from zipfile import BadZipFile

import numpy as np

from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.training.outcome import Outcome

_PREDICTIONS = "predictions.npz"
RIGHT_NAMES = {
    (at, images): f"{at}_{images}_right"
    for at in get_args(EpochChoice)
    for images in get_args(EvaluationSet)
}
"""Names of the arrays that say which images are classified correctly."""


class RunFiles:
    """Folders of runs, inside the store's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "runs"

    def folder(self, run_id: str) -> Path:
        """Return a run's folder; it may not exist yet."""
        return self._folder / run_id

    def remove(self, run_id: str) -> None:
        """Delete a run's files, if there are any."""
        shutil.rmtree(self.folder(run_id), ignore_errors=True)

    def copy(self, run_id: str, copy_id: str) -> None:
        """Copy a run's files, if there are any."""
        if self.folder(run_id).is_dir():
            shutil.copytree(self.folder(run_id), self.folder(copy_id))

    def save_predictions(self, run_id: str, outcome: Outcome) -> None:
        """Save the kept network's probabilities, and which images it and the best one got right."""
        right = {
            name: getattr(getattr(outcome, at), f"{images}_right")
            for (at, images), name in RIGHT_NAMES.items()
        }
        probabilities = {
            "validation": outcome.validation_probabilities,
            "test": outcome.test_probabilities,
        }
        self.save_arrays(run_id, probabilities | right)

    def save_arrays(self, run_id: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Save predictions of a run by their names; those in `RIGHT_NAMES` are bool (n,)."""
        folder = self.folder(run_id)
        folder.mkdir(parents=True, exist_ok=True)
        # Moved into place when complete, so that a truncated file is never read.
        partial = folder / f"partial_{_PREDICTIONS}"
        np.savez_compressed(partial, allow_pickle=False, **arrays)
        partial.replace(folder / _PREDICTIONS)

    def load_right(self, run_id: str) -> dict[tuple[str, str], np.ndarray]:
        """Load which images a completed run classified correctly.

        Returns:
            bool (n,) for each of (`kept` or `best`, `validation` or `test`); empty if there are
            none: unfinished runs, runs of older versions, and unreadable files.
        """
        try:
            with np.load(self.folder(run_id) / _PREDICTIONS) as saved:
                return {key: saved[name] for key, name in RIGHT_NAMES.items()}
        except (OSError, KeyError, ValueError, EOFError, BadZipFile):
            return {}
