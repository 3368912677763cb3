"""The output of every benchmark: its findings as JSON, with the machine and the versions."""

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

_PACKAGES = ("tensorflow", "keras", "torch", "scikit-learn", "streamlit", "plotly", "numpy")


@dataclass(frozen=True)
class Spread:
    """Summary of repeated measurements."""

    median: float
    min: float
    max: float
    count: int

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Summarize measurements, at least one."""
        found = list(values)
        return cls(median(found), min(found), max(found), len(found))


@dataclass(frozen=True)
class Finding:
    """One row of the table of results."""

    what: str
    unit: str
    ours: Spread
    peer: str = ""
    """What was measured in the same run for comparison; empty if nothing was."""
    theirs: Spread | None = None
    ratio: float | None = None
    """How many times as good as the peer, or the value that the target refers to."""
    target: str = ""
    """What must be reached, in words; empty if the finding is only for information."""
    reached: bool | None = None


def faster(
    what: str, ours: Sequence[float], peer: str, theirs: Sequence[float], at_least: float | None
) -> Finding:
    """Compare seconds with those of a peer; the ratio of the medians must be `at_least`, if given."""
    mine, other = Spread.of(ours), Spread.of(theirs)
    ratio = other.median / mine.median
    target = "" if at_least is None else f"{at_least:g}x"
    reached = None if at_least is None else ratio >= at_least
    return Finding(what, "s", mine, peer, other, ratio, target, reached)


def at_most(what: str, unit: str, values: Sequence[float], limit: float) -> Finding:
    """Report measurements whose median must stay below a limit."""
    spread = Spread.of(values)
    return Finding(
        what, unit, spread, target=f"under {limit:g} {unit}", reached=spread.median < limit
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share (0 to 1) of the measurements lies, interpolated."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def timed(what: Callable[[], Any]) -> float:
    """Return the seconds that a call takes."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def machine() -> dict[str, Any]:
    """Return the processor, the number of cores and the versions of the packages."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: found for name in _PACKAGES if (found := _version(name))},
    }


def print_findings(question: str, findings: Sequence[Finding], **details: Any) -> None:
    """Print the JSON of a benchmark.

    Args:
        question: The question that it answers, one sentence.
        findings: Rows of the table of results.
        details: Further results, as JSON data.
    """
    module = Path(sys.argv[0]).stem
    arguments = "".join(f" {word}" for word in sys.argv[1:])
    print(
        json.dumps(
            {
                "question": question,
                "command": f"python -m benchmarks.{module}{arguments}",
                "findings": [asdict(finding) for finding in findings],
                "details": details,
                "machine": machine(),
            },
            indent=2,
        )
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
