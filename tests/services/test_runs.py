"""Runs from submission to their end, with real training."""

import time
from pathlib import Path

import numpy as np
import pytest

from regdash.executors import ThreadExecutor
from regdash.jobs.ownership import Ownership
from regdash.judging.diagnosis import diagnose
from regdash.services.methods import describe_run
from regdash.services.runs import RunService
from regdash.settings.formatting import format_loss
from regdash.spec import RunSpec
from regdash.store.store import Store


@pytest.fixture
def service(home: Path):
    made = RunService(home)
    yield made
    made.close()


def test_runs_take_turns_and_finish(service: RunService, tiny) -> None:
    comparison = service.store.add_comparison("")
    ids = service.submit(comparison, [tiny(epochs=6), tiny(epochs=6, techniques={"dropout": {}})])
    seen = []
    while not service.wait(ids, timeout=0.02):
        counts = tuple(len(service.store.epochs(i)) for i in ids)
        if counts != (seen[-1] if seen else None):
            seen.append(counts)
    # Once both have begun, they progress together.
    both = [c for c in seen if min(c) > 0 and max(c) < 6]
    assert both
    assert all(abs(a - b) <= 2 for a, b in both)
    for run in service.store.runs(comparison):
        assert run.status == "finished"
        assert run.result("test_accuracy") > 0.4
        assert run.kept_epoch == 6
        folder = service.store.run_folder(run.id)
        assert (folder / "model.keras").exists()
        with np.load(folder / "predictions.npz") as predictions:
            assert predictions["test"].shape == (10_000, 10)
            assert predictions["test"].dtype == np.float16


def test_stop_takes_effect_within_half_a_second(service: RunService, tiny) -> None:
    comparison = service.store.add_comparison("")
    (run_id,) = service.submit(comparison, [tiny(epochs=5000)])
    while len(service.store.epochs(run_id)) < 2:
        time.sleep(0.05)
    began = time.monotonic()
    service.stop(run_id)
    assert service.wait([run_id], timeout=5)
    assert time.monotonic() - began < 0.5
    run = service.store.run(run_id)
    assert run.status == "stopped"
    assert run.result("test_accuracy") is None


def test_a_compiling_run_is_stopped_immediately(service: RunService, tiny) -> None:
    comparison = service.store.add_comparison("")
    # A shape that no other test trains: its program must be compiled, which takes a second.
    unusual = tiny(epochs=5000, network={"hidden_layers": [61, 59, 53]}, batch_size=29)
    (run_id,) = service.submit(comparison, [unusual])
    end = time.monotonic() + 60
    while (service.progress(run_id) or ("", 0))[0] != "compiling":
        assert time.monotonic() < end
        time.sleep(0.002)
    began = time.monotonic()
    service.stop(run_id)
    assert service.store.run(run_id).status == "stopped"
    assert time.monotonic() - began < 0.5
    assert service.wait([run_id], timeout=60)
    assert service.store.run(run_id).status == "stopped"
    assert service.store.epochs(run_id) == []


def test_runs_above_the_active_limit_are_queued(home: Path, tiny) -> None:
    service = RunService(home, ThreadExecutor(max_active=1))
    comparison = service.store.add_comparison("")
    first, second, third = service.submit(comparison, [tiny(epochs=3000), tiny(), tiny(seed=2)])
    service.stop(second)  # has not begun
    assert service.store.run(second).status == "stopped"
    assert service.store.run(third).status == "queued"
    service.stop(first)
    assert service.wait([first, third], timeout=60)
    assert service.store.run(third).status == "finished"
    service.close()


