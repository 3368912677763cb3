"""What the measured server writes down, line by line, for the benchmark beside it to read."""

import json
import threading
import time
from pathlib import Path
from typing import Any


class EventLog:
    """A file of JSON lines; both sides of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def write(self, kind: str, **what: Any) -> None:
        """Add a line, with the time of day in seconds as `at`.

        Args:
            kind: `epoch` or `look`, see `regdash.settings.instrumentation`; `script` (`event`,
                `seconds`, `cpu`, `process_cpu`: a page was drawn) or `package` (`folder`: which
                code is measured).
            what: The rest of the line.
        """
        line = json.dumps({"kind": kind, "at": time.time(), **what})
        with self._lock, self._path.open("a") as file:
            file.write(line + "\n")

    def read(self, kind: str, after: float = 0.0, until: float = float("inf")) -> list[dict]:
        """Lines of a kind from a span of time; what is still being written is left out."""
        lines = self._path.read_text().split("\n")[:-1] if self._path.exists() else []
        found = [json.loads(line) for line in lines]
        return [line for line in found if line["kind"] == kind and after <= line["at"] < until]
