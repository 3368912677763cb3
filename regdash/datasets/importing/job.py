"""An import in a thread of its own."""

import logging
import threading
from collections.abc import Callable

from regdash.datasets.importing.progress import Cancelled, Progress
from regdash.datasets.importing.result import ImportResult
from regdash.settings.messages import InputError

_LOG = logging.getLogger(__name__)


class ImportJob:
    """Runs an import in the background; asked from any thread how far it is."""

    def __init__(self, title: str, work: Callable[[Progress], ImportResult]) -> None:
        """Start at once.

        Args:
            title: What is imported.
            work: Does it, reporting to the progress it is given.
        """
        self.title = title
        self.progress = Progress()
        self.result: ImportResult | None = None
        self.problems: list[str] = []
        """Sentences, if it failed."""
        self.cancelled = False
        self._thread = threading.Thread(target=self._run, args=(work,), name="import", daemon=True)
        self._thread.start()

    @property
    def active(self) -> bool:
        """Whether it is still going."""
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Ask it to stop; nothing of it is kept."""
        self.progress.cancel()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until it has ended."""
        self._thread.join(timeout)

    def _run(self, work: Callable[[Progress], ImportResult]) -> None:
        try:
            self.result = work(self.progress)
        except Cancelled:
            self.cancelled = True
        except InputError as error:
            self.problems = error.sentences
        except Exception as error:
            # An import that fails must not take the server with it; the page shows one sentence.
            _LOG.exception("Import of %s failed", self.title)
            self.problems = [f"The import failed: {type(error).__name__}: {error}"[:500]]
