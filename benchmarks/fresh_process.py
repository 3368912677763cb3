"""Runs a part of a benchmark in a fresh process."""

import json
import subprocess
import sys
from typing import Any


def run_in_fresh_process(module: str, *arguments: str) -> Any:
    """Run the module of a benchmark with arguments; return the JSON of its last line of output."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(answer.stdout.splitlines()[-1])
