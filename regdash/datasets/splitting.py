"""Split into training and validation; reduce the number of training images."""

import numpy as np


def split(labels: np.ndarray, validation_size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Split indices into training and validation, stratified by class.

    Args:
        labels: (n,), any integer dtype.
        validation_size: Number of validation indices.
        seed: Equal seeds give equal splits.

    Returns:
        Training and validation indices, int64, in random order.
    """
    from sklearn.model_selection import train_test_split  # slow to import and rarely needed

    positions = np.arange(len(labels))
    train, validation = train_test_split(
        positions, test_size=validation_size, stratify=labels, random_state=seed
    )
    return train, validation


def take_stratified(labels: np.ndarray, size: int) -> np.ndarray:
    """Choose `size` indices so that every class keeps its share, to within one image.

    Choices are nested: the choice of 1,000 is part of the choice of 2,000, so that runs of
    different sizes differ only by added images.

    Args:
        labels: (n,) in random order.
        size: 1 to n.

    Returns:
        Indices, int64, ascending.
    """
    place = np.empty(len(labels))
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        place[members] = (np.arange(len(members)) + 0.5) / len(members)
    return np.sort(np.argsort(place, kind="stable")[:size])
