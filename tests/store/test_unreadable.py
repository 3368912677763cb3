"""A store with runs of a newer version, or of a plug-in that is not installed."""

from pathlib import Path

import pytest

from regdash.services.methods import gather_methods
from regdash.services.runs import RunService
from regdash.store.store import Store
from tests.support.unreadable import make_unreadable


@pytest.fixture
def stored(home: Path, tiny) -> tuple[Store, str, list[str]]:
    """A comparison of three methods, the second of which cannot be read."""
    store = Store(home)
    comparison = store.add_comparison("Mixed")
    ids = [
        store.add_run(comparison, tiny(techniques=t), "me", name=name, style_index=index)
        for index, (t, name) in enumerate((({}, ""), ({"l2": {}}, "mixup 0.2"), ({"l1": {}}, "")))
    ]
    store.end_run(ids[1], "failed", "It ran out of memory.")
    make_unreadable(home, ids[1], techniques={"mixup": {"alpha": 0.2}})
    return store, comparison, ids


def test_readable_runs_keep_numbers_and_colors(stored) -> None:
    store, comparison, ids = stored
    runs = store.runs(comparison)
    assert [(run.id, run.number, run.style_index) for run in runs] == [
        (ids[0], 0, 0),
        (ids[2], 2, 2),
    ]
    assert [m.name for m in gather_methods(store, runs)] == ["baseline", "L1 1e-4"]
    assert store.run(ids[1]) is None


def test_readable_fields_are_returned(stored) -> None:
    store, comparison, ids = stored
    (run,) = store.unreadable_runs(comparison)
    assert (run.id, run.number, run.style_index) == (ids[1], 1, 1)
    assert (run.status, run.message) == ("failed", "It ran out of memory.")
    assert run.ended is not None
    assert run.sentence == (
        "'mixup 0.2' uses the technique mixup, which this version of RegDash does not have."
    )


def test_unreadable_runs_can_be_deleted_and_keep_their_colors(stored, home: Path, tiny) -> None:
    store, comparison, ids = stored
    service = RunService(home)
    (new,) = service.submit(comparison, [tiny(techniques={"dropout": {}})])
    assert store.run(new).style_index == 3
    service.close()
    store.delete_run(ids[1])
    assert store.unreadable_runs(comparison) == []
    assert len(store.runs(comparison)) == 3


def test_a_store_with_unreadable_runs_can_be_reopened(stored, home: Path) -> None:
    store, comparison, ids = stored
    store.end_run(ids[0], "finished")
    make_unreadable(home, ids[0], version=9)
    store.close()
    again = Store(home)
    assert again.recent_paces(5) == []
    newer = again.unreadable_runs(comparison)[0]
    assert newer.sentence == (
        "'baseline' was written in version 9 of the format, and this version of RegDash reads"
        " versions up to 1."
    )
    ((found, runs),) = again.recent_comparisons()
    assert (found.id, [run.id for run in runs]) == (comparison, [ids[2]])


def test_unreadable_runs_are_interrupted_with_their_process(stored, home: Path) -> None:
    store, comparison, ids = stored
    make_unreadable(home, ids[2], network={"kind": "cnn"})
    store.interrupt(["me"])
    statuses = {run.id: run.status for run in store.unreadable_runs(comparison)}
    assert statuses == {ids[1]: "failed", ids[2]: "interrupted"}
