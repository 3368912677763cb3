"""Runs the benchmarks one after another and writes the table of results.

Each runs in a separate process, alone on the machine; all of them take about 25 minutes, and those at
the full size of the article (`--long`) half an hour more. With names, only these are run; the table
keeps the previous results of the others.

    python -m benchmarks
    python -m benchmarks latency watching
    python -m benchmarks --long
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime

from benchmarks.results import STORED, TABLE, write_table

QUESTIONS = {
    "training": "training",
    "techniques": "techniques",
    "tiny": "tiny",
    "study": "study",
    "case_study": "case_study",
    "agreement": "agreement",
    "latency": "latency",
    "watching": "watching",
    "long_curves": "long_curves",
    "cold_start": "cold_start",
    "growth": "growth",
    "importing": "importing",
}

LONG = {
    "case_study_full": "case_study --size full --rounds 1",
    "agreement_full": "agreement --train-size 34300",
    "verdict_time": "verdict_time",
}


def main() -> None:
    """Run the benchmarks and write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", choices=[[], *QUESTIONS, *LONG], help="run only these")
    parser.add_argument("--long", action="store_true", help="also run those at the full size")
    options = parser.parse_args()
    known = {**QUESTIONS, **LONG}
    names = options.names or [*QUESTIONS, *(LONG if options.long else ())]
    for name in names:
        print(f"{name} ...", end=" ", flush=True)
        seconds = run(list(known).index(name), name, known[name])
        print(f"{seconds:.0f} s", flush=True)
    write_table()
    print(f"Written: {TABLE.name}")


def run(place: int, name: str, command: str) -> float:
    """Run a benchmark and store its output; return its seconds."""
    began = time.perf_counter()
    # Variables that limit the kernels of OpenBLAS would slow down NumPy and peers.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
    module, *arguments = command.split()
    completed = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    seconds = time.perf_counter() - began
    found = {**json.loads(completed.stdout), "seconds": seconds, "date": f"{datetime.now(UTC):%F}"}
    STORED.mkdir(exist_ok=True)
    (STORED / f"{place:02}_{name}.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return seconds


if __name__ == "__main__":
    main()
