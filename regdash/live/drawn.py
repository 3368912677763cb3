"""Which epochs of the runs of a method are drawn: all of a short run, some of a long one."""

from collections.abc import Sequence

import numpy as np

from regdash.live.thinning import choose_epochs
from regdash.metrics.history import History

MOST_POINTS = 10_000
"""Epochs in a chart, of all runs together: beyond, drawing takes longer than a glance."""

MOST_OF_A_RUN = 1000
"""More than a chart has pixels across."""

LEAST_OF_A_RUN = 100

_ROOM = 1.5
"""How many times the wanted number may be drawn before epochs are chosen anew."""


def points_of_a_run(runs: int) -> int:
    """How many epochs of each run are drawn if there are so many."""
    return max(LEAST_OF_A_RUN, min(MOST_OF_A_RUN, MOST_POINTS // max(1, runs)))


class DrawnEpochs:
    """The epochs drawn of runs that share a line; the same of all, so that they have a mean.

    Chosen are some of the first epochs; all that came later are drawn, until they are too many.
    """

    def __init__(self) -> None:
        self.version = 0
        """Another one whenever epochs were chosen anew: what was drawn before is void."""
        self._members: tuple[str, ...] = ()
        self._chosen = np.arange(0)
        self._length = 0

    def update(self, members: Sequence[str], histories: Sequence[History], most: int) -> None:
        """Choose anew if that has become necessary.

        Args:
            members: Ids of the runs.
            histories: Theirs.
            most: About how many epochs to draw.
        """
        longest = max(map(len, histories))
        drawn = len(self._chosen) + longest - self._length
        if tuple(members) == self._members and drawn <= _ROOM * most:
            return
        self._members = tuple(members)
        self._length = longest
        self._chosen = choose_epochs(histories, most)
        self.version += 1

    def among(self, first: int, count: int) -> np.ndarray:
        """Positions drawn of a run of `count` epochs, from position `first` on."""
        chosen = self._chosen[(self._chosen >= first) & (self._chosen < count)]
        return np.concatenate([chosen, np.arange(max(first, self._length), count)])
