"""Finding runs that were trained here, and copying them."""

import numpy as np
import pytest

from regdash.metrics.record import EpochRecord
from regdash.store.store import Store
from regdash.store.tables import IMPORTED
from tests.support.records import make_epoch


@pytest.fixture
def store(home):
    opened = Store(home)
    yield opened
    opened.close()


def add(store: Store, comparison: str, spec, status: str = "finished", owner: str = "me") -> str:
    run_id = store.add_run(comparison, spec, owner)
    if status != "queued":
        store.end_run(run_id, status)
    return run_id


def test_a_copy_has_everything_but_its_place(store: Store, tiny) -> None:
    first, second = store.add_comparison("First"), store.add_comparison("Second")
    spec = tiny(seed=3)
    other = add(store, second, tiny())
    run_id = store.add_run(first, spec, "me", name="mine")
    store.start_run(run_id)
    store.set_parameters(run_id, 12)
    records: list[EpochRecord] = [make_epoch(number, val_loss=1 / number) for number in (1, 2, 3)]
    for record in records:
        assert store.add_epoch(run_id, record)
    store.end_run(run_id, "finished")
    store.files.save_arrays(run_id, {"test": np.ones(3)})
    copy_id = store.copy_run(run_id, second, method="m", name="x" * 500, style_index=7)
    assert copy_id is not None
    original, copy = store.run(run_id), store.run(copy_id)
    assert original is not None
    assert copy is not None
    assert [run.id for run in store.runs(second)] == [other, copy_id]
    assert (copy.number, copy.style_index, copy.method, copy.name) == (1, 7, "m", "x" * 120)
    for field in ("spec", "status", "owner", "parameters", "results", "started", "ended"):
        assert getattr(copy, field) == getattr(original, field)
    assert store.epochs(copy_id) == store.epochs(run_id)
    assert [epoch.val_loss for epoch in store.epochs(copy_id)] == [1, 1 / 2, 1 / 3]
    assert (store.run_folder(copy_id) / "predictions.npz").is_file()
    # Deleting one leaves the other.
    store.delete_run(run_id)
    assert len(store.epochs(copy_id)) == 3
    assert (store.run_folder(copy_id) / "predictions.npz").is_file()


def test_a_run_without_files_is_copied_and_a_deleted_one_is_not(store: Store, tiny) -> None:
    comparison = store.add_comparison("First")
    run_id = add(store, comparison, tiny())
    copy_id = store.copy_run(run_id, comparison, method="m", name="n", style_index=0)
    assert copy_id is not None
    assert not store.run_folder(copy_id).exists()
    store.delete_run(run_id)
    assert store.copy_run(run_id, comparison, method="m", name="n", style_index=0) is None
    assert len(store.runs(comparison)) == 1


def test_trained_runs_are_found_by_their_specs(store: Store, tiny) -> None:
    specs = [tiny(seed=seed) for seed in range(5)]
    old, new, deleted = (store.add_comparison(title) for title in ("Old", "New", "Deleted"))
    add(store, old, specs[0])
    latest = add(store, new, specs[0])
    kept = add(store, deleted, specs[1])
    store.delete_comparison(deleted)
    add(store, old, specs[2], "queued")
    add(store, old, specs[3], "interrupted")
    add(store, old, specs[4], owner=IMPORTED)
    found = store.find_twins([spec.hash for spec in specs])
    assert found.trained == {specs[0].hash: latest, specs[1].hash: kept}
    assert found.comparisons == {
        old: {specs[0].hash, specs[2].hash, specs[4].hash},
        new: {specs[0].hash},
    }
    assert next(iter(found.comparisons)) == old  # has the newest run
    assert store.find_twins([]).trained == {}


def test_more_runs_than_a_query_takes(store: Store, tiny) -> None:
    run_id = add(store, store.add_comparison("A"), tiny())
    hashes = [f"{number:016x}" for number in range(1_200)] + [tiny().hash]
    assert store.find_twins(hashes).trained == {tiny().hash: run_id}


def test_a_run_whose_files_cannot_be_copied_is_not(store: Store, tiny) -> None:
    source = add(store, store.add_comparison("A"), tiny())
    store.files.save_arrays(source, {"validation": np.zeros((2, 10))})
    folder = store.files.folder(source)
    (folder / "damaged").symlink_to("missing")
    target = store.add_comparison("B")
    assert store.copy_run(source, target, method="m", name="n", style_index=0) is None
    assert store.runs(target) == []
    assert [path.name for path in folder.parent.iterdir()] == [source]


def test_case_studies_are_not_offered_instead(store: Store, tiny) -> None:
    add(store, store.add_comparison("Study", "case_study"), tiny())
    twins = store.find_twins([tiny().hash])
    assert list(twins.trained) == [tiny().hash]
    assert twins.comparisons == {}
