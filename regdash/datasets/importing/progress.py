"""How far an import is, and the way to break it off."""

import threading
from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818 - an ending, not an error
    """Somebody asked the import to stop; nothing of it is kept."""


def _ignore(stage: str, done: int, total: int) -> None:
    """Nobody wants to know."""


class Progress:
    """What an import reports to, and asks whether it should go on. Used from its own thread."""

    def __init__(
        self,
        report: Callable[[str, int, int], object] = _ignore,
        stop: threading.Event | None = None,
    ) -> None:
        """Begin with the stage `Opening`.

        Args:
            report: Is told the stage, how many of its steps are done, and how many it has (0 if
                nobody knows); called very often.
            stop: Set to break the import off; left out, a token of its own.
        """
        self.stage = "Opening"
        self.done = 0
        self.total = 0
        self._report = report
        self._stop = stop or threading.Event()

    def begin(self, stage: str, total: int) -> None:
        """Begin a stage of so many steps.

        Raises:
            Cancelled: Somebody asked to stop.
        """
        self.check()
        self.done, self.total, self.stage = 0, total, stage
        self._report(stage, 0, total)

    def step(self, steps: int = 1) -> None:
        """Note that steps were done.

        Raises:
            Cancelled: Somebody asked to stop.
        """
        self.done += steps
        self._report(self.stage, self.done, self.total)
        self.check()

    def check(self) -> None:
        """Raise `Cancelled` if somebody asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the import to stop."""
        self._stop.set()
