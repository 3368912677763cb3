"""A store of an older version: 28 small runs in three comparisons."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from regdash.store.store import Store

RECORDED = Path(__file__).parents[1] / "store" / "recorded"


def copy_recorded(home: Path) -> Path:
    """Copy the recorded home into an empty folder, without opening it; return the folder."""
    shutil.copytree(RECORDED, home, dirs_exist_ok=True)
    with closing(sqlite3.connect(home / "regdash.sqlite")) as database:
        database.executescript((home / "store.sql").read_text())
        database.commit()
    return home


def dump_store(home: Path) -> list[str]:
    """Everything under a home: the statements that make its tables, and the names of its files."""
    with closing(sqlite3.connect(home / "regdash.sqlite")) as database:
        statements = list(database.iterdump())
    sqlite = ("regdash.sqlite", "regdash.sqlite-wal", "regdash.sqlite-shm")
    files = sorted(str(path.relative_to(home)) for path in home.rglob("*"))
    return [*statements, *(name for name in files if name not in sqlite)]


def largest_comparison(home: Path) -> str:
    """Return the id of the comparison with most runs."""
    store = Store(home)
    runs = {found.id: len(store.runs(found.id)) for found, _ in store.recent_comparisons()}
    store.close()
    return max(runs, key=lambda id: runs[id])
