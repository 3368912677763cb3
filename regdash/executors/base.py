"""What every executor offers."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar


class Executor(ABC):
    """Runs jobs somewhere, several at once. Used from many threads."""

    key: ClassVar[str]
    """Its name in the list of executors."""

    slots: int = 1
    """Jobs that may compute at the same time: the others wait for a turn."""

    max_active: int = 8
    """Jobs that the queue lets run at once; one that waits for a turn is among them."""

    @abstractmethod
    def start(self, work: Callable[[], None], name: str) -> None:
        """Run `work` soon and return at once.

        Every work that was accepted is called exactly once. More than `max_active` may come:
        jobs that do not wait in the queue are started whatever else is running.

        Args:
            work: Raises nothing.
            name: Of the job, for threads and logs.

        Raises:
            Exception: The work cannot be started; the scheduler ends its job as failed.
        """

    @abstractmethod
    def close(self) -> None:
        """Release what the executor holds; called after all jobs were told to stop."""
