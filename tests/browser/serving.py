"""Runs the real server, for tests and screenshots."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def serve(home: Path, script: str = "app.py") -> Iterator[str]:
    """Run the app with its store in `home`; yield its address once it answers.

    Args:
        home: Folder for runs and image sets.
        script: The application, relative to the root of the project.

    Raises:
        AssertionError: It did not start within a minute, or its log has a traceback.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    with serve_command(command, port, log=home / "server.log", cwd=ROOT, REGDASH_HOME=str(home)):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serve_command(
    command: Sequence[str], port: int, *, log: Path, cwd: Path, **environment: str
) -> Iterator[None]:
    """Run a command that serves the app on a port; waits until it answers, and ends it.

    Args:
        command: What to run.
        port: Where it listens.
        log: File for its output.
        cwd: Folder to run it in.
        environment: Variables to set.

    Raises:
        AssertionError: It did not come up within a minute, or a traceback is in its log.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=cwd, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        try:
            wait_for_health(f"http://127.0.0.1:{port}", log)
            yield
        finally:
            process.terminate()
            process.wait(20)
    assert "Traceback" not in log.read_text()


def free_port() -> int:
    """Return a port that is currently free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_health(address: str, log: Path, every: float = 0.5) -> None:
    """Poll a server every `every` seconds until it answers.

    Raises:
        AssertionError: It did not answer within a minute.
    """
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(every)
    raise AssertionError(log.read_text())
