"""Thins epochs for the screen only; the store and all figures keep every one."""

from collections.abc import Sequence

import numpy as np
from tsdownsample import MinMaxLTTBDownsampler

from regdash.metrics.history import History

_KEY_CURVES = ("val_loss", "train_loss", "val_accuracy", "train_accuracy")
"""Curves whose shape must be preserved; the others follow from them or are smooth."""


def choose_epochs(histories: Sequence[History], most: int) -> np.ndarray:
    """Choose epochs to draw for runs that share a line, so that their mean can be drawn as well.

    MinMaxLTTB (Van Der Donckt et al., 2023, arXiv:2305.00332) keeps the shape and the extremes
    of each curve. The first epoch is always included, and for every run the best ones and the
    last.

    Args:
        histories: Histories of the runs.
        most: Approximate number of epochs; at least 8.

    Returns:
        int64, increasing positions of epochs, from 0; all of them if there are at most `most`.
    """
    longest = max(map(len, histories), default=0)
    if longest <= most:
        return np.arange(longest)
    chosen = [0]
    for curve in _KEY_CURVES:
        values = np.ascontiguousarray(_mean([history[curve] for history in histories], longest))
        chosen += list(
            MinMaxLTTBDownsampler().downsample(values, n_out=max(2, most // len(_KEY_CURVES)))
        )
    for history in histories:
        if len(history):
            chosen.append(len(history) - 1)
            chosen.append(int(history["val_loss"].argmin()))
            chosen.append(int(history["val_accuracy"].argmax()))
    return np.unique(np.array(chosen, dtype=np.int64))


def _mean(curves: Sequence[np.ndarray], longest: int) -> np.ndarray:
    """Compute the mean of the runs that have reached each epoch."""
    if len(curves) == 1:
        return curves[0]
    total = np.zeros(longest)
    count = np.zeros(longest)
    for values in curves:
        total[: len(values)] += values
        count[: len(values)] += 1
    return total / count
