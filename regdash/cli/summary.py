"""What is told of runs that have ended: JSON lines, a table, and a verdict on each method."""

import json
from collections.abc import Sequence
from typing import Any, TextIO

from regdash.analysis.curves import find_best
from regdash.analysis.methods import At, Method, On, choose_baseline
from regdash.analysis.names import distinguish
from regdash.analysis.seeds import describe
from regdash.analysis.verdict import judge
from regdash.analysis.wording import format_accuracy
from regdash.runs.evidence import gather_methods
from regdash.runs.records import Run
from regdash.runs.store import Store

HISTORY = (
    "epoch",
    "train_loss",
    "val_loss",
    "train_accuracy",
    "val_accuracy",
    "penalty",
    "objective",
    "seconds",
)
"""Columns of the `history` in the JSON output."""


def write_json(store: Store, runs: Sequence[Run], output: TextIO) -> None:
    """Write one JSON object a line a run."""
    names = distinguish([run.name for run in runs], [run.spec for run in runs])
    for run, name in zip(runs, names, strict=True):
        print(json.dumps(_plain_data(store, run, name)), file=output)


def _plain_data(store: Store, run: Run, name: str) -> dict[str, Any]:
    records = store.epochs(run.id)
    best = find_best(records)
    return {
        "name": name,
        "spec": run.spec.model_dump(mode="json"),
        "status": run.status,
        "message": run.message,
        "best_epoch": best.accuracy.epoch if best else None,
        "kept_epoch": run.kept_epoch,
        "stopped_epoch": run.stopped_epoch,
        "test_accuracy": run.test_accuracy,
        "test_loss": run.test_loss,
        "parameters": run.parameters,
        "history": {column: [getattr(r, column) for r in records] for column in HISTORY},
    }


def print_summary(store: Store, comparison_id: str, runs: Sequence[Run]) -> None:
    """Print what each method reached with the weights it kept, and how it compares."""
    comparison = store.comparison(comparison_id)
    revealed = comparison is not None and comparison.revealed is not None
    methods = gather_methods(store, runs)
    width = max((len(method.name) for method in methods), default=6)
    print(f"{'method':{width}}  {'runs':34}  {'val. accuracy':>16}  {'test accuracy':>16}")
    for method in methods:
        validation = _mean_and_sd(method, "val_accuracy", "kept")
        test = _mean_and_sd(method, "test_accuracy", "kept") if revealed else "hidden"
        print(f"{method.name:{width}}  {_statuses(method):34}  {validation:>16}  {test:>16}")
    for message in dict.fromkeys(
        f"{r.name}, seed {r.spec.seed}: {r.message}" for r in runs if r.message
    ):
        print(message)
    if len(methods) > 1:
        _print_verdicts(methods, "test" if revealed else "validation")
    if not revealed:
        print("\nTest results are hidden; --reveal-test shows them.")


def _print_verdicts(methods: Sequence[Method], on: On) -> None:
    baseline = choose_baseline(methods)
    others = [method for method in methods if method.key != baseline.key]
    print(f"\nAgainst {baseline.name}, with the weights that were kept:")
    for method, verdict in zip(others, judge(baseline, others, on=on, at="kept"), strict=True):
        print(f"{method.name}: {verdict.word}: {verdict.reason}")
        for caution in verdict.cautions:
            if not caution.blocks:
                print(f"    {caution.sentence}")


def _mean_and_sd(method: Method, figure: str, at: At) -> str:
    values = method.values(figure, at)
    if not values:
        return "–"
    spread = describe(values)
    if spread.sd is None:
        return format_accuracy(spread.mean)
    return f"{100 * spread.mean:.2f} ± {100 * spread.sd:.2f} %"


def _statuses(method: Method) -> str:
    statuses = [run.status.replace("_", " ") for run in method.runs]
    return ", ".join(
        f"{statuses.count(status)} {status}" if len(statuses) > 1 else status
        for status in dict.fromkeys(statuses)
    )
