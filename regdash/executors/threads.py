"""Runs jobs in threads of this process."""

import threading
from collections.abc import Callable
from typing import ClassVar

from regdash.executors.base import Executor

MAX_ACTIVE = 8


class ThreadExecutor(Executor):
    """One daemon thread per job.

    Two concurrent trainings run at less than half speed each, so by default one computes at a time.
    """

    key: ClassVar[str] = "threads"

    def __init__(self, slots: int = 1, max_active: int = MAX_ACTIVE) -> None:
        """Set the limits; no thread is started yet.

        Args:
            slots: Jobs that may compute at the same time, at least 1.
            max_active: Queued jobs that may run at once, at least 1.
        """
        self.slots = slots
        self.max_active = max_active

    def start(self, work: Callable[[], None], name: str) -> None:
        threading.Thread(target=work, name=name, daemon=True).start()

    def close(self) -> None:
        """Do nothing: threads end with their jobs."""
