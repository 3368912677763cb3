"""Jobs in threads of this process."""

import threading
from collections.abc import Callable
from typing import ClassVar

from regdash.executors.base import Executor

MAX_ACTIVE = 8


class ThreadExecutor(Executor):
    """One daemon thread per job.

    Two trainings at once slow each other to less than half: by default one computes at a time.
    """

    key: ClassVar[str] = "threads"

    def __init__(self, slots: int = 1, max_active: int = MAX_ACTIVE) -> None:
        """Start no thread yet.

        Args:
            slots: Jobs that may compute at the same time, from 1.
            max_active: Jobs that the queue lets run at once, from 1.
        """
        self.slots = slots
        self.max_active = max_active

    def start(self, work: Callable[[], None], name: str) -> None:
        threading.Thread(target=work, name=name, daemon=True).start()

    def close(self) -> None:
        """Threads end with their jobs: nothing is left to release."""
