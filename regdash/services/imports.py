"""Start and monitor imports of image sets."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from regdash.executors import ThreadExecutor
from regdash.jobs.handlers import ImportHandler
from regdash.jobs.scheduler import Scheduler
from regdash.services.started import StartedJob

if TYPE_CHECKING:
    from regdash.datasets.importing import ImportResult, Limits, Source
    from regdash.datasets.importing import Progress as ImportProgress


def open_scheduler() -> Scheduler:
    """Return a scheduler for imports only, for a process without a `RunService`."""
    return Scheduler([ImportHandler()], ThreadExecutor())


class Import(StartedJob["ImportResult"]):
    """An import that was started; its phases are stages, counted in images or files."""

    def __init__(
        self, scheduler: Scheduler, title: str, work: "Callable[[ImportProgress], ImportResult]"
    ) -> None:
        """Start it; see `start_import` and `start_fetch`.

        Args:
            scheduler: Runs it; knows the kind `import`.
            title: What is imported.
            work: Does the import and reports to the given progress.
        """
        super().__init__(scheduler, ImportHandler.key, title, work, "Opening")


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
