"""What is told of runs that have ended: JSON lines, a table, and a verdict on each method."""

import json
from collections.abc import Sequence
from typing import Any, TextIO

from regdash.judging.methods import Method
from regdash.judging.names import distinguish
from regdash.judging.reasons import tell_price, tell_verdict
from regdash.metrics.curves import find_best
from regdash.services.judgement import Judgement, judge_comparison, rivals_of
from regdash.settings.formatting import format_mean, format_status
from regdash.store.records import Run
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
    if comparison is None:
        return
    judgement = judge_comparison(store, comparison, runs, rivals_of(comparison))
    width = max((len(method.name) for method in judgement.methods), default=6)
    print(f"{'method':{width}}  {'runs':34}  {'val. accuracy':>16}  {'test accuracy':>16}")
    for method in judgement.methods:
        validation = format_mean(method.values("val_accuracy", judgement.at))
        test = "hidden"
        if judgement.revealed:
            test = format_mean(method.values("test_accuracy", judgement.at))
        print(f"{method.name:{width}}  {_statuses(method):34}  {validation:>16}  {test:>16}")
    for message in dict.fromkeys(
        f"{r.name}, seed {r.spec.seed}: {r.message}" for r in runs if r.message
    ):
        print(message)
    if len(judgement.methods) > 1:
        _print_verdicts(judgement)
    if not judgement.revealed:
        print("\nTest results are hidden; --reveal-test shows them.")


def _print_verdicts(judgement: Judgement) -> None:
    which = "of the best validation epoch" if judgement.at == "best" else "that were kept"
    print(f"\nVerdicts, with the weights {which}:")
    for method, verdict in judgement.judged:
        rival = judgement.by_key[judgement.rivals[method.key]]
        print(tell_verdict(method.name, rival.name, verdict))
        for caution in verdict.cautions:
            if not caution.blocks:
                print(f"    {caution.sentence}")
    price = tell_price(list(judgement.verdicts.values()))
    if price:
        print(price)


def _statuses(method: Method) -> str:
    statuses = [format_status(run.status) for run in method.runs]
    return ", ".join(
        f"{statuses.count(status)} {status}" if len(statuses) > 1 else status
        for status in dict.fromkeys(statuses)
    )
