"""Base of handlers whose jobs bring along what to do."""

from collections.abc import Callable
from typing import Any, ClassVar

from regdash.jobs.context import JobContext
from regdash.jobs.handler import Handler
from regdash.jobs.job import Ending, Job, JobStopped

Work = Callable[[JobContext], Any]


class WorkHandler(Handler[Work]):
    """Calls the payload, which reports its progress and checks the stop token; its result is the job's.

    Jobs wait most of the time, for the network or for other jobs, so they take no turns.
    """

    queued: ClassVar[bool] = False

    def run(self, job: Job[Work], context: JobContext) -> Any:
        return job.payload(context)

    def ended(self, job: Job[Work], ending: Ending) -> None:
        job.payload = _do_nothing  # frees the store: a page may keep the job


def _do_nothing(context: JobContext) -> Any:
    raise JobStopped
