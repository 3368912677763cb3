"""What is told of runs that have ended: JSON lines, a table, and a verdict on each method."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from regdash.content import case_study
from regdash.judging.methods import Method, choose_baseline
from regdash.judging.names import distinguish
from regdash.judging.reasons import give_reason, tell_price
from regdash.judging.rivals import judge_rivals
from regdash.metrics import METRICS
from regdash.metrics.base import Metric, ResultMetric
from regdash.metrics.best import find_best
from regdash.services.methods import gather_methods
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.formatting import format_mean, format_status
from regdash.store.records import Comparison, Run
from regdash.store.store import Store


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
        **{metric.key: _result(run, metric) for metric in METRICS.results},
        "parameters": run.parameters,
        "history": {
            "epoch": [record.epoch for record in records],
            **{m.key: [record.get(m.key) for record in records] for m in METRICS.measured},
        },
    }


def _result(run: Run, metric: ResultMetric) -> Any:
    """A metric at the kept epoch, or at both epochs by their names."""
    if not metric.both_epochs:
        return run.result(metric.key)
    return {"kept": run.result(metric.key, "kept"), "best": run.result(metric.key, "best")}


def print_summary(store: Store, comparison_id: str, runs: Sequence[Run]) -> None:
    """Print what each method reached at the epoch that is looked at, and how it compares."""
    comparison = store.comparison(comparison_id)
    revealed = comparison is not None and comparison.revealed is not None
    methods = gather_methods(store, runs)
    width = max((len(method.name) for method in methods), default=6)
    at = comparison.at if comparison is not None else "kept"
    heads = [f"{metric.title.lower():>16}" for metric in METRICS.summary]
    print("  ".join([f"{'method':{width}}", f"{'runs':34}", *heads]))
    for method in methods:
        cells = [f"{_cell(method, metric, at, revealed):>16}" for metric in METRICS.summary]
        print("  ".join([f"{method.name:{width}}", f"{_statuses(method):34}", *cells]))
    for message in dict.fromkeys(
        f"{r.name}, seed {r.spec.seed}: {r.message}" for r in runs if r.message
    ):
        print(message)
    if len(methods) > 1 and comparison is not None:
        _print_verdicts(methods, comparison, "test" if revealed else "validation")
    if not revealed:
        print("\nTest results are hidden; --reveal-test shows them.")


def _cell(method: Method, metric: Metric, at: EpochChoice, revealed: bool) -> str:
    if metric.from_test and not revealed:
        return "hidden"
    return format_mean(method.values(metric.key, at), metric.quantity)


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
