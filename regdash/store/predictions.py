"""What a finished run said of the validation and test images, in a file beside its network."""

from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from regdash.training.outcome import Outcome

_FILE = "predictions.npz"
_AT, _IMAGES = ("kept", "best"), ("validation", "test")


def save_predictions(folder: Path, outcome: Outcome) -> None:
    """Save the probabilities of the kept network, and what it and the best one got right."""
    folder.mkdir(parents=True, exist_ok=True)
    right = {
        f"{at}_{images}_right": getattr(getattr(outcome, at), f"{images}_right")
        for at in _AT
        for images in _IMAGES
    }
    # Moved into place when it is whole: a file that was cut short would be read for good.
    partial = folder / f"partial_{_FILE}"
    np.savez_compressed(
        partial,
        validation=outcome.validation_probabilities,
        test=outcome.test_probabilities,
        **right,
    )
    partial.replace(folder / _FILE)


def load_right(folder: Path) -> dict[tuple[str, str], np.ndarray]:
    """Which images a finished run named rightly.

    Returns:
        bool (n,) for each of (`kept` or `best`, `validation` or `test`); empty where there are
        none: unfinished runs, those of older versions, and unreadable files.
    """
    try:
        with np.load(folder / _FILE) as saved:
            return {(at, images): saved[f"{at}_{images}_right"] for at in _AT for images in _IMAGES}
    except (OSError, KeyError, ValueError, EOFError, BadZipFile):
        return {}
