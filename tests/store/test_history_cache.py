"""Curves are cached in memory, read once for all pages."""

from pathlib import Path

import numpy as np

from regdash.store.history_cache import HistoryCache
from regdash.store.store import Store
from tests.support.records import make_epoch, noisy_epochs, to_arrays


def test_curves_are_read_once_for_all_pages(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    ids = [store.add_run(comparison, tiny(seed=n, epochs=900), "me") for n in range(3)]
    for run_id in ids[:2]:
        for epoch in noisy_epochs(5):
            store.add_epoch(run_id, epoch)
    requests: list[list[str]] = []

    def read(after):
        requests.append(list(after))
        return store.new_epochs(after)

    histories = HistoryCache(read, max_epochs=11)
    first = histories.load(store.runs(comparison))
    assert [len(first[i].records) for i in ids] == [5, 5, 0]
    store.add_epoch(ids[2], make_epoch(1))
    again = histories.load(store.runs(comparison))
    assert again[ids[0]] is first[ids[0]]
    assert [len(again[i].records) for i in ids] == [5, 5, 1]
    # An ended run is not read again; the least recently used runs are evicted.
    store.end_run(ids[0], "stopped")
    histories.load(store.runs(comparison)[:1])
    store.add_epoch(ids[1], make_epoch(6))
    histories.load(store.runs(comparison)[:2])
    assert requests[-1] == [ids[1]]
    assert histories.load(store.runs(comparison))[ids[2]].records == [make_epoch(1)]
    assert requests[-1] == ids[1:]
    store.close()


def test_many_runs_are_read_in_one_call(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    ids = [store.add_run(comparison, tiny(seed=n), "me") for n in range(450)]
    for run_id in ids:
        for epoch in (1, 2):
            store.add_epoch(run_id, make_epoch(epoch))
    found = store.new_epochs({run_id: number % 3 for number, run_id in enumerate(ids)})
    assert sum(len(epochs["epoch"]) for epochs in found.values()) == 150 * 2 + 150
    assert ids[2] not in found
    second = to_arrays([make_epoch(2)])
    assert found[ids[1]].keys() == second.keys()
    for key, values in second.items():
        assert np.array_equal(found[ids[1]][key], values, equal_nan=True)
    assert store.new_epochs({}) == {}
    store.close()
