"""Where RegDash keeps its files."""

import os
from pathlib import Path

import platformdirs


def home_folder() -> Path:
    """Return `REGDASH_HOME` or the user's data folder, created if missing."""
    named = os.environ.get("REGDASH_HOME")
    folder = Path(named).expanduser() if named else platformdirs.user_data_path("regdash", False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
