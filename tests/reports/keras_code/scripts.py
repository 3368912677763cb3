"""Runs exported scripts and reads what they print."""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from regdash.datasets import digits
from regdash.metrics.record import EpochRecord

MNIST = Path(digits.__file__).parent / "files" / "mnist.npz"

_EPOCH = re.compile(
    r"epoch (\d+): training loss ([\d.]+), accuracy ([\d.]+)%;"
    r" validation loss ([\d.]+), accuracy ([\d.]+)%"
)


@dataclass(frozen=True)
class Printed:
    """What a script printed on one run."""

    epochs: Sequence[tuple[float, float, float, float]]
    """Training loss and accuracy, validation loss and accuracy; accuracies 0 to 1."""
    kept_epoch: int
    val_loss: float
    val_accuracy: float


def start_python(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    """Start a process that cannot import what is in this repository."""
    return subprocess.Popen(
        [sys.executable, "-I", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def read_output(process: subprocess.Popen[str], names: list[str]) -> dict[str, Printed]:
    """Wait for a script and return what it printed, by the names of its runs."""
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err[-4000:]
    *parts, table = re.split(r"\n\n", out.strip())
    assert len(parts) == len(names)
    rows = table.splitlines()[1:]
    found = {}
    for part, row, name in zip(parts, rows, names, strict=True):
        epochs = [_read_epoch(line) for line in part.splitlines() if line.startswith("epoch ")]
        assert row.startswith(name)
        trained, kept, loss, accuracy = row[len(name) :].split()
        assert int(trained) == len(epochs)
        found[name] = Printed(epochs, int(kept), float(loss), float(accuracy.rstrip("%")) / 100)
    return found


def _read_epoch(line: str) -> tuple[float, float, float, float]:
    found = _EPOCH.fullmatch(line)
    assert found, line
    loss, accuracy, val_loss, val_accuracy = map(float, found.groups()[1:])
    return loss, accuracy / 100, val_loss, val_accuracy / 100


def assert_equal_numbers(printed: Printed, records: Sequence[EpochRecord], images: int) -> None:
    """Assert that every epoch has the run's numbers.

    Args:
        printed: What the script printed.
        records: What the run measured.
        images: Number of training images measured.
    """
    assert len(printed.epochs) == len(records)
    for epoch, record in zip(printed.epochs, records, strict=True):
        loss, accuracy, val_loss, val_accuracy = epoch
        # Losses are printed with four decimals; rounding may change the class of an image or two.
        assert abs(loss - record.train_loss) < 3e-4
        assert abs(val_loss - record.val_loss) < 3e-4
        assert abs(accuracy - record.train_accuracy) < 1.5 / images
        assert abs(val_accuracy - record.val_accuracy) < 5e-4
