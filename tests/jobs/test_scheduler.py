import sqlite3
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from regdash.jobs.ownership import Ownership
from regdash.jobs.scheduler import Scheduler
from regdash.jobs.turnstile import Turnstile
from regdash.metrics.record import EpochRecord
from regdash.store.store import Store
from tests.support.records import make_epoch


@pytest.fixture
def scheduler(home: Path):
    made = Scheduler(home)
    yield made
    made.close()


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


def test_numbers_are_not_given_twice(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    ids = [store.add_run(comparison, tiny(), "me") for _ in range(3)]
    store.delete_run(ids[1])
    store.add_run(comparison, tiny(), "me")
    assert [r.number for r in store.runs(comparison)] == [0, 2, 3]
    assert store.run(ids[1]) is None


def test_deleting_takes_epochs_and_files_along(home: Path, tiny) -> None:
    store = Store(home)
    run_id = store.add_run(store.add_comparison(""), tiny(), "me")
    store.add_epoch(run_id, record(1))
    store.run_folder(run_id).mkdir(parents=True)
    store.delete_run(run_id)
    assert store.epochs(run_id) == []
    assert not store.run_folder(run_id).exists()
    store.add_epoch(run_id, record(2))  # a run that was still going: no error, no row
    assert store.epochs(run_id) == []


def test_an_empty_name_brings_back_the_automatic_one(home: Path, tiny) -> None:
    store = Store(home)
    run_id = store.add_run(store.add_comparison(""), tiny(), "me")
    store.rename_run(run_id, "  mine ")
    assert store.run(run_id).name == "mine"
    store.rename_run(run_id, "x" * 500)
    assert len(store.run(run_id).name) == 120
    store.rename_run(run_id, " ")
    assert store.run(run_id).name == "baseline"


def test_the_latest_runs_tell_how_long_training_takes(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    for seed, status in ((1, "finished"), (2, "finished"), (3, "stopped")):
        run_id = store.add_run(comparison, tiny(seed=seed), "me")
        for epoch in (1, 2, 3):
            store.add_epoch(run_id, record(epoch))
        store.end_run(run_id, status)
    each = 3 * record(1).seconds
    found = store.recent_efforts(10)
    assert sorted((spec.seed, seconds) for spec, seconds in found) == [(1, each), (2, each)]
    assert len(store.recent_efforts(1)) == 1


def test_database_is_in_wal_mode(home: Path) -> None:
    Store(home)
    with sqlite3.connect(home / "regdash.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_turnstile_is_first_come_first_served() -> None:
    turnstile, order = Turnstile(), []
    assert turnstile.enter()
    threads = []
    for name in "abc":
        thread = threading.Thread(
            target=lambda name=name: (turnstile.enter(), order.append(name), turnstile.leave())
        )
        thread.start()
        threads.append(thread)
        time.sleep(0.05)
    assert order == []
    turnstile.leave()
    for thread in threads:
        thread.join(5)
    assert order == ["a", "b", "c"]


def test_turnstile_lets_slots_many_in_and_can_be_given_up() -> None:
    turnstile = Turnstile(slots=2)
    assert turnstile.enter()
    assert turnstile.enter()
    assert not turnstile.enter(give_up=lambda: True)
    turnstile.leave()
    assert turnstile.enter()
    with pytest.raises(ValueError, match="allowed is a whole number from 1"):
        Turnstile(0)


def test_runs_take_turns_and_finish(scheduler: Scheduler, tiny) -> None:
    comparison = scheduler.store.add_comparison("")
    ids = scheduler.submit(comparison, [tiny(epochs=6), tiny(epochs=6, techniques={"dropout": {}})])
    seen = []
    while not scheduler.wait(ids, timeout=0.02):
        counts = tuple(len(scheduler.store.epochs(i)) for i in ids)
        if counts != (seen[-1] if seen else None):
            seen.append(counts)
    # Once both have begun, neither runs away from the other.
    both = [c for c in seen if min(c) > 0 and max(c) < 6]
    assert both
    assert all(abs(a - b) <= 2 for a, b in both)
    for run in scheduler.store.runs(comparison):
        assert run.status == "finished"
        assert run.result("test_accuracy") > 0.4
        assert run.kept_epoch == 6
        folder = scheduler.store.run_folder(run.id)
        assert (folder / "model.keras").exists()
        with np.load(folder / "predictions.npz") as predictions:
            assert predictions["test"].shape == (10_000, 10)
            assert predictions["test"].dtype == np.float16


def test_stop_takes_effect_within_half_a_second(scheduler: Scheduler, tiny) -> None:
    comparison = scheduler.store.add_comparison("")
    (run_id,) = scheduler.submit(comparison, [tiny(epochs=5000)])
    while len(scheduler.store.epochs(run_id)) < 2:
        time.sleep(0.05)
    began = time.monotonic()
    scheduler.stop(run_id)
    assert scheduler.wait([run_id], timeout=5)
    assert time.monotonic() - began < 0.5
    run = scheduler.store.run(run_id)
    assert run.status == "stopped"
    assert run.result("test_accuracy") is None


def test_a_run_that_compiles_is_stopped_at_once(scheduler: Scheduler, tiny) -> None:
    comparison = scheduler.store.add_comparison("")
    # A shape that no other test trains: its program has to be compiled, which takes a second.
    unheard_of = tiny(epochs=5000, network={"hidden_layers": [61, 59, 53]}, batch_size=29)
    (run_id,) = scheduler.submit(comparison, [unheard_of])
    end = time.monotonic() + 60
    while (scheduler.progress(run_id) or ("", 0))[0] != "compiling":
        assert time.monotonic() < end
        time.sleep(0.002)
    began = time.monotonic()
    scheduler.stop(run_id)
    assert scheduler.store.run(run_id).status == "stopped"
    assert time.monotonic() - began < 0.5
    assert scheduler.wait([run_id], timeout=60)
    assert scheduler.store.run(run_id).status == "stopped"
    assert scheduler.store.epochs(run_id) == []


def test_more_runs_than_may_be_active_wait_in_line(home: Path, tiny) -> None:
    scheduler = Scheduler(home, max_active=1)
    comparison = scheduler.store.add_comparison("")
    first, second, third = scheduler.submit(comparison, [tiny(epochs=3000), tiny(), tiny(seed=2)])
    scheduler.stop(second)  # never began
    assert scheduler.store.run(second).status == "stopped"
    assert scheduler.store.run(third).status == "queued"
    scheduler.stop(first)
    assert scheduler.wait([first, third], timeout=60)
    assert scheduler.store.run(third).status == "finished"
    scheduler.close()


def test_second_seeds_wait_until_all_first_ones_have_ended(scheduler: Scheduler, tiny) -> None:
    """What is looked at first is there soonest; runs of others do not wait for it."""
    comparison = scheduler.store.add_comparison("")
    methods = ({}, {"dropout": {}})
    specs = [tiny(seed=seed, techniques=t) for seed in (1, 2, 3) for t in methods]
    ids = scheduler.submit(comparison, specs)
    (other,) = scheduler.submit(scheduler.store.add_comparison(""), [tiny(seed=9)])
    while not scheduler.wait([*ids, other], timeout=0.01):
        begun = [scheduler.store.run(i).status != "queued" for i in ids]
        for later in (2, 4):
            if any(begun[later:]):
                assert all(not scheduler.store.run(i).active for i in ids[:later])
    runs = scheduler.store.runs(comparison)
    assert all(run.status == "finished" for run in runs)
    ends = [run.ended for run in runs]
    assert max(ends[:2]) <= min(ends[2:4])
    assert max(ends[2:4]) <= min(ends[4:])
    assert scheduler.store.run(other).ended < max(ends)


def test_a_stopped_first_seed_does_not_hold_up_the_second(home: Path, tiny) -> None:
    scheduler = Scheduler(home)
    comparison = scheduler.store.add_comparison("")
    first, second = scheduler.submit(comparison, [tiny(epochs=5000), tiny(epochs=5000, seed=2)])
    assert scheduler.store.run(second).status == "queued"
    scheduler.stop(first)
    assert scheduler.wait([first], timeout=30)
    end = time.monotonic() + 30
    while not scheduler.store.epochs(second):
        assert time.monotonic() < end
        time.sleep(0.02)
    scheduler.close()


def test_a_diverging_run_says_so_and_harms_no_other(scheduler: Scheduler, tiny) -> None:
    wild = tiny(
        optimizer={"name": "sgd", "learning_rate": 10.0},
        techniques={"l2": {"l2": 1.0}},
        batch_size=4,
    )
    comparison = scheduler.store.add_comparison("")
    ids = scheduler.submit(comparison, [wild, tiny()])
    assert scheduler.wait(ids, timeout=120)
    first, second = scheduler.store.runs(comparison)
    assert first.status == "diverged"
    assert "epoch 1" in first.message
    assert second.status == "finished"


def test_a_failing_run_says_so(scheduler: Scheduler, tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler.store, "run_folder", lambda _: Path("/proc/nowhere"))
    comparison = scheduler.store.add_comparison("")
    ids = scheduler.submit(comparison, [tiny(epochs=1)])
    assert scheduler.wait(ids, timeout=60)
    run = scheduler.store.run(ids[0])
    assert run.status == "failed"
    assert run.message.startswith("It failed: ")


def test_unfinished_runs_of_a_dead_process_are_interrupted(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    dead = store.add_run(comparison, tiny(), owner="dead")
    neighbour = Ownership(home)
    alive = store.add_run(comparison, tiny(), owner=neighbour.owner)
    scheduler = Scheduler(home)
    assert scheduler.store.run(dead).status == "interrupted"
    assert scheduler.store.run(alive).status == "queued"
    neighbour.release()
    scheduler.close()
    Scheduler(home).close()
    assert store.run(alive).status == "interrupted"


def test_deleting_a_going_run_stops_it_first(scheduler: Scheduler, tiny) -> None:
    comparison = scheduler.store.add_comparison("")
    (run_id,) = scheduler.submit(comparison, [tiny(epochs=5000)])
    while not scheduler.store.epochs(run_id):
        time.sleep(0.05)
    scheduler.delete(run_id)
    assert scheduler.store.runs(comparison) == []


def test_who_follows_a_comparison_is_told_of_every_change_in_it(home: Path, tiny) -> None:
    store = Store(home)
    mine, other = store.add_comparison(""), store.add_comparison("")
    told: list[str] = []

    def tells(change) -> bool:
        told.clear()
        change()
        return bool(told)

    with store.notifier.subscribe(mine, lambda: told.append("mine")):
        assert tells(lambda: store.add_run(mine, tiny(), "me"))
        (run,) = store.runs(mine)
        assert tells(lambda: store.start_run(run.id))
        assert tells(lambda: store.set_parameters(run.id, 7))
        assert tells(lambda: store.add_epoch(run.id, record(1)))
        assert tells(lambda: store.rename_run(run.id, "Another"))
        assert tells(lambda: store.end_run(run.id, "finished"))
        assert tells(lambda: store.reveal_test(mine))
        assert tells(lambda: store.delete_run(run.id))
        assert not tells(lambda: store.add_run(other, tiny(), "me"))
        assert not tells(lambda: store.delete_run("nothing"))
    assert not tells(lambda: store.add_run(mine, tiny(), "me"))
    store.close()
