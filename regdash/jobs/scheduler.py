"""Runs queued jobs in order, as many at once as the executor allows."""

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from regdash.executors import Executor
from regdash.jobs.context import JobContext
from regdash.jobs.handler import Handler
from regdash.jobs.job import Ending, Job, JobStopped, Progress
from regdash.jobs.turnstile import Turnstile
from regdash.settings.messages import InputError, shorten

_LOG = logging.getLogger(__name__)


class Scheduler:
    """The queue of one process. Safe to use from many threads."""

    def __init__(self, handlers: Iterable[Handler[Any]], executor: Executor) -> None:
        """Start with an empty queue.

        Args:
            handlers: One per kind of job.
            executor: Where all jobs run.

        Raises:
            ValueError: The executor's `slots` or `max_active` is below 1.
        """
        if executor.max_active < 1:
            raise ValueError(
                f"Active jobs: received {executor.max_active}; allowed: a whole number from 1."
            )
        self._handlers = {handler.key: handler for handler in handlers}
        self._executor = executor
        self._turnstile = Turnstile(executor.slots)
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._jobs: dict[str, Job[Any]] = {}
        """Queued and running jobs, in order of submission."""

    def submit(self, jobs: Sequence[Job[Any]]) -> None:
        """Queue jobs, in this order, and return at once.

        Raises:
            InputError: The kind of a job is unknown; none is queued.
            ValueError: A job with the same id is queued or running; none is queued.
        """
        for job in jobs:
            if job.kind not in self._handlers:
                known = ", ".join(self._handlers)
                raise InputError([f"Kind of job: received {shorten(job.kind)}; allowed: {known}."])
        with self._lock:
            taken = [job.id for job in jobs if job.id in self._jobs]
            if taken or len({job.id for job in jobs}) < len(jobs):
                raise ValueError(f"Job ids must be unique; already in use: {taken}.")
            self._jobs |= {job.id: job for job in jobs}
        self._start_waiting()

    def stop(self, job_id: str) -> None:
        """Ask a job to stop. A job still in the queue has ended when this returns."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is None:
                return
            job.stop.set()
            if job.running:
                return
            job.running = True  # so that no other thread starts it
        self._end(job, Ending("stopped"))

    def progress(self, job_id: str) -> Progress | None:
        """Return the progress of a job; None if it is neither queued nor running here."""
        job = self._jobs.get(job_id)
        return None if job is None else job.progress

    def jobs(self) -> list[Job[Any]]:
        """Return the queued and running jobs, in order of submission."""
        with self._lock:
            return list(self._jobs.values())

    @property
    def slots(self) -> int:
        """Jobs that may compute at the same time; see `Executor`."""
        return self._executor.slots

    @property
    def max_active(self) -> int:
        """Queued jobs that may run at once; see `Executor`."""
        return self._executor.max_active

    def is_idle(self) -> bool:
        """Return whether no job is queued or running."""
        return not self._jobs

    def wait(self, job_ids: Iterable[str], timeout: float | None = None) -> bool:
        """Wait until none of these jobs is queued or running.

        Args:
            job_ids: Ids; unknown ones count as ended.
            timeout: Seconds; None waits forever.

        Returns:
            Whether all have ended.
        """
        ids = list(job_ids)
        with self._changed:
            return self._changed.wait_for(lambda: self._jobs.keys().isdisjoint(ids), timeout)

    def close(self, timeout: float = 30.0) -> None:
        """Stop all jobs, wait up to `timeout` seconds for them, and close the executor."""
        end = time.monotonic() + timeout
        # In reverse order: stopping a job must not start the next one in the queue.
        with self._lock:
            job_ids = list(self._jobs)
        for job_id in reversed(job_ids):
            self.stop(job_id)
        self.wait(job_ids, max(0.0, end - time.monotonic()))
        self._executor.close()

    def _start_waiting(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._executor.start(partial(self._run, job), f"{job.kind} {job.id}")
            except Exception as error:
                self._end(job, _describe(self._handlers[job.kind], job, error))

    def _next(self) -> Job[Any] | None:
        """Take the first job that may start, and mark it as running."""
        with self._lock:
            active = sum(map(self._counts_as_active, self._jobs.values()))
            free = self._executor.max_active - active
            for job in self._jobs.values():
                if job.running or (self._handlers[job.kind].queued and free <= 0):
                    continue
                if self._jobs.keys().isdisjoint(job.after):
                    job.running = True
                    return job
        return None

    def _counts_as_active(self, job: Job[Any]) -> bool:
        return job.running and self._handlers[job.kind].queued

    def _run(self, job: Job[Any]) -> None:
        handler, context = self._handlers[job.kind], JobContext(job, self._turnstile)
        ending = Ending("failed", ("It ended without a result.",))
        try:
            ending = Ending("finished", result=handler.run(job, context))
        except JobStopped:
            ending = Ending("stopped")
        except Exception as error:
            # A failed job must not stop the server; the page shows one sentence.
            ending = _describe(handler, job, error)
        finally:
            context.release()
            self._end(job, ending)

    def _end(self, job: Job[Any], ending: Ending) -> None:
        """End a job, even if its handler fails to react."""
        try:
            self._handlers[job.kind].ended(job, ending)
        except Exception:
            _LOG.exception("The handler of %s %s failed to process its end", job.kind, job.id)
        finally:
            with self._changed:
                job.ending = ending
                self._jobs.pop(job.id, None)
                self._changed.notify_all()
            self._start_waiting()


def _describe(handler: Handler[Any], job: Job[Any], error: Exception) -> Ending:
    if isinstance(error, InputError):
        return Ending("failed", tuple(error.sentences))
    _LOG.error("%s %s failed", job.kind, job.id, exc_info=error)
    sentence = f"{handler.failure}: {type(error).__name__}: {error}"
    return Ending("failed", (sentence[:500],))
