"""How well are durations estimated, compared with what they take?

With a new store: the composer's first set-up, the article's network, the first race card (first
seed), the quick case study, and two races in the queue at once. Each is estimated with nothing learned and nothing compiled
(cold), and again with other seeds after it was trained (warm). The machine is measured first, before
anything heavy is imported, as the server does.

    python -m benchmarks.estimates
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.report import Finding, Spread, print_findings
from regdash.content import case_study
from regdash.content.presets import find_preset, first_setup
from regdash.services import estimates
from regdash.services.runs import RunService
from regdash.services.speed import measured_speed
from regdash.spec import RunSpec
from regdash.training.pool import PROGRAMS

WITHIN = 1.5
"""Factor by which an estimate may be off, in either direction."""

Races = Sequence[Sequence[RunSpec]]


def main() -> None:
    """Estimate, train, and print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", help="one of the cases")
    options = parser.parse_args()
    measured_speed(idle=True)
    findings, details = [], {}
    for name, seeds in cases().items():
        if options.only in (None, name):
            with tempfile.TemporaryDirectory() as home:
                for state, races in zip(("cold", "warm"), seeds, strict=True):
                    estimated, took = compare(Path(home), races)
                    ratio = took / estimated
                    findings.append(_finding(f"{name}, {state}", estimated, took))
                    details[f"{name}, {state}"] = {"took / estimated": ratio}
                    print(
                        f"{name}, {state}: {estimated:.1f} s estimated, {took:.1f} s taken",
                        flush=True,
                    )
            PROGRAMS.clear()
    print_findings("How well are durations estimated?", findings, **json.loads(json.dumps(details)))


def cases() -> dict[str, tuple[Races, Races]]:
    """Return the races that are started at once, and the same with other seeds, by name."""
    preset = find_preset("overfit")
    study = [spec for _, spec in case_study.lineup("quick", 2)]
    return {
        "composer's first set-up": ([[first_setup()]], [[first_setup().replace(seed=2)]]),
        "the article's network": ([[RunSpec()]], [[RunSpec(seed=2)]]),
        "first card, one seed": ([preset.lineup([1])], [preset.lineup([2])]),
        "case study, quick, one seed": (
            [[spec for spec in study if spec.seed == 1]],
            [[spec for spec in study if spec.seed == 2]],
        ),
        "two races in the queue": (
            [preset.lineup([1]), find_preset("noise").lineup([1])],
            [preset.lineup([2]), find_preset("noise").lineup([2])],
        ),
    }


def compare(home: Path, races: Races) -> tuple[float, float]:
    """Start races together; return the seconds estimated for the last one, and those it took."""
    service = RunService(home)
    # As if some minutes had passed since the last estimate.
    estimates.forget()
    try:
        began = time.perf_counter()
        comparison = service.store.add_comparison("")
        *ahead, last = races
        ids = [run_id for race in ahead for run_id in service.submit(comparison, race)]
        estimated = estimates.estimate_runs(service, last)
        service.wait([*ids, *service.submit(comparison, last)])
        return estimated, time.perf_counter() - began
    finally:
        service.close()


def _finding(what: str, estimated: float, took: float) -> Finding:
    ratio = took / estimated
    return Finding(
        what,
        "s",
        Spread.of([estimated]),
        "taken",
        Spread.of([took]),
        ratio,
        target=f"within {WITHIN:g}x",
        reached=1 / WITHIN <= ratio <= WITHIN,
    )


if __name__ == "__main__":
    main()
