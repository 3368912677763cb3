"""Imports image sets; the result is an `ImportResult`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from regdash.jobs.context import JobContext
from regdash.jobs.handler import Handler
from regdash.jobs.job import Ending, Job, JobStopped
from regdash.settings.messages import InputError, describe_os_error

if TYPE_CHECKING:
    from regdash.datasets.importing import ImportResult, Progress

    Work = Callable[[Progress], ImportResult]


class ImportHandler(Handler["Work"]):
    """Calls the payload, which imports images and raises the same errors as `import_images`.

    Phases are the stages of the import, as text for users. Imports do not wait for trainings, only
    for each other, inside `import_images`.
    """

    key: ClassVar[str] = "import"
    queued: ClassVar[bool] = False
    failure: ClassVar[str] = "The import failed"

    def run(self, job: "Job[Work]", context: JobContext) -> "ImportResult":
        # Imported here so that Pillow and pandas are loaded only when needed.
        from regdash.datasets.importing import Cancelled, Progress

        try:
            return job.payload(Progress(context.report, context.stop))
        except Cancelled:
            raise JobStopped from None
        except OSError as error:
            raise InputError([describe_os_error(error)]) from error

    def ended(self, job: "Job[Work]", ending: Ending) -> None:
        job.payload = _do_nothing  # frees the uploaded bytes: a page may keep the job


def _do_nothing(progress: "Progress") -> "ImportResult":
    raise JobStopped
