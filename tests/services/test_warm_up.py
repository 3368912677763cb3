"""Loading in advance must not get in the way of ending."""

import subprocess
import sys
from pathlib import Path

# Ends while programs are being compiled.
CODE = """
import sys, time
from pathlib import Path
from regdash.services.runs import RunService
from regdash.services.warm_up import begin_warm_up

begin_warm_up(RunService(Path(sys.argv[1])))
while "regdash.training.trainer" not in sys.modules:
    time.sleep(0.01)
time.sleep(0.5)
print("ended")
"""


def test_a_program_can_end_while_it_warms_up(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(home)], capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout) == (0, "ended\n"), done.stderr
    assert "terminate" not in done.stderr
