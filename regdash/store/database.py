"""The SQLite file behind the store."""

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from regdash.store.migrations import open_tables


class Database:
    """Sessions on `regdash.sqlite` in a folder. Safe to use from many threads and processes."""

    def __init__(self, folder: Path) -> None:
        """Open the file; create or migrate it if necessary."""
        self.engine = create_engine(
            f"sqlite:///{folder / 'regdash.sqlite'}", connect_args={"timeout": 30}
        )
        event.listen(self.engine, "connect", _prepare)
        open_tables(self.engine)
        self.session: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)

    def close(self) -> None:
        """Close the file."""
        self.engine.dispose()


def _prepare(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # WAL: pages can read while a run writes. NORMAL: safe if the program crashes.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # SQLite's own `lower` knows ASCII only.
    connection.create_function("casefold", 1, _casefold, deterministic=True)


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()
