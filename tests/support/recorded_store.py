"""A store of an older version: 28 small runs in three comparisons."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from regdash.store.store import Store

RECORDED = Path(__file__).parents[1] / "store" / "recorded"


def copy_recorded(home: Path) -> Path:
    """Copy the recorded home into an empty folder, without opening it; return the folder."""
    shutil.copytree(RECORDED, home, dirs_exist_ok=True)
    with closing(sqlite3.connect(home / "regdash.sqlite")) as database:
        database.executescript((home / "store.sql").read_text())
        database.commit()
    return home


def expect_recorded(value: Any) -> Any:
    """Return what equals a recorded value, with floats up to the last digits.

    What was recorded on one processor and is computed on another differs by a few units in the last
    place, since their vector instructions sum in another order.
    """
    if isinstance(value, dict):
        return {key: expect_recorded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(expect_recorded, value))
    return pytest.approx(value, rel=1e-12, abs=1e-14) if isinstance(value, float) else value


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
