"""What the store keeps, and which listeners it notifies."""

import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

from regdash.metrics.record import EpochRecord
from regdash.store.store import Store
from regdash.store.tables import now
from tests.support.records import make_epoch


def record(epoch: int, loss: float = 1.0) -> EpochRecord:
    return make_epoch(epoch, train_loss=loss, val_loss=loss, objective=loss, seconds=0.1)


def test_store_keeps_runs_and_epochs(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("A race")
    first, second = (store.add_run(comparison, tiny(seed=s), "me") for s in (1, 2))
    store.add_epoch(first, record(1))
    store.add_epoch(first, record(2, 0.5))
    again = Store(home)
    assert [r.id for r in again.runs(comparison)] == [first, second]
    assert [r.number for r in again.runs(comparison)] == [0, 1]
    assert again.run(first).spec == tiny(seed=1)
    assert [r.epoch for r in again.epochs(first, after=1)] == [2]
    assert again.recent_comparisons()[0][0].title == "A race"


def test_numbers_are_not_reused(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    ids = [store.add_run(comparison, tiny(), "me") for _ in range(3)]
    store.delete_run(ids[1])
    store.add_run(comparison, tiny(), "me")
    assert [r.number for r in store.runs(comparison)] == [0, 2, 3]
    assert store.run(ids[1]) is None


def test_deleting_a_run_deletes_its_epochs_and_files(home: Path, tiny) -> None:
    store = Store(home)
    run_id = store.add_run(store.add_comparison(""), tiny(), "me")
    store.add_epoch(run_id, record(1))
    store.run_folder(run_id).mkdir(parents=True)
    store.delete_run(run_id)
    assert store.epochs(run_id) == []
    assert not store.run_folder(run_id).exists()
    store.add_epoch(run_id, record(2))  # a run still in progress: no error, no row
    assert store.epochs(run_id) == []


def test_an_empty_name_restores_the_automatic_one(home: Path, tiny) -> None:
    store = Store(home)
    run_id = store.add_run(store.add_comparison(""), tiny(), "me")
    store.rename_run(run_id, "  mine ")
    assert store.run(run_id).name == "mine"
    store.rename_run(run_id, "x" * 500)
    assert len(store.run(run_id).name) == 120
    store.rename_run(run_id, " ")
    assert store.run(run_id).name == "baseline"


def test_paces_of_the_latest_runs(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    ends = ((1, "finished"), (2, "stopped_early"), (3, "stopped"))
    for seed, status in ends:
        run_id = store.add_run(comparison, tiny(seed=seed), "me")
        for epoch in range(1, 41):
            values = {**record(epoch).values, "seconds": seed * (1.0 if epoch <= 30 else 99.0)}
            store.add_epoch(run_id, EpochRecord(epoch, values))
        store.end_run(run_id, status)
        assert store.count_epochs(run_id) == 40
    found = store.recent_paces(10)
    assert [(spec.seed, pace) for spec, pace in found] == [(2, 2.0), (1, 1.0)]
    assert len(store.recent_paces(1)) == 1
    assert store.count_epochs("unknown") == 0


def test_database_is_in_wal_mode(home: Path) -> None:
    Store(home)
    with sqlite3.connect(home / "regdash.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_subscribers_of_a_comparison_are_notified_of_every_change(home: Path, tiny) -> None:
    store = Store(home)
    mine, other = store.add_comparison(""), store.add_comparison("")
    notices: list[str] = []

    def notifies(change) -> bool:
        notices.clear()
        change()
        return bool(notices)

    with store.notifier.subscribe(mine, lambda: notices.append("mine")):
        assert notifies(lambda: store.add_run(mine, tiny(), "me"))
        (run,) = store.runs(mine)
        assert notifies(lambda: store.start_run(run.id))
        assert notifies(lambda: store.set_parameters(run.id, 7))
        assert notifies(lambda: store.add_epoch(run.id, record(1)))
        assert notifies(lambda: store.rename_run(run.id, "Another"))
        assert notifies(lambda: store.end_run(run.id, "finished"))
        assert notifies(lambda: store.reveal_test(mine))
        assert notifies(lambda: store.delete_run(run.id))
        assert not notifies(lambda: store.add_run(other, tiny(), "me"))
        assert not notifies(lambda: store.delete_run("nothing"))
    assert not notifies(lambda: store.add_run(mine, tiny(), "me"))
    store.close()


def test_a_deleted_comparison_can_be_restored_until_it_is_purged(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("A race")
    run = store.add_run(comparison, tiny(), "me")
    store.delete_comparison(comparison)
    assert store.comparisons() == []
    assert store.comparison(comparison).deleted is not None
    store.restore_comparison(comparison)
    assert [c.id for c in store.comparisons()] == [comparison]
    store.delete_comparison(comparison)
    assert store.deleted_before(now() - timedelta(hours=1)) == []
    assert store.deleted_before(now() + timedelta(hours=1)) == [comparison]
    store.purge_comparison(comparison)
    assert store.comparison(comparison) is None
    assert store.run(run) is None


def test_comparisons_are_found_by_title_and_by_names_of_runs(home: Path, tiny) -> None:
    store = Store(home)
    first = store.add_comparison("Dropout, 100% of it")
    second = store.add_comparison("Another")
    store.add_run(first, tiny(), "me")
    store.add_run(second, tiny(), "me", name="dropout 0.5")
    assert [c.id for c in store.comparisons(containing="DROPOUT")] == [second, first]
    assert [c.id for c in store.comparisons(containing="100%")] == [first]
    assert store.comparisons(containing="_") == []
    store.rename_comparison(second, "  ")
    assert store.comparison(second).title == "Another"
    store.rename_comparison(second, "Dropout again")
    assert store.comparison(second).title == "Dropout again"


def test_opening_waits_for_a_file_that_another_program_has_locked(home: Path) -> None:
    # SQLite itself does not wait if it has to switch the journal of a file that is written to.
    other = sqlite3.connect(home / "regdash.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE notes (text)")
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.close)
    release.start()
    Store(home).close()
    release.join()
