"""Runs in a store as a newer version would have left them there."""

import json
import sqlite3
from pathlib import Path
from typing import Any


def make_unreadable(home: Path, run_id: str, **changes: Any) -> None:
    """Change top-level values of a stored spec to what this version may not know."""
    with sqlite3.connect(home / "regdash.sqlite") as file:
        ((text,),) = file.execute("SELECT spec FROM runs WHERE id = ?", (run_id,)).fetchall()
        values = json.dumps({**json.loads(text), **changes})
        file.execute("UPDATE runs SET spec = ? WHERE id = ?", (values, run_id))
