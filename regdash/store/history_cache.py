"""Caches the curves of displayed runs in memory: read once for all pages."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from regdash.metrics.history import EpochArrays, History
from regdash.store.records import Run

MAX_EPOCHS = 300_000
"""Epochs kept in memory, of all runs together: about 40 MB, and more where they are judged."""

ReadEpochs = Callable[[Mapping[str, int]], Mapping[str, EpochArrays]]
"""Reads later epochs of several runs; see `Reader.new_epochs`."""


class HistoryCache:
    """A cache of the histories of runs in the store. Safe to use from many threads."""

    def __init__(self, read_epochs: ReadEpochs, max_epochs: int = MAX_EPOCHS) -> None:
        self._read_epochs = read_epochs
        self._max_epochs = max_epochs
        self._lock = Lock()
        self._histories: OrderedDict[str, History] = OrderedDict()
        self._complete: set[str] = set()

    def load(self, runs: Sequence[Run]) -> dict[str, History]:
        """Return the current histories of these runs, by their ids."""
        with self._lock:
            for run in runs:
                if run.id not in self._histories:
                    self._histories[run.id] = History()
                self._histories.move_to_end(run.id)
            growing = {
                run.id: len(self._histories[run.id]) for run in runs if run.id not in self._complete
            }
            added = self._read_epochs(growing)
            for run_id, epochs in added.items():
                self._histories[run_id].extend(epochs)
            # A history is complete only if it was read after the run had ended.
            self._complete.update(run.id for run in runs if not run.active)
            found = {run.id: self._histories[run.id] for run in runs}
            if added:
                self._evict()
            return found

    def _evict(self) -> None:
        """Drop the least recently used runs until the rest fits."""
        total = sum(len(history) for history in self._histories.values())
        while total > self._max_epochs and len(self._histories) > 1:
            run_id, history = self._histories.popitem(last=False)
            self._complete.discard(run_id)
            total -= len(history)
