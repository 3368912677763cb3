"""Sends results to other programs; the result is what the payload returns."""

from collections.abc import Callable
from typing import Any, ClassVar

from regdash.jobs.context import JobContext
from regdash.jobs.handler import Handler
from regdash.jobs.job import Ending, Job, JobStopped

Work = Callable[[JobContext], Any]


class SendHandler(Handler[Work]):
    """Calls the payload, which reports its progress and checks the stop token.

    Phase: `sending`, in runs. Jobs wait for the network most of the time, so they take no turns.
    """

    key: ClassVar[str] = "send"
    queued: ClassVar[bool] = False
    failure: ClassVar[str] = "Sending failed"

    def run(self, job: Job[Work], context: JobContext) -> Any:
        return job.payload(context)

    def ended(self, job: Job[Work], ending: Ending) -> None:
        job.payload = _do_nothing  # frees the store: a page may keep the job


def _do_nothing(context: JobContext) -> Any:
    raise JobStopped
