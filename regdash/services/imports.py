"""Start and monitor imports of image sets."""

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
    """Return a scheduler for imports only, for a process without a `RunService`."""
    return Scheduler([ImportHandler()], ThreadExecutor())


class Import:
    """An import that was started. Thread-safe."""

    def __init__(
        self, scheduler: Scheduler, title: str, work: "Callable[[ImportProgress], ImportResult]"
    ) -> None:
        """Start it; see `start_import` and `start_fetch`.

        Args:
            scheduler: Runs it; knows the kind `import`.
            title: What is imported.
            work: Does the import and reports to the given progress.
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
        """Its stage (as phase), and how many images or files of it are done."""
        return self._job.progress

    @property
    def active(self) -> bool:
        """Whether it is in progress."""
        return self._job.ending is None

    @property
    def result(self) -> "ImportResult | None":
        """The result, once it has finished."""
        result: ImportResult | None = self._job.ending.result if self._job.ending else None
        return result

    @property
    def problems(self) -> tuple[str, ...]:
        """Error messages, if it failed."""
        return self._job.ending.sentences if self._job.ending else ()

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled before it could finish."""
        return self._job.status == "stopped"

    def cancel(self) -> None:
        """Request cancellation; nothing is stored."""
        self._scheduler.stop(self._job.id)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it has ended; return False after `timeout` seconds."""
        return self._scheduler.wait([self._job.id], timeout)


def start_import(
    scheduler: Scheduler,
    sources: "Sequence[Source]",
    *,
    name: str = "",
    resize: int | None = None,
    limits: "Limits | None" = None,
) -> Import:
    """Start to import images of any layout; see `import_images` for the arguments."""
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
