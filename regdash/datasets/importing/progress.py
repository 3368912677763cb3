"""Progress and cancellation of an import."""

import threading
from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818 - an ending, not an error
    """Raised when an import is cancelled; nothing of it is stored."""


def _ignore(stage: str, done: int, total: int) -> None:
    """Ignore the progress."""


class Progress:
    """Reports the progress of an import and cancels it. Used by the thread of the import."""

    def __init__(
        self,
        report: Callable[[str, int, int], object] = _ignore,
        stop: threading.Event | None = None,
    ) -> None:
        """Start with the stage `Opening`.

        Args:
            report: Called often with the stage, the number of completed steps, and the total
                number of steps (0 if unknown).
            stop: Event that cancels the import when set; by default a new one.
        """
        self.stage = "Opening"
        self.done = 0
        self.total = 0
        self._report = report
        self._stop = stop or threading.Event()

    def begin(self, stage: str, total: int) -> None:
        """Start a stage of `total` steps, 0 if unknown.

        Raises:
            Cancelled: The import was cancelled.
        """
        self.check()
        self.done, self.total, self.stage = 0, total, stage
        self._report(stage, 0, total)

    def step(self, steps: int = 1) -> None:
        """Report completed steps.

        Raises:
            Cancelled: The import was cancelled.
        """
        self.done += steps
        self._report(self.stage, self.done, self.total)
        self.check()

    def check(self) -> None:
        """Raise `Cancelled` if the import was cancelled."""
        if self._stop.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Request cancellation of the import."""
        self._stop.set()
