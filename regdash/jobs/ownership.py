"""Who trains what: a file lock a process tells the living from the dead."""

import secrets
from pathlib import Path

from filelock import FileLock, Timeout

from regdash.store.store import Store


class Ownership:
    """Marks this process as alive; the operating system drops the mark when it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "processes"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.owner = secrets.token_hex(4)
        self._lock = FileLock(self._path(self.owner), thread_local=False)
        self._lock.acquire()

    def release(self) -> None:
        """Say that this process trains no more."""
        self._lock.release()
        self._path(self.owner).unlink(missing_ok=True)

    def is_alive(self, owner: str) -> bool:
        """Whether the process of that name is still there."""
        if owner == self.owner:
            return True
        try:
            with FileLock(self._path(owner), timeout=0):
                pass
        except Timeout:
            return True
        self._path(owner).unlink(missing_ok=True)
        return False

    def mark_interrupted(self, store: Store) -> None:
        """Mark the unfinished runs of processes that are gone."""
        gone = [owner for owner in store.active_owners() if not self.is_alive(owner)]
        if gone:
            store.interrupt(gone)

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}.lock"
