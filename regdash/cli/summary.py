"""What is told of runs that have ended: JSON lines, a table, and a verdict on each method."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from regdash.content import case_study
from regdash.judging.methods import Method, choose_baseline
from regdash.judging.names import distinguish
from regdash.judging.reasons import give_reason, tell_price
from regdash.judging.rivals import judge_rivals
from regdash.metrics.curves import find_best
from regdash.services.methods import gather_methods
from regdash.settings.choices import EvaluationSet
from regdash.settings.formatting import format_mean, format_status
from regdash.store.records import Comparison, Run
from regdash.store.store import Store

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
        # On images held out of the choice of the epoch: below `history` where validation chose it.
        "held_out_val_accuracy": {"kept": run.kept_val_accuracy, "best": run.best_val_accuracy},
        "test_accuracy": run.test_accuracy,
        "test_loss": run.test_loss,
        "parameters": run.parameters,
        "history": {column: [getattr(r, column) for r in records] for column in HISTORY},
    }


def print_summary(store: Store, comparison_id: str, runs: Sequence[Run]) -> None:
    """Print what each method reached at the epoch that is looked at, and how it compares."""
    comparison = store.comparison(comparison_id)
    revealed = comparison is not None and comparison.revealed is not None
    methods = gather_methods(store, runs)
    width = max((len(method.name) for method in methods), default=6)
    print(f"{'method':{width}}  {'runs':34}  {'val. accuracy':>16}  {'test accuracy':>16}")
    at = comparison.at if comparison is not None else "kept"
    for method in methods:
        validation = format_mean(method.values("val_accuracy", at))
        test = format_mean(method.values("test_accuracy", at)) if revealed else "hidden"
        print(f"{method.name:{width}}  {_statuses(method):34}  {validation:>16}  {test:>16}")
    for message in dict.fromkeys(
        f"{r.name}, seed {r.spec.seed}: {r.message}" for r in runs if r.message
    ):
        print(message)
    for unreadable in store.unreadable_runs(comparison_id):
        print(f"Not shown: {unreadable.sentence}")
    if len(methods) > 1 and comparison is not None:
        _print_verdicts(methods, comparison, "test" if revealed else "validation")
    if not revealed:
        print("\nTest results are hidden; --reveal-test shows them.")


def _print_verdicts(methods: Sequence[Method], comparison: Comparison, on: EvaluationSet) -> None:
    names = {method.key: method.name for method in methods}
    if comparison.kind == case_study.KIND:
        rivals: Mapping[str, str] = case_study.RIVALS
    else:
        baseline = choose_baseline(methods, comparison.baseline)
        rivals = dict.fromkeys(names.keys() - {baseline.key}, baseline.key)
    verdicts = judge_rivals(methods, rivals, on=on, at=comparison.at)
    which = "of the best validation epoch" if comparison.at == "best" else "that were kept"
    print(f"\nVerdicts, with the weights {which}:")
    for key in (key for key in names if key in verdicts):
        verdict = verdicts[key]
        print(f"{names[key]}, against {names[rivals[key]]}: {verdict.word}: {give_reason(verdict)}")
        for caution in verdict.cautions:
            if not caution.blocks:
                print(f"    {caution.sentence}")
    price = tell_price(list(verdicts.values()))
    if price:
        print(price)


def _statuses(method: Method) -> str:
    statuses = [format_status(run.status) for run in method.runs]
    return ", ".join(
        f"{statuses.count(status)} {status}" if len(statuses) > 1 else status
        for status in dict.fromkeys(statuses)
    )
