"""Has a part of a benchmark done by a fresh process."""

import json
import subprocess
import sys
from typing import Any


def do_elsewhere(module: str, *arguments: str) -> Any:
    """Run a benchmark's module with arguments; gives the JSON of the last line it prints."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(answer.stdout.splitlines()[-1])
