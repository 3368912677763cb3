from pathlib import Path

import pytest

from regdash.events import EpochRecord
from regdash.runs.scheduler import Scheduler
from regdash.ui.live.feed import OVERLAP_SECONDS, LiveFeed
from regdash.ui.plain import plain


@pytest.fixture
def scheduler(home: Path):
    made = Scheduler(home)
    yield made
    made.close()


class Clock:
    """Stands in for `time.monotonic` in the feed."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("regdash.ui.live.feed.time", made)
    return made


def test_sends_all_once_then_only_what_is_new(scheduler: Scheduler, clock: Clock, tiny) -> None:
    store = scheduler.store
    comparison = store.add_comparison("")
    run_id = store.add_run(comparison, tiny(epochs=50), "somebody")
    feed = LiveFeed(scheduler, comparison)

    def epochs(first: int, last: int) -> None:
        for epoch in range(first, last + 1):
            store.add_epoch(run_id, EpochRecord(epoch, 1, 1, 0.5, 0.5, 0, 1, 0.001, 2.0))

    epochs(1, 10)
    first = feed.payload(store.runs(comparison))
    assert first["figures"] is not None
    assert len(first["points"][run_id]["rows"]) == 10
    clock.now += OVERLAP_SECONDS + 1
    epochs(11, 12)
    second = feed.payload(store.runs(comparison))
    assert second["figures"] is None
    assert second["points"][run_id]["from"] == 10
    assert [row[:2] for row in second["points"][run_id]["rows"]] == [[11, 22.0], [12, 24.0]]
    again = feed.payload(store.runs(comparison))  # overlap: in case the browser skipped it
    assert again["points"] == second["points"]
    clock.now += OVERLAP_SECONDS + 1
    feed.payload(store.runs(comparison))
    assert feed.payload(store.runs(comparison))["points"] == {}
    feed.send_all()
    everything = feed.payload(store.runs(comparison))
    assert len(everything["points"][run_id]["rows"]) == 12
    assert everything["figures"] is not None


def test_the_last_epoch_is_not_missed(scheduler: Scheduler, tiny) -> None:
    store = scheduler.store
    comparison = store.add_comparison("")
    run_id = store.add_run(comparison, tiny(epochs=2), "somebody")
    feed = LiveFeed(scheduler, comparison)
    store.add_epoch(run_id, EpochRecord(1, 1, 1, 0.5, 0.5, 0, 1, 0.001, 2.0))
    feed.payload(store.runs(comparison))
    store.add_epoch(run_id, EpochRecord(2, 1, 1, 0.6, 0.6, 0, 1, 0.001, 2.0))
    store.end_run(run_id, "finished")
    last = feed.payload(store.runs(comparison))
    assert last["points"][run_id]["rows"][-1][0] == 2
    assert last["runs"][0]["cells"][0]["text"] == "60.00 %"
    assert last["runs"][0]["share"] == 1.0


def test_text_of_people_is_no_markdown() -> None:
    assert plain("![x](http://a)") == "!\\[x\\](http\\://a)"
    assert plain("dropout 0.25 + L2 1e-4") == "dropout 0.25 + L2 1e-4"
