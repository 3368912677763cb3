"""A job that a page has started and follows."""

import secrets
from typing import Any, Generic, TypeVar

from regdash.jobs.job import Job, Progress
from regdash.jobs.scheduler import Scheduler

Result = TypeVar("Result")


class StartedJob(Generic[Result]):
    """A job that was started. Thread-safe."""

    def __init__(
        self, scheduler: Scheduler, kind: str, title: str, payload: Any, phase: str
    ) -> None:
        """Start it.

        Args:
            scheduler: Runs it; knows this kind of job.
            kind: Key of its handler.
            title: What it is about.
            payload: Input of the handler.
            phase: Name of its first phase.
        """
        self.title = title
        self._scheduler = scheduler
        self._job = Job(secrets.token_hex(4), kind, payload, progress=Progress(phase))
        scheduler.submit([self._job])

    @property
    def progress(self) -> Progress:
        """Its phase, and how much of it is done."""
        return self._job.progress

    @property
    def active(self) -> bool:
        """Whether it is in progress."""
        return self._job.ending is None

    @property
    def result(self) -> Result | None:
        """The result, once it has finished."""
        result: Result | None = self._job.ending.result if self._job.ending else None
        return result

    @property
    def problems(self) -> tuple[str, ...]:
        """Error messages, if it failed."""
        return self._job.ending.sentences if self._job.ending else ()

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled before it could finish."""
        return self._job.status == "stopped"

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop; it may still be in progress."""
        return self._job.stop.is_set()

    def cancel(self) -> None:
        """Request cancellation."""
        self._scheduler.stop(self._job.id)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it has ended; return False after `timeout` seconds."""
        return self._scheduler.wait([self._job.id], timeout)
