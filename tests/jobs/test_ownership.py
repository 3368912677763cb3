"""Detection of processes that are no longer running."""

import subprocess
import sys
from pathlib import Path

from regdash.jobs.ownership import Ownership

ROOT = Path(__file__).parents[2]


def test_a_killed_process_is_not_alive(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from regdash.jobs.ownership import Ownership;"
        f" mine = Ownership(pathlib.Path({str(tmp_path)!r}));"
        " print(mine.owner, flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    mine = Ownership(tmp_path)
    try:
        assert other.stdout is not None
        owner = other.stdout.readline().strip()
        assert mine.gone([owner, mine.owner, "never_there"]) == ["never_there"]
    finally:
        other.kill()
        other.communicate()
    assert not mine.is_alive(owner)
    mine.release()
    assert list((tmp_path / "processes").iterdir()) == []
