"""A store that an earlier version wrote: real runs with curves, predictions and verdicts."""

import shutil
import sqlite3
from pathlib import Path

RECORDED = Path(__file__).parents[1] / "store" / "recorded"


def copy_recorded(home: Path) -> Path:
    """Copy the recorded home into an empty folder, without opening it."""
    shutil.copytree(RECORDED, home, dirs_exist_ok=True)
    with sqlite3.connect(home / "regdash.sqlite") as database:
        database.executescript((home / "store.sql").read_text())
    return home
