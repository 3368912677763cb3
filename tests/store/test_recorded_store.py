"""A store written by the version before the list of metrics, and that version's verdicts on it."""

import json
import sqlite3
import threading
from pathlib import Path

import pytest

from regdash.figures.palette import line_style
from regdash.judging.methods import choose_baseline
from regdash.judging.verdict import Verdict, judge
from regdash.live.feed import LiveFeed
from regdash.metrics import METRICS
from regdash.services.methods import gather_methods
from regdash.services.runs import RunService
from regdash.store.database import Database
from regdash.store.store import Store
from tests.support.recorded_store import RECORDED, copy_recorded, expect_recorded

EXPECTED = json.loads((RECORDED / "expected.json").read_text())


@pytest.fixture
def recorded(home: Path) -> Path:
    """Copy the recorded home, without opening it."""
    return copy_recorded(home)


@pytest.fixture
def old_epochs(recorded: Path) -> dict[str, list[dict[str, float]]]:
    """Read the epochs of every run as the old table stored them, by column."""
    with sqlite3.connect(recorded / "regdash.sqlite") as database:
        database.row_factory = sqlite3.Row
        found: dict[str, list[dict[str, float]]] = {}
        for row in database.execute("SELECT * FROM epochs ORDER BY run_id, epoch"):
            values = dict(row)
            found.setdefault(values.pop("run_id"), []).append(values)
    return found


def describe(verdict: Verdict, on: str) -> dict:
    interval = verdict.interval
    return {
        "on": on,
        "word": verdict.word,
        "difference": verdict.difference,
        "p_value": verdict.p_value,
        "interval": None if interval is None else [interval.low, interval.high],
        "cautions": [caution.sentence for caution in verdict.cautions],
    }


@pytest.mark.parametrize("comparison_id", EXPECTED)
def test_comparisons_keep_methods_colors_and_verdicts(recorded: Path, comparison_id: str) -> None:
    expected = EXPECTED[comparison_id]
    store = Store(recorded)
    comparison = store.comparison(comparison_id)
    assert comparison is not None
    assert (comparison.title, comparison.kind, comparison.at, comparison.revealed is not None) == (
        expected["title"],
        expected["kind"],
        expected["at"],
        expected["revealed"],
    )
    methods = gather_methods(store, store.runs(comparison_id))
    styles = [line_style(method.style_index) for method in methods]
    found = [
        {
            "name": method.name,
            "colour": style.light,
            "marker": style.marker,
            "runs": [run.id for run in method.runs],
        }
        for method, style in zip(methods, styles, strict=True)
    ]
    assert found == expected["methods"]
    baseline = choose_baseline(methods, comparison.baseline)
    assert baseline.name == expected["baseline"]
    others = [method for method in methods if method.key != baseline.key]
    verdicts = [
        describe(verdict, on)
        for on in ("validation", "test")
        for verdict in judge(baseline, others, on=on, at=comparison.at)
    ]
    assert verdicts == expect_recorded(expected["verdicts"])
    store.close()


@pytest.mark.parametrize("comparison_id", EXPECTED)
def test_runs_keep_their_numbers(recorded: Path, comparison_id: str) -> None:
    expected = EXPECTED[comparison_id]["runs"]
    store = Store(recorded)
    runs = store.runs(comparison_id)
    assert [run.id for run in runs] == list(expected)
    facts = ("name", "status", "message", "number", "parameters")
    ends = ("kept_epoch", "best_epoch", "stopped_epoch")
    results = {
        "test_accuracy": ("test_accuracy", "kept"),
        "test_loss": ("test_loss", "kept"),
        "best_test_accuracy": ("test_accuracy", "best"),
        "best_test_loss": ("test_loss", "best"),
        "kept_val_accuracy": ("held_out_val_accuracy", "kept"),
        "best_val_accuracy": ("held_out_val_accuracy", "best"),
    }
    for run in runs:
        before = expected[run.id]
        assert [getattr(run, fact) for fact in (*facts, *ends)] == [
            before[fact] for fact in (*facts, *ends)
        ]
        assert {old: run.result(*place) for old, place in results.items()} == {
            old: before[old] for old in results
        }
    store.close()


_ADDED = {"hidden_norm"}
"""Metrics that are younger than the recorded store."""


def test_curves_are_kept_bit_by_bit(
    recorded: Path, old_epochs: dict[str, list[dict[str, float]]]
) -> None:
    store = Store(recorded)
    measured = {metric.key for metric in METRICS.measured}
    assert len(old_epochs) == 28
    for run_id, before in old_epochs.items():
        now = store.epochs(run_id)
        assert [{"epoch": record.epoch, **record.values} for record in now] == before
        assert {"epoch", *measured} - _ADDED == before[0].keys()
    store.close()


def test_opening_again_or_concurrently_changes_nothing(recorded: Path) -> None:
    folders = [recorded] * 4
    start = threading.Barrier(len(folders))
    failed: list[Exception] = []

    def open_store(folder: Path) -> None:
        start.wait()
        try:
            Database(folder).close()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=open_store, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    once = dump(recorded)
    Store(recorded).close()
    assert dump(recorded) == once
    assert sum('INSERT INTO "epochs"' in line for line in once) == 158
    assert not any(old in line for line in once for old in ("old_epochs", "look", "best_test_loss"))


def dump(home: Path) -> list[str]:
    with sqlite3.connect(home / "regdash.sqlite") as database:
        return list(database.iterdump())


def test_data_of_a_newer_version_are_kept_and_cause_no_error(recorded: Path) -> None:
    comparison_id = next(iter(EXPECTED))
    store = Store(recorded)
    run = store.runs(comparison_id)[0]
    with sqlite3.connect(recorded / "regdash.sqlite") as database:
        read = "SELECT metrics FROM epochs WHERE run_id = ? AND epoch = 2"
        values = json.loads(database.execute(read, (run.id,)).fetchone()[0])
        values["from_tomorrow"] = 0.1 + 0.2
        write = "UPDATE epochs SET metrics = ? WHERE run_id = ? AND epoch = 2"
        database.execute(write, (json.dumps(values), run.id))
        database.execute("UPDATE runs SET status = 'paused', message = '' WHERE id = ?", (run.id,))
    store.close()

    service = RunService(recorded)
    store = service.store
    found = store.run(run.id)
    assert found is not None
    assert (found.status, found.active, found.complete) == ("paused", False, False)
    assert found.message == "This version of RegDash does not know the status 'paused'."
    assert "from_tomorrow" not in store.epochs(run.id)[1].values
    assert [record.epoch for record in store.epochs(run.id)] == [1, 2, 3, 4, 5, 6]
    line = LiveFeed(service).updates(store.runs(comparison_id))["lines"][run.id]
    assert (line["status"], line["status_text"], line["broken"]) == ("paused", "paused", True)
    assert line["message"] == found.message
    methods = gather_methods(store, store.runs(comparison_id))
    judge(methods[0], methods[1:], on="validation", at="kept")
    service.close()
    with sqlite3.connect(recorded / "regdash.sqlite") as database:
        assert json.loads(database.execute(read, (run.id,)).fetchone()[0]) == values
