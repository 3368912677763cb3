"""Wakes pages when a run has gained an epoch or ended: looking at set times would come late."""

import threading


class News:
    """Counts what happened in this process. Safe to use from many threads."""

    def __init__(self) -> None:
        self._count = 0
        self._condition = threading.Condition()

    def tell(self) -> None:
        """Something happened."""
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def wait(self, seen: int, timeout: float) -> int:
        """Wait until more happened than was seen, or until the time, in seconds, is over.

        Returns:
            How much has happened so far.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._count != seen, timeout)
            return self._count
