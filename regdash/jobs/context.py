"""The context of a running job: its permit, its stop token and its progress."""

import threading
from typing import Any

from regdash.jobs.job import Job, JobStopped, Progress
from regdash.jobs.turnstile import Turnstile


class JobContext:
    """Lets a job wait for its turn, check for a stop and report progress. Used in the job's thread."""

    def __init__(self, job: Job[Any], turnstile: Turnstile) -> None:
        self._job = job
        self._turnstile = turnstile
        self._has_turn = False

    @property
    def stop(self) -> threading.Event:
        """The stop token; a handler may also set it, to end its job as stopped."""
        return self._job.stop

    @property
    def progress(self) -> Progress:
        """The progress reported last."""
        return self._job.progress

    def check_stop(self) -> None:
        """Raise `JobStopped` if the job was asked to stop."""
        if self.stop.is_set():
            raise JobStopped

    def acquire(self) -> None:
        """Wait for a turn, in which the job may compute. Do nothing during a turn.

        Long jobs compute in many short turns, so that all jobs make progress.

        Raises:
            JobStopped: The job was asked to stop while it waited.
        """
        if self._has_turn:
            return
        if not self._turnstile.enter(give_up=self.stop.is_set):
            raise JobStopped
        self._has_turn = True

    def release(self) -> None:
        """End the turn. Do nothing outside a turn."""
        if self._has_turn:
            self._has_turn = False
            self._turnstile.leave()

    def report(self, phase: str, done: float = 0.0, total: float = 0.0) -> None:
        """Report the progress of the job.

        Args:
            phase: Name of the current phase.
            done: Completed steps of the phase.
            total: Steps of the phase; 0 if unknown.
        """
        self._job.progress = Progress(phase, done, total)
