"""Finds out which processes are alive: each holds a file lock until it ends, even if it is killed."""

import secrets
from collections.abc import Iterable
from pathlib import Path

from filelock import FileLock, Timeout


class Ownership:
    """Marks this process as alive, and checks whether others are."""

    def __init__(self, folder: Path) -> None:
        """Choose a name for this process and lock its file.

        Args:
            folder: `REGDASH_HOME`; the files are in its folder `processes`.
        """
        self._folder = folder / "processes"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.owner = secrets.token_hex(4)
        """Name of this process, stored with the runs it trains."""
        self._lock = FileLock(self._path(self.owner), thread_local=False)
        self._lock.acquire()

    def release(self) -> None:
        """Mark this process as no longer alive."""
        self._lock.release()
        self._path(self.owner).unlink(missing_ok=True)

    def is_alive(self, owner: str) -> bool:
        """Return whether the process of that name is still running."""
        if owner == self.owner:
            return True
        try:
            with FileLock(self._path(owner), timeout=0):
                pass
        except Timeout:
            return True
        self._path(owner).unlink(missing_ok=True)
        return False

    def gone(self, owners: Iterable[str]) -> list[str]:
        """Return those of these processes that are no longer running."""
        return [owner for owner in owners if not self.is_alive(owner)]

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}.lock"
