"""What a finished run said of the validation and test images, in a file beside its network."""

from pathlib import Path

import numpy as np

from regdash.events import Outcome

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
    np.savez_compressed(
        folder / _FILE,
        validation=outcome.validation_probabilities,
        test=outcome.test_probabilities,
        **right,
    )


def load_right(folder: Path) -> dict[tuple[str, str], np.ndarray]:
    """Which images a finished run named rightly.

    Returns:
        bool (n,) for each of (`kept` or `best`, `validation` or `test`); empty where there are
        none: unfinished runs, and those of older versions.
    """
    try:
        with np.load(folder / _FILE) as saved:
            return {(at, images): saved[f"{at}_{images}_right"] for at in _AT for images in _IMAGES}
    except (OSError, KeyError, ValueError):
        return {}
