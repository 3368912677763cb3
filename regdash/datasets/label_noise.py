"""Deliberately wrong labels."""

import numpy as np


def add_label_noise(labels: np.ndarray, share: float, classes: int, seed: int) -> np.ndarray:
    """Replace a share of the labels with another class, drawn uniformly.

    Exactly `round(share * n)` labels become wrong (symmetric noise, Zhang et al. 2017, section 2,
    but never the correct class by chance).

    Args:
        labels: Integers (n,), 0 to classes - 1.
        share: Share of labels to replace, 0 to 1.
        classes: Number of classes, at least 2.
        seed: Equal seeds give equal noise.

    Returns:
        A new array with the dtype of `labels`.
    """
    rng = np.random.default_rng(seed)
    noisy = labels.copy()
    chosen = rng.permutation(len(labels))[: round(share * len(labels))]
    shift = rng.integers(1, classes, size=len(chosen))
    noisy[chosen] = (labels[chosen].astype(np.int64) + shift) % classes
    return noisy
