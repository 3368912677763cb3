"""What every benchmark prints: its findings as JSON, beside the machine and the versions."""

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
    """Repeated measurements of one thing."""

    median: float
    min: float
    max: float
    count: int

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Sum measurements up; there must be one at least."""
        found = list(values)
        return cls(median(found), min(found), max(found), len(found))


@dataclass(frozen=True)
class Finding:
    """One row of the table of results."""

    what: str
    unit: str
    ours: Spread
    peer: str = ""
    """Who was measured beside us, in the same run; empty: nobody."""
    theirs: Spread | None = None
    ratio: float | None = None
    """How many times as good as the peer, or the share that the mark speaks of."""
    mark: str = ""
    """What must be reached, in words; empty: told for information."""
    reached: bool | None = None


def faster(
    what: str, ours: Sequence[float], peer: str, theirs: Sequence[float], at_least: float | None
) -> Finding:
    """Seconds of ours beside a peer's; the ratio of the medians must reach a mark, if any."""
    mine, other = Spread.of(ours), Spread.of(theirs)
    ratio = other.median / mine.median
    mark = "" if at_least is None else f"{at_least:g}x"
    reached = None if at_least is None else ratio >= at_least
    return Finding(what, "s", mine, peer, other, ratio, mark, reached)


def at_most(what: str, unit: str, values: Sequence[float], limit: float) -> Finding:
    """Measurements whose median must stay below a limit."""
    spread = Spread.of(values)
    return Finding(
        what, unit, spread, mark=f"under {limit:g} {unit}", reached=spread.median < limit
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share (0 to 1) of the measurements lies, interpolated."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def timed(what: Callable[[], Any]) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def machine() -> dict[str, Any]:
    """The machine and the versions that were measured."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: found for name in _PACKAGES if (found := _version(name))},
    }


def print_findings(question: str, findings: Sequence[Finding], **details: Any) -> None:
    """Print a benchmark's JSON.

    Args:
        question: What was asked, one sentence.
        findings: The rows for the table of results.
        details: Anything else worth keeping, JSON data.
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
