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
    """The payload imports, reports to the progress it is given, and raises what `import_images` does.

    Phases are the stages of the import, in words. Imports do not wait for trainings; they wait for
    each other inside `import_images`, which lets one at a time use the memory.
    """

    key: ClassVar[str] = "import"
    queued: ClassVar[bool] = False
    failure: ClassVar[str] = "The import failed"

    def run(self, job: "Job[Work]", context: JobContext) -> "ImportResult":
        # Pillow and pandas are loaded when somebody imports, and not before.
        from regdash.datasets.importing import Cancelled, Progress

        try:
            return job.payload(Progress(context.report, context.stop))
        except Cancelled:
            raise JobStopped from None
        except OSError as error:
            raise InputError([describe_os_error(error)]) from error

    def ended(self, job: "Job[Work]", ending: Ending) -> None:
        job.payload = _do_nothing  # lets go of uploaded bytes: a page may keep the job for long


def _do_nothing(progress: "Progress") -> "ImportResult":
    raise JobStopped
