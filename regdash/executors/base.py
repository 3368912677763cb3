"""The interface of executors."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar


class Executor(ABC):
    """Runs jobs concurrently. Must be safe to use from many threads."""

    key: ClassVar[str]
    """Its name in the list of executors."""

    slots: int = 1
    """Jobs that may compute at the same time; the others wait for a turn."""

    max_active: int = 8
    """Queued jobs that may run at once, including those that wait for a turn."""

    @abstractmethod
    def start(self, work: Callable[[], None], name: str) -> None:
        """Run `work` soon and return at once.

        Every accepted call is executed exactly once. More than `max_active` may be active: jobs
        that bypass the queue are started regardless of what is running.

        Args:
            work: The job; does not raise.
            name: Name of the job, for threads and logs.

        Raises:
            Exception: The job cannot be started; the scheduler marks it as failed.
        """

    @abstractmethod
    def close(self) -> None:
        """Release all resources; called after all jobs were asked to stop."""
