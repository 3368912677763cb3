"""Start imports of image sets and follow them."""

import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from regdash.executors import ThreadExecutor
from regdash.jobs.handlers import ImportHandler
from regdash.jobs.job import Job, Progress
from regdash.jobs.scheduler import Scheduler

if TYPE_CHECKING:
    from regdash.datasets.importing import ImportResult, Limits, Source
    from regdash.datasets.importing import Progress as ImportProgress


def open_scheduler() -> Scheduler:
    """A queue for imports alone, for a process that has no `RunService`."""
    return Scheduler([ImportHandler()], ThreadExecutor())


class Import:
    """An import that was started. May be read from any thread."""

    def __init__(
        self, scheduler: Scheduler, title: str, work: "Callable[[ImportProgress], ImportResult]"
    ) -> None:
        """Start it; see `start_import` and `start_fetch`.

        Args:
            scheduler: Runs it; knows the kind `import`.
            title: What is imported.
            work: Imports, reporting to the progress it is given.
        """
        self.title = title
        self._scheduler = scheduler
        self._job = Job(
            secrets.token_hex(4),
            ImportHandler.key,
            work,
            progress=Progress("Opening"),
        )
        scheduler.submit([self._job])

    @property
    def progress(self) -> Progress:
        """How far it is: its stage as phase, and images or files of it."""
        return self._job.progress

    @property
    def active(self) -> bool:
        """Whether it is still going."""
        return self._job.ending is None

    @property
    def result(self) -> "ImportResult | None":
        """What was imported, once it has finished."""
        result: ImportResult | None = self._job.ending.result if self._job.ending else None
        return result

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences, if it failed."""
        return self._job.ending.sentences if self._job.ending else ()

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled before it could finish."""
        return self._job.status == "stopped"

    def cancel(self) -> None:
        """Ask it to stop; nothing of it is kept."""
        self._scheduler.stop(self._job.id)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it has ended; False if so many seconds were not enough."""
        return self._scheduler.wait([self._job.id], timeout)


def start_import(
    scheduler: Scheduler,
    sources: "Sequence[Source]",
    *,
    name: str = "",
    resize: int | None = None,
    limits: "Limits | None" = None,
) -> Import:
    """Start to import images in whatever layout; arguments are those of `import_images`."""
    from regdash.datasets.importing import import_images

    def work(progress: "ImportProgress") -> "ImportResult":
        return import_images(sources, name=name, resize=resize, progress=progress, limits=limits)

    return Import(scheduler, ", ".join(source.name for source in sources), work)


def start_fetch(scheduler: Scheduler, limits: "Limits | None" = None) -> Import:
    """Start to fetch Fashion-MNIST from the internet; see `fetch_fashion_mnist`."""

    def work(progress: "ImportProgress") -> "ImportResult":
        from regdash.datasets.importing import fetch_fashion_mnist
        from regdash.training.runtime import load_keras

        load_keras()
        return fetch_fashion_mnist(progress, limits)

    return Import(scheduler, "Fashion-MNIST", work)
