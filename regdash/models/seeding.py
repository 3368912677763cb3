"""A separate seed for every random place of a run.

Keras' and TensorFlow's global seeds are process-wide, so a run never touches them: every
initializer, dropout and noise layer, the augmentation and the order of samples get a seed derived
from the run's seed and the place's name. The seed of a place doesn't depend on a run's other
techniques, so runs with the same seed share initial weights and order: differences are paired.
"""

import zlib

import numpy as np


def derive_seed(seed: int, *place: str | int) -> int:
    """Derive the seed of a place.

    Args:
        seed: The run's seed, 0 to 2**31 - 1.
        place: Name of the place, such as `"kernel", 3`.

    Returns:
        0 to 2**31 - 1.
    """
    name = zlib.crc32("/".join(map(str, place)).encode())
    return int(np.random.SeedSequence([seed, name]).generate_state(1)[0] >> 1)


def epoch_order(seed: int, epoch: int, size: int, batch_size: int) -> np.ndarray:
    """Return the order of the training images in one epoch.

    Every image occurs once; the last batch is filled with images from the start of the same order,
    so that all batches have the same shape.

    Args:
        seed: The run's seed.
        epoch: 0, 1, 2, ...
        size: Number of training images.
        batch_size: At most `size`.

    Returns:
        int32 (ceil(size / batch_size), batch_size), positions from 0 to size - 1.
    """
    order = np.random.default_rng(derive_seed(seed, "order", epoch)).permutation(size)
    batches = -(-size // batch_size)
    return np.resize(order, (batches, batch_size)).astype(np.int32)
