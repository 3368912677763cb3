"""The curves of the runs that are looked at, in memory: read once for all pages."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from regdash.metrics.history import EpochArrays, History
from regdash.store.records import Run

MOST_EPOCHS = 300_000
"""Epochs kept in memory, of all runs together: some 40 MB, and more where they are judged."""

ReadEpochs = Callable[[Mapping[str, int]], Mapping[str, EpochArrays]]
"""Reads later epochs of several runs; see `Reader.new_epochs`."""


class HistoryCache:
    """Follows runs in the store. Safe to use from many threads."""

    def __init__(self, read_epochs: ReadEpochs, most_epochs: int = MOST_EPOCHS) -> None:
        self._read_epochs = read_epochs
        self._most_epochs = most_epochs
        self._lock = Lock()
        self._known: OrderedDict[str, History] = OrderedDict()
        self._whole: set[str] = set()

    def load(self, runs: Sequence[Run]) -> dict[str, History]:
        """Everything that is known now of some runs' epochs, by their ids."""
        with self._lock:
            for run in runs:
                self._known.setdefault(run.id, History())
                self._known.move_to_end(run.id)
            growing = {
                run.id: len(self._known[run.id]) for run in runs if run.id not in self._whole
            }
            for run_id, epochs in self._read_epochs(growing).items():
                self._known[run_id].extend(epochs)
            # Only what was read after a run had ended is all there is.
            self._whole.update(run.id for run in runs if not run.active)
            found = {run.id: self._known[run.id] for run in runs}
            self._forget()
            return found

    def _forget(self) -> None:
        """Drop the runs that were looked at longest ago, down to what may be kept."""
        total = sum(len(history) for history in self._known.values())
        while total > self._most_epochs and len(self._known) > 1:
            run_id, history = self._known.popitem(last=False)
            self._whole.discard(run_id)
            total -= len(history)
