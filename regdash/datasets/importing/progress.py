"""How far an import is, and the way to break it off."""

import threading


class Cancelled(Exception):  # noqa: N818 - an ending, not an error
    """Somebody asked the import to stop; nothing of it is kept."""


class Progress:
    """Written by the import, read by whoever waits for it, from any thread."""

    def __init__(self) -> None:
        self.stage = "Opening"
        self.done = 0
        self.total = 0
        self._cancelled = threading.Event()

    @property
    def share(self) -> float:
        """Share of the stage that is done, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    def begin(self, stage: str, total: int) -> None:
        """Begin a stage of so many steps."""
        self.check()
        self.done, self.total, self.stage = 0, total, stage

    def step(self, steps: int = 1) -> None:
        """Note that steps were done.

        Raises:
            Cancelled: Somebody asked to stop.
        """
        self.done += steps
        self.check()

    def check(self) -> None:
        """Raise `Cancelled` if somebody asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the import to stop."""
        self._cancelled.set()
