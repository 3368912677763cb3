"""What a running job is given: a permit, a stop token and somewhere to report progress."""

import threading
from typing import Any

from regdash.jobs.job import Job, JobStopped, Progress
from regdash.jobs.turnstile import Turnstile


class JobContext:
    """Used from the job's own thread."""

    def __init__(self, job: Job[Any], turnstile: Turnstile) -> None:
        self._job = job
        self._turnstile = turnstile
        self._has_turn = False

    @property
    def stop(self) -> threading.Event:
        """The stop token; a handler may set it, too, to end its job as stopped."""
        return self._job.stop

    @property
    def progress(self) -> Progress:
        """What was reported last."""
        return self._job.progress

    def check_stop(self) -> None:
        """Raise `JobStopped` if somebody asked the job to stop."""
        if self.stop.is_set():
            raise JobStopped

    def acquire(self) -> None:
        """Wait for a turn, in which the job may compute. Does nothing in a turn.

        A job that computes for long does so in many short turns, so that all get on alike.

        Raises:
            JobStopped: Somebody asked the job to stop while it waited.
        """
        if self._has_turn:
            return
        if not self._turnstile.enter(give_up=self.stop.is_set):
            raise JobStopped
        self._has_turn = True

    def release(self) -> None:
        """End the turn. Does nothing outside of one."""
        if self._has_turn:
            self._has_turn = False
            self._turnstile.leave()

    def report(self, phase: str, done: float = 0.0, total: float = 0.0) -> None:
        """Say how far the job is.

        Args:
            phase: What it is doing.
            done: Steps of the phase that are done.
            total: Steps of the phase; 0 if nobody knows.
        """
        self._job.progress = Progress(phase, done, total)
