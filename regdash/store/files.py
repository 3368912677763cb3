"""The files of a run, in a folder of its own: `model.keras` and `predictions.npz`."""

import shutil
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from regdash.training.outcome import Outcome

_PREDICTIONS = "predictions.npz"
_AT, _IMAGES = ("kept", "best"), ("validation", "test")


class RunFiles:
    """Folders of runs, below the store's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "runs"

    def folder(self, run_id: str) -> Path:
        """Where a run's files are; it need not exist yet."""
        return self._folder / run_id

    def remove(self, run_id: str) -> None:
        """Remove a run's files, if there are any."""
        shutil.rmtree(self.folder(run_id), ignore_errors=True)

    def save_predictions(self, run_id: str, outcome: Outcome) -> None:
        """Save the probabilities of the kept network, and what it and the best one got right."""
        folder = self.folder(run_id)
        folder.mkdir(parents=True, exist_ok=True)
        right = {
            f"{at}_{images}_right": getattr(getattr(outcome, at), f"{images}_right")
            for at in _AT
            for images in _IMAGES
        }
        # Moved into place when it is whole: a file that was cut short would be read for good.
        partial = folder / f"partial_{_PREDICTIONS}"
        np.savez_compressed(
            partial,
            validation=outcome.validation_probabilities,
            test=outcome.test_probabilities,
            **right,
        )
        partial.replace(folder / _PREDICTIONS)

    def load_right(self, run_id: str) -> dict[tuple[str, str], np.ndarray]:
        """Which images a finished run named rightly.

        Returns:
            bool (n,) for each of (`kept` or `best`, `validation` or `test`); empty where there are
            none: unfinished runs, those of older versions, and unreadable files.
        """
        try:
            with np.load(self.folder(run_id) / _PREDICTIONS) as saved:
                return {
                    (at, images): saved[f"{at}_{images}_right"] for at in _AT for images in _IMAGES
                }
        except (OSError, KeyError, ValueError, EOFError, BadZipFile):
            return {}
