"""Selection of the epochs drawn per method: all of short runs, some of long ones."""

from collections.abc import Sequence

import numpy as np

from regdash.live.thinning import choose_epochs
from regdash.metrics.history import History

MAX_POINTS = 10_000
"""Epochs in a chart, over all runs; more would take too long to draw."""

MAX_POINTS_PER_RUN = 1000
"""More than the width of a chart in pixels."""

MIN_POINTS_PER_RUN = 100

_TOLERANCE = 1.5
"""Factor by which the number of drawn epochs may exceed the limit before a new selection."""


def points_per_run(runs: int) -> int:
    """Return the maximum number of epochs drawn per run."""
    return max(MIN_POINTS_PER_RUN, min(MAX_POINTS_PER_RUN, MAX_POINTS // max(1, runs)))


class DrawnEpochs:
    """The epochs drawn for runs that share a line; the same for all, so that they have a mean.

    Earlier epochs are thinned; all later ones are drawn until there are too many.
    """

    def __init__(self) -> None:
        self.version = 0
        """Changes with every new selection, which invalidates the points drawn before."""
        self._members: tuple[str, ...] = ()
        self._chosen = np.arange(0)
        self._length = 0

    def update(self, members: Sequence[str], histories: Sequence[History], most: int) -> None:
        """Make a new selection if necessary.

        Args:
            members: Ids of the runs.
            histories: Their histories.
            most: Approximate number of epochs to draw.
        """
        longest = max(map(len, histories))
        drawn = len(self._chosen) + longest - self._length
        if tuple(members) == self._members and drawn <= _TOLERANCE * most:
            return
        self._members = tuple(members)
        self._length = longest
        self._chosen = choose_epochs(histories, most)
        self.version += 1

    def among(self, first: int, count: int) -> np.ndarray:
        """Return the positions drawn for a run of `count` epochs, starting at `first`."""
        chosen = self._chosen[(self._chosen >= first) & (self._chosen < count)]
        return np.concatenate([chosen, np.arange(max(first, self._length), count)])
