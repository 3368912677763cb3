"""Output for runs that have ended: JSON lines, a table, and a verdict on each method."""

import json
from collections.abc import Sequence
from typing import Any, TextIO

from regdash.judging.methods import Method
from regdash.judging.names import distinguish
from regdash.judging.reasons import explain_cost, format_verdict
from regdash.metrics import METRICS
from regdash.metrics.base import Metric, ResultMetric
from regdash.metrics.best import find_best
from regdash.services.judgement import Judgement, judge_comparison
from regdash.services.selection import Selection
from regdash.settings.choices import EpochChoice
from regdash.settings.formatting import format_mean, format_status
from regdash.store.records import Run
from regdash.store.store import Store


def write_json(store: Store, runs: Sequence[Run], output: TextIO) -> None:
    """Write one line of JSON per run."""
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
        **{metric.key: _result(run, metric) for metric in METRICS.results},
        "parameters": run.parameters,
        "history": {
            "epoch": [record.epoch for record in records],
            **{m.key: [record.get(m.key) for record in records] for m in METRICS.measured},
        },
    }


def _result(run: Run, metric: ResultMetric) -> Any:
    """Return a metric at the kept epoch, or at both epochs by their names."""
    if not metric.both_epochs:
        return run.result(metric.key)
    return {"kept": run.result(metric.key, "kept"), "best": run.result(metric.key, "best")}


def print_summary(store: Store, comparison_id: str, runs: Sequence[Run]) -> None:
    """Print the results of each method at the chosen epoch, and the verdicts."""
    comparison = store.comparison(comparison_id)
    if comparison is None:
        return
    judgement = judge_comparison(store, Selection.with_own_references(comparison, runs))
    width = max((len(method.name) for method in judgement.methods), default=6)
    heads = [f"{metric.title.lower():>16}" for metric in METRICS.summary]
    print("  ".join([f"{'method':{width}}", f"{'runs':34}", *heads]))
    for method in judgement.methods:
        cells = [
            f"{_cell(method, metric, judgement.at, judgement.revealed):>16}"
            for metric in METRICS.summary
        ]
        print("  ".join([f"{method.name:{width}}", f"{_statuses(method):34}", *cells]))
    for message in dict.fromkeys(
        f"{r.name}, seed {r.spec.seed}: {r.message}" for r in runs if r.message
    ):
        print(message)
    for unreadable in store.unreadable_runs(comparison_id):
        print(f"Not shown: {unreadable.sentence}")
    if len(judgement.methods) > 1:
        _print_verdicts(judgement)
    print(f"\nComparison {comparison_id}: `regdash figure`, `report` and `export` take this id.")
    if not judgement.revealed:
        print("Test results are hidden; --reveal-test shows them.")


def _cell(method: Method, metric: Metric, at: EpochChoice, revealed: bool) -> str:
    if metric.from_test and not revealed:
        return "hidden"
    return format_mean(method.values(metric.key, at), metric.quantity)


def _print_verdicts(judgement: Judgement) -> None:
    which = "of the best validation epoch" if judgement.at == "best" else "that were kept"
    print(f"\nVerdicts, with the weights {which}:")
    for method, verdict in judgement.judged:
        reference = judgement.by_key[judgement.references[method.key]]
        print(format_verdict(method.name, reference.name, verdict))
        for caution in verdict.cautions:
            if not caution.blocks:
                print(f"    {caution.sentence}")
    cost = explain_cost(list(judgement.verdicts.values()))
    if cost:
        print(cost)


def _statuses(method: Method) -> str:
    statuses = [format_status(run.status) for run in method.runs]
    return ", ".join(
        f"{statuses.count(status)} {status}" if len(statuses) > 1 else status
        for status in dict.fromkeys(statuses)
    )
