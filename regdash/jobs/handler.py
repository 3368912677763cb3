"""The interface of handlers, one per kind of job."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, Self

from regdash.jobs.context import JobContext
from regdash.jobs.job import Ending, Job, Payload


class Handler(ABC, Generic[Payload]):
    """Runs the jobs of one kind, concurrently, each in its own thread."""

    key: ClassVar[str]
    """The kind of job."""

    queued: ClassVar[bool] = True
    """Whether its jobs wait in the queue while the executor's `max_active` are running. If not, they
    start at once and do not count toward that limit."""

    failure: ClassVar[str] = "It failed"
    """Start of the sentence about an unexpected error."""

    @classmethod
    def create(cls, store: Any) -> Self:
        """Build the handler for a process that stores results in `store`."""
        return cls()

    @abstractmethod
    def run(self, job: Job[Payload], context: JobContext) -> Any:
        """Run a job.

        Args:
            job: The job to run.
            context: Gives the job its turns and its stop token, and receives its progress.

        Returns:
            The result, stored in `job.ending`.

        Raises:
            JobStopped: It was stopped.
            InputError: It cannot be run; the sentences explain why.
            Exception: It failed.
        """

    def ended(self, job: Job[Payload], ending: Ending) -> None:
        """React to the end of a job. Called once per job, including those that never ran.

        The job still counts as queued or running. An error raised here is logged and ignored.
        """
