"""The files of a run, one folder per run: `model.keras` and `predictions.npz`."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from regdash.training.outcome import Outcome

_PREDICTIONS = "predictions.npz"
_AT, _IMAGES = ("kept", "best"), ("validation", "test")

PREDICTION_NAMES = (*_IMAGES, *(f"{at}_{images}_right" for at in _AT for images in _IMAGES))
"""Names of the saved arrays; see `RunFiles.load_predictions`."""


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

    def save_predictions(self, run_id: str, outcome: Outcome) -> None:
        """Save the kept network's probabilities, and which images it and the best one got right."""
        right = {
            f"{at}_{images}_right": getattr(getattr(outcome, at), f"{images}_right")
            for at in _AT
            for images in _IMAGES
        }
        probabilities = {
            "validation": outcome.validation_probabilities,
            "test": outcome.test_probabilities,
        }
        self.save_arrays(run_id, probabilities | right)

    def save_arrays(self, run_id: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Save the predictions of a run by the names that `load_predictions` returns."""
        folder = self.folder(run_id)
        folder.mkdir(parents=True, exist_ok=True)
        # Moved into place when complete, so that a truncated file is never read.
        partial = folder / f"partial_{_PREDICTIONS}"
        np.savez_compressed(partial, allow_pickle=False, **arrays)
        partial.replace(folder / _PREDICTIONS)

    def load_predictions(self, run_id: str) -> dict[str, np.ndarray]:
        """Load all predictions of a run; empty if there are none or they are unreadable.

        Returns:
            float16 (n, classes) for `validation` and `test`: probabilities at the kept weights. bool
            (n,) for `kept_validation_right`, `best_test_right` and so on: correct predictions. Runs
            of older versions lack some.
        """
        try:
            with np.load(self.folder(run_id) / _PREDICTIONS) as saved:
                return {name: saved[name] for name in PREDICTION_NAMES if name in saved}
        except (OSError, KeyError, ValueError, EOFError, BadZipFile):
            return {}

    def load_right(self, run_id: str) -> dict[tuple[str, str], np.ndarray]:
        """Load which images a completed run classified correctly.

        Returns:
            bool (n,) for each of (`kept` or `best`, `validation` or `test`); empty if there are
            none: unfinished runs, runs of older versions, and unreadable files.
        """
        try:
            with np.load(self.folder(run_id) / _PREDICTIONS) as saved:
                return {
                    (at, images): saved[f"{at}_{images}_right"] for at in _AT for images in _IMAGES
                }
        except (OSError, KeyError, ValueError, EOFError, BadZipFile):
            return {}
