"""Real servers to be measured, with their stores in temporary folders."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.event_log import EventLog
from tests.browser.serving import ROOT, free_port, wait_for_health

APP = ("-m", "streamlit", "run", "app.py")

WATCHED_APP = ("-m", "benchmarks.launcher", "run", "app.py")


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    address: str
    home: Path
    event_log: EventLog
    """Written only if it is `WATCHED_APP`."""
    pid: int
    began: float
    """Time of day when its command was given."""

    def wait_until_idle(self) -> None:
        """Wait until it has loaded and compiled all that it does beforehand."""
        quiet, before = 0, -1
        while quiet < 4:
            time.sleep(0.5)
            fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
            spent = sum(map(int, fields[11:13]))  # hundredths of a second
            quiet = quiet + 1 if spent - before < 3 else 0
            before = spent

    def check(self) -> None:
        """Make sure that the code beside this file is measured, whatever else is installed."""
        folder = self.event_log.read("package")[0]["folder"]
        assert Path(folder) == ROOT / "regdash", f"measured {folder}"


@contextmanager
def serve(home: Path, what: Sequence[str] = WATCHED_APP, grow: str = "") -> Iterator[Server]:
    """Run a server and end it.

    Args:
        home: Its store, its log and its event log.
        what: Arguments for Python.
        grow: Id of a comparison whose runs shall gain epochs; see `benchmarks.growing`.

    Raises:
        AssertionError: It did not come up within a minute.
    """
    port = free_port()
    event_log = home / "events.jsonl"
    surroundings = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "REGDASH_HOME": str(home),
        "REGDASH_BENCH_EVENTS": str(event_log),
        "REGDASH_BENCH_GROW": grow,
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    log = home / "server.log"
    with log.open("wb") as output:
        began = time.time()
        process = subprocess.Popen(
            [sys.executable, *what, "--server.port", str(port)],
            cwd=ROOT,
            env=surroundings,
            stdout=output,
            stderr=output,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for_health(address, log, every=0.02)
            server = Server(address, home, EventLog(event_log), process.pid, began)
            if what == WATCHED_APP:
                server.check()
            yield server
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
