"""A copy of the package that a test may change, and processes that run in it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class CopiedTree:
    """The package as a developer has it who has just cloned the repository."""

    def __init__(self, folder: Path) -> None:
        """Copy the package into an empty folder."""
        self.root = folder / "clone"
        shutil.copytree(
            ROOT / "regdash",
            self.root / "regdash",
            ignore=shutil.ignore_patterns("__pycache__", "*.npz"),
        )
        # Large, and changed by nobody.
        for archive in (ROOT / "regdash").rglob("*.npz"):
            os.link(archive, self.root / archive.relative_to(ROOT))
        self._home = folder / "home"

    def write(self, path: str, text: str) -> None:
        """Write a new file.

        Raises:
            AssertionError: It is there already, or its folder is not.
        """
        file = self.root / path
        assert not file.exists()
        assert file.parent.is_dir()
        file.write_text(text, "utf-8")

    def add_to_list(self, path: str, line: str, after: str, entry: str) -> None:
        """Add an import and an entry of a list to a file.

        Args:
            path: The file.
            line: The import.
            after: Entry of the list that the new one follows.
            entry: The new entry.
        """
        file = self.root / path
        text, count = re.subn(
            rf"^( +){re.escape(after)},\n",
            lambda found: f"{found[0]}{found[1]}{entry},\n",
            file.read_text("utf-8"),
            count=1,
            flags=re.MULTILINE,
        )
        assert count == 1
        last_import = text.rindex("\nfrom regdash.")
        file.write_text(f"{text[:last_import]}\n{line}{text[last_import:]}", "utf-8")

    def run(self, *arguments: str) -> str:
        """Run Python in the copy; returns what it printed.

        Raises:
            AssertionError: It failed.
        """
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.root),
            "REGDASH_HOME": str(self._home),
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def train(self, *flags: str) -> Mapping[str, Any]:
        """Train a small network by the terminal; returns what its JSON says of it."""
        sizes = ("--train-size", "300", "--hidden-layers", "16", "--epochs", "2")
        printed = self.run(
            *("-m", "regdash", "run", *sizes, "--quiet", "--json", "-", *flags),
        )
        return json.loads(printed)
