"""Curves in memory, and fewer epochs of long ones for the screen."""

from pathlib import Path

import numpy as np
import pytest

from regdash.live.drawn import DrawnEpochs, points_of_a_run
from regdash.live.thinning import choose_epochs
from regdash.metrics.curves import CURVES, accuracy_gap, find_best, loss_gap
from regdash.metrics.history import History
from regdash.metrics.record import EPOCH_COLUMNS, EpochRecord
from regdash.store.history_cache import HistoryCache
from regdash.store.store import Store

LOSS, ACCURACY = CURVES.index("val_loss"), CURVES.index("val_accuracy")


def record(epoch: int, loss: float = 1.0, accuracy: float = 0.5) -> EpochRecord:
    return EpochRecord(epoch, 0.9, loss, 0.6, accuracy, 0, 1, 1e-3, 1.0 + epoch % 3)


def noisy(epochs: int, seed: int = 0) -> list[EpochRecord]:
    rng = np.random.default_rng(seed)
    return [
        record(e, 0.3 + 2 / e + 0.05 * rng.random(), 0.9 - 0.5 / e + 0.01 * rng.random())
        for e in range(1, epochs + 1)
    ]


def values_of(records: list[EpochRecord]) -> np.ndarray:
    rows = [[getattr(r, name) for name in EPOCH_COLUMNS] for r in records]
    return np.array(rows, dtype=float).reshape(-1, len(EPOCH_COLUMNS))


def track_of(records: list[EpochRecord]) -> History:
    track = History()
    track.extend(values_of(records))
    return track


def test_a_track_grows_as_if_read_at_once() -> None:
    records = noisy(500)
    track = History()
    assert (track.best, track.pace, track.elapsed, len(track.points)) == (None, None, 0.0, 0)
    for start in range(0, 500, 7):
        track.extend(values_of(records[start : start + 7]))
        track.extend(values_of([]))
        assert track.best == find_best(records[: start + 7])
    assert track.records == records
    for at, r in enumerate(records):
        point = dict(zip(CURVES, track.points[at], strict=True))
        assert (point["epoch"], point["val_loss"], point["objective"]) == (r.epoch, r.val_loss, 1)
        assert point["loss_gap"] == pytest.approx(loss_gap(r))
        assert point["accuracy_gap"] == pytest.approx(accuracy_gap(r))
        assert point["val_error"] == pytest.approx(1 - r.val_accuracy)
        assert np.isnan(point["near_zero"])
    assert track.elapsed == pytest.approx(sum(r.seconds for r in records))
    assert track.pace == 2.0


def test_the_first_of_equal_epochs_is_the_best() -> None:
    records = [record(1), record(2), record(3, 0.9), record(4, 0.9, 0.5)]
    best = find_best(records)
    assert track_of(records).best == best
    assert best is not None
    assert (best.accuracy.epoch, best.loss.epoch) == (1, 3)


def test_short_runs_are_drawn_whole() -> None:
    assert choose_epochs([track_of(noisy(100)).points], 100).tolist() == list(range(100))
    assert choose_epochs([], 100).tolist() == []


@pytest.mark.parametrize("seed", range(5))
def test_a_thinned_curve_keeps_its_ends_its_best_and_its_look(seed: int) -> None:
    points = track_of(noisy(2000, seed)).points
    chosen = choose_epochs([points], 200)
    assert 100 < len(chosen) <= 210
    assert {0, 1999, int(points[:, LOSS].argmin()), int(points[:, ACCURACY].argmax())} <= set(
        chosen
    )
    drawn = np.interp(np.arange(2000), chosen, points[chosen, LOSS])
    assert np.abs(drawn - points[:, LOSS]).mean() < 0.03


def test_runs_that_share_a_line_share_their_epochs() -> None:
    runs = [noisy(2000, 1), noisy(1500, 2), noisy(40, 3)]
    points = [track_of(r).points for r in runs]
    chosen = set(choose_epochs(points, 200).tolist())
    for p in points:
        assert {len(p) - 1, int(p[:, LOSS].argmin()), int(p[:, ACCURACY].argmax())} <= chosen


def test_epochs_are_chosen_anew_only_when_there_are_too_many() -> None:
    records = noisy(3000)
    track, drawn = History(), DrawnEpochs()
    versions, counts = [], []
    for start in range(0, 3000, 10):
        track.extend(values_of(records[start : start + 10]))
        drawn.update(["a"], [track.points], 200)
        versions.append(drawn.version)
        counts.append(len(drawn.among(0, len(track))))
        assert drawn.among(0, len(track))[-1] == len(track) - 1
        news = drawn.among(start, len(track))
        if versions[-2:-1] == versions[-1:]:
            assert news.tolist() == list(range(start, start + 10))
    assert max(counts) <= 310
    assert 1 < versions[-1] < 40
    drawn.update(["a", "b"], [track.points, track.points[:50]], 200)
    assert drawn.version == versions[-1] + 1
    assert set(drawn.among(0, 50)) <= set(drawn.among(0, 3000))


def test_many_runs_share_the_points_of_a_chart() -> None:
    assert [points_of_a_run(n) for n in (0, 1, 24, 50, 1000)] == [1000, 1000, 416, 200, 100]


def test_curves_are_read_once_for_all(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    ids = [store.add_run(comparison, tiny(seed=n, epochs=900), "me") for n in range(3)]
    for run_id in ids[:2]:
        for epoch in noisy(5):
            store.add_epoch(run_id, epoch)
    histories = HistoryCache(store, most_epochs=11)
    first = histories.load(store.runs(comparison))
    assert [len(first[i].records) for i in ids] == [5, 5, 0]
    store.add_epoch(ids[2], record(1))
    again = histories.load(store.runs(comparison))
    assert again[ids[0]] is first[ids[0]]
    assert [len(again[i].records) for i in ids] == [5, 5, 1]
    # An ended run is not asked for any more; what nobody looked at for long is forgotten.
    store.end_run(ids[0], "stopped")
    histories.load(store.runs(comparison)[:1])
    store._engine.dispose()
    store.add_epoch(ids[1], record(6))
    histories.load(store.runs(comparison)[:2])
    assert list(histories._known) == ids[:2]
    assert histories.load(store.runs(comparison))[ids[2]].records == [record(1)]
    store.close()


def test_many_runs_are_read_in_one_question(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    ids = [store.add_run(comparison, tiny(seed=n), "me") for n in range(450)]
    for run_id in ids:
        for epoch in (1, 2):
            store.add_epoch(run_id, record(epoch))
    found = store.new_epochs({run_id: number % 3 for number, run_id in enumerate(ids)})
    assert sum(map(len, found.values())) == 150 * 2 + 150
    assert ids[2] not in found
    assert np.array_equal(found[ids[1]], values_of([record(2)]), equal_nan=True)
    assert store.new_epochs({}) == {}
    store.close()
