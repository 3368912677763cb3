"""Splitting into training and validation, and taking fewer training images."""

import numpy as np


def split(labels: np.ndarray, validation_size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Split positions into training and validation, each class in proportion.

    Args:
        labels: (n,), any integer dtype.
        validation_size: Number of validation positions.
        seed: Equal seeds give equal splits.

    Returns:
        Training and validation positions, int64, in random order.
    """
    from sklearn.model_selection import train_test_split  # slow to import, and seldom needed

    positions = np.arange(len(labels))
    train, validation = train_test_split(
        positions, test_size=validation_size, stratify=labels, random_state=seed
    )
    return train, validation


def take_stratified(labels: np.ndarray, size: int) -> np.ndarray:
    """Choose `size` positions so that every class keeps its share, to within one image.

    Choices are nested: those for 1,000 are among those for 2,000, so that runs of different
    size differ by added images only.

    Args:
        labels: (n,) in random order.
        size: 1 to n.

    Returns:
        Positions, int64, ascending.
    """
    place = np.empty(len(labels))
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        place[members] = (np.arange(len(members)) + 0.5) / len(members)
    return np.sort(np.argsort(place, kind="stable")[:size])