def test_second_seeds_wait_until_all_first_ones_have_ended(service: RunService, tiny) -> None:
    """First seeds of all methods come first; runs of other comparisons do not wait."""
    comparison = service.store.add_comparison("")
    methods = ({}, {"dropout": {}})
    specs = [tiny(seed=seed, techniques=t) for seed in (1, 2, 3) for t in methods]
    ids = service.submit(comparison, specs)
    (other,) = service.submit(service.store.add_comparison(""), [tiny(seed=9)])
    while not service.wait([*ids, other], timeout=0.01):
        begun = [service.store.run(i).status != "queued" for i in ids]
        for later in (2, 4):
            if any(begun[later:]):
                assert all(not service.store.run(i).active for i in ids[:later])
    runs = service.store.runs(comparison)
    assert all(run.status == "finished" for run in runs)
    ends = [run.ended for run in runs]
    assert max(ends[:2]) <= min(ends[2:4])
    assert max(ends[2:4]) <= min(ends[4:])
    assert service.store.run(other).ended < max(ends)


def test_a_stopped_first_seed_does_not_block_the_second(home: Path, tiny) -> None:
    service = RunService(home)
    comparison = service.store.add_comparison("")
    first, second = service.submit(comparison, [tiny(epochs=5000), tiny(epochs=5000, seed=2)])
    assert service.store.run(second).status == "queued"
    service.stop(first)
    assert service.wait([first], timeout=30)
    end = time.monotonic() + 30
    while not service.store.epochs(second):
        assert time.monotonic() < end
        time.sleep(0.02)
    service.close()


def test_a_diverging_run_is_reported_and_affects_no_other(service: RunService, tiny) -> None:
    wild = tiny(
        optimizer={"name": "sgd", "learning_rate": 10.0},
        techniques={"l2": {"l2": 1.0}},
        batch_size=4,
    )
    comparison = service.store.add_comparison("")
    ids = service.submit(comparison, [wild, tiny()])
    assert service.wait(ids, timeout=120)
    first, second = service.store.runs(comparison)
    assert first.status == "diverged"
    assert "epoch 1" in first.message
    assert second.status == "finished"


def test_a_run_with_a_finite_loss_diverges_with_its_losses_and_a_rate_to_try(
    service: RunService,
) -> None:
    wild = RunSpec.from_dict(
        {
            "data": {"train_size": 1000, "validation_share": 0.1},
            "network": {"hidden_layers": [64]},
            "optimizer": {"name": "sgd", "learning_rate": 10.0},
            "epochs": 8,
            "batch_size": 32,
        }
    )
    comparison = service.store.add_comparison("")
    (run_id,) = service.submit(comparison, [wild])
    assert service.wait([run_id], timeout=120)
    run = service.store.run(run_id)
    assert run is not None
    assert run.status == "diverged"
    last = service.store.epochs(run_id)[-1]
    found = diagnose(describe_run(service.store, run))
    assert found.sentence == (
        f"Diverged at epoch {last.epoch}: training loss {format_loss(last.train_loss)},"
        " guessing gives 2.30."
    )
    assert found.changes == {"learning_rate": 0.01}
    assert run.message == f"{found.sentence} {found.advice}"


def test_a_failing_run_is_reported(home: Path, service: RunService, tiny) -> None:
    (home / "runs").write_text("a file where the folder of all runs should be")
    comparison = service.store.add_comparison("")
    ids = service.submit(comparison, [tiny(epochs=1)])
    assert service.wait(ids, timeout=60)
    run = service.store.run(ids[0])
    assert run.status == "failed"
    assert run.message.startswith("It failed: ")


def test_unfinished_runs_of_a_dead_process_are_interrupted(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    dead = store.add_run(comparison, tiny(), owner="dead")
    other_process = Ownership(home)
    alive = store.add_run(comparison, tiny(), owner=other_process.owner)
    service = RunService(home)
    assert service.store.run(dead).status == "interrupted"
    assert service.store.run(alive).status == "queued"
    other_process.release()
    service.close()
    RunService(home).close()
    assert store.run(alive).status == "interrupted"


def test_deleting_a_running_run_stops_it_first(service: RunService, tiny) -> None:
    comparison = service.store.add_comparison("")
    (run_id,) = service.submit(comparison, [tiny(epochs=5000)])
    while not service.store.epochs(run_id):
        time.sleep(0.05)
    service.delete(run_id)
    assert service.store.runs(comparison) == []
