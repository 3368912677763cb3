"""The SQLite file behind the store."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from regdash.store.migrations import open_tables

_TIMEOUT = 30.0
"""Seconds to wait for a file that another thread or process has locked."""


class Database:
    """Sessions on `regdash.sqlite` in a folder. Safe to use from many threads and processes."""

    def __init__(self, folder: Path) -> None:
        """Open the file; create or migrate it if necessary."""
        self.engine = create_engine(
            f"sqlite:///{folder / 'regdash.sqlite'}", connect_args={"timeout": _TIMEOUT}
        )
        event.listen(self.engine, "connect", _prepare)
        open_tables(self.engine)
        self.session: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)

    def close(self) -> None:
        """Close the file."""
        self.engine.dispose()


def _prepare(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    _use_wal(cursor)
    # NORMAL: safe if the program crashes.
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # SQLite's own `lower` knows ASCII only.
    connection.create_function("casefold", 1, _casefold, deterministic=True)


def _use_wal(cursor: sqlite3.Cursor) -> None:
    """Switch to the write-ahead log, with which pages can read while a run writes.

    SQLite does not wait for its own timeout here: while another connection switches the file, or
    closes it as the last one, this fails at once with "database is locked".
    """
    deadline = time.monotonic() + _TIMEOUT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()
