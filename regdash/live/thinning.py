"""Fewer epochs for the screen; the store and all figures keep every one."""

from collections.abc import Sequence

import numpy as np
from tsdownsample import MinMaxLTTBDownsampler

from regdash.metrics.curves import CURVES

_SEEN = ("val_loss", "train_loss", "val_accuracy", "train_accuracy")
"""Curves whose look must not change; the others follow from them or run smoothly."""


def choose_epochs(histories: Sequence[np.ndarray], most: int) -> np.ndarray:
    """Choose epochs to draw for runs that share a line, so that its mean can be drawn, too.

    MinMaxLTTB (Van Der Donckt et al., 2023, arXiv:2305.00332) keeps the shape and the extremes
    of each curve. The first epoch is always among them, and of every run the best ones and the
    last.

    Args:
        tracks: For each run float64 (epochs, len(CURVES)); see `History.points`.
        most: About how many epochs; at least 8.

    Returns:
        int64, increasing positions of epochs, from 0; all of them if they are few enough.
    """
    longest = max(map(len, histories), default=0)
    if longest <= most:
        return np.arange(longest)
    middle = _mean(histories, longest)
    chosen = [0]
    for curve in _SEEN:
        values = np.ascontiguousarray(middle[:, CURVES.index(curve)])
        chosen += list(MinMaxLTTBDownsampler().downsample(values, n_out=max(2, most // len(_SEEN))))
    for track in histories:
        if len(track):
            chosen.append(len(track) - 1)
            chosen.append(int(track[:, CURVES.index("val_loss")].argmin()))
            chosen.append(int(track[:, CURVES.index("val_accuracy")].argmax()))
    return np.unique(np.array(chosen, dtype=np.int64))


def _mean(histories: Sequence[np.ndarray], longest: int) -> np.ndarray:
    """Mean of the runs that have got that far, epoch by epoch."""
    if len(histories) == 1:
        return histories[0]
    total = np.zeros((longest, len(CURVES)))
    count = np.zeros((longest, 1))
    for track in histories:
        total[: len(track)] += track
        count[: len(track)] += 1
    return total / count
