"""Runs and their epochs on disk; every epoch is committed as it happens."""

from pathlib import Path

from regdash.store.copier import Copier
from regdash.store.database import Database
from regdash.store.files import RunFiles
from regdash.store.history_cache import HistoryCache
from regdash.store.listing import Lister
from regdash.store.mover import Mover
from regdash.store.notifier import Notifier
from regdash.store.reading import Reader
from regdash.store.studies import StudyTable
from regdash.store.writing import Writer


class Store(Reader, Lister, Writer, Copier, Mover, StudyTable):
    """All runs under one folder: tables, files, curves in memory and change notices.

    Safe to use from many threads and processes.
    """

    def __init__(self, folder: Path) -> None:
        """Open the store in a folder, or create it.

        Args:
            folder: `REGDASH_HOME`; holds `regdash.sqlite` and `runs/`.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.files = RunFiles(folder)
        self.notifier = Notifier()
        database = Database(folder)
        Reader.__init__(self, database)
        Lister.__init__(self, database)
        Writer.__init__(self, database, self.files, self.notifier)
        Copier.__init__(self, database, self.files, self.notifier)
        Mover.__init__(self, database, self.files, self.notifier)
        StudyTable.__init__(self, database, self.notifier)
        self.histories = HistoryCache(self.new_epochs)
        """The curves of displayed runs."""

    def run_folder(self, run_id: str) -> Path:
        """Return the folder of a run's files: `model.keras`, `predictions.npz`."""
        return self.files.folder(run_id)

    def close(self) -> None:
        """Close the database file."""
        self._database.close()
