"""How a kind of job is run."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, Self

from regdash.jobs.context import JobContext
from regdash.jobs.job import Ending, Job, Payload


class Handler(ABC, Generic[Payload]):
    """Runs the jobs of one kind, several at once, each in a thread of its own."""

    key: ClassVar[str]
    """The kind."""

    queued: ClassVar[bool] = True
    """Whether its jobs wait in the queue until fewer than the executor's `max_active` run. If not,
    they start at once and take no place there."""

    failure: ClassVar[str] = "It failed"
    """Begins the sentence about an error that nobody expected."""

    @classmethod
    def create(cls, store: Any) -> Self:
        """Build the handler for a process that keeps its results in `store`."""
        return cls()

    @abstractmethod
    def run(self, job: Job[Payload], context: JobContext) -> Any:
        """Do the work.

        Args:
            job: What is to be done.
            context: Gives turns and says whether to stop; how far the job is goes in there.

        Returns:
            The result, kept in `job.ending`.

        Raises:
            JobStopped: It was stopped.
            InputError: It cannot be done; sentences say why.
            Exception: It failed.
        """

    def ended(self, job: Job[Payload], ending: Ending) -> None:
        """Note how a job ended. Called once for each job, those too that never ran.

        It still counts as queued or running; an error in here is logged and changes nothing.
        """
