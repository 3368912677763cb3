from pathlib import Path

import pytest

from regdash.events import EpochRecord
from regdash.runs.scheduler import Scheduler
from regdash.ui.live.feed import OVERLAP_SECONDS, LiveFeed, decode_rows
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
    assert len(decode_rows(first["points"][run_id]["rows"])) == 10
    clock.now += OVERLAP_SECONDS + 1
    epochs(11, 12)
    second = feed.payload(store.runs(comparison))
    assert second["figures"] is None
    assert second["points"][run_id]["after"] == 10
    new = decode_rows(second["points"][run_id]["rows"])
    assert new[:, :2].tolist() == [[11, 22.0], [12, 24.0]]
    again = feed.payload(store.runs(comparison))  # overlap: in case the browser skipped it
    assert again["points"] == second["points"]
    clock.now += OVERLAP_SECONDS + 1
    feed.payload(store.runs(comparison))
    assert feed.payload(store.runs(comparison))["points"] == {}
    feed.send_all()
    everything = feed.payload(store.runs(comparison))
    assert len(decode_rows(everything["points"][run_id]["rows"])) == 12
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
    assert decode_rows(last["points"][run_id]["rows"])[-1, 0] == 2
    assert last["lines"][0]["cells"][0]["text"] == "60.00 %"
    assert last["lines"][0]["share"] == 1.0


def test_repeats_are_folded_into_mean_and_spread(scheduler: Scheduler, tiny) -> None:
    store = scheduler.store
    comparison = store.add_comparison("")
    for seed, accuracy in ((1, 0.5), (2, 0.7)):
        run_id = store.add_run(comparison, tiny(seed=seed, epochs=2), "somebody")
        for epoch in (1, 2):
            store.add_epoch(
                run_id, EpochRecord(epoch, 1, 1, 0.5, accuracy * epoch / 2, 0, 1, 0.001, 2.0)
            )
    other = store.add_run(comparison, tiny(techniques={"l1": {}}), "somebody")
    payload = LiveFeed(scheduler, comparison).payload(store.runs(comparison))
    group, first, second, alone = payload["lines"]
    assert group["members"] == [first["id"], second["id"]]
    assert (first["group"], alone["group"]) == (group["id"], None)
    assert [line["name"] for line in payload["lines"]] == [
        "baseline",
        "seed 1",
        "seed 2",
        "L1 1e-4",
    ]
    assert group["cells"][0]["text"] == "60.00 ± 14.14 %"
    assert group["cells"][1]["text"] == "2"
    assert group["light"] == first["light"] == second["light"] != alone["light"]
    assert group["status_text"] == "0 of 2 seeds ended"
    assert other in payload["points"]
    assert payload["t_factors"][2] == pytest.approx(12.7062 / 2**0.5, abs=1e-4)
    store.end_run(first["id"], "diverged", "It diverged.")
    again = LiveFeed(scheduler, comparison).payload(store.runs(comparison))["lines"][0]
    assert again["cells"][0]["text"] == "70.00 %"
    assert again["status_text"] == "1 of 2 seeds ended, 1 left out"


def test_test_results_are_hidden_until_revealed(scheduler: Scheduler, tiny) -> None:
    comparison = scheduler.store.add_comparison("")
    (run_id,) = scheduler.submit(comparison, [tiny(epochs=1)])
    assert scheduler.wait([run_id], timeout=60)
    runs = scheduler.store.runs(comparison)
    feed = LiveFeed(scheduler, comparison)

    def test_cell(**choices: bool) -> str:
        return feed.payload(runs, **choices)["lines"][0]["cells"][4]["text"]

    assert test_cell() == "hidden"
    assert test_cell(revealed=True) == f"{100 * runs[0].test_accuracy:.2f} %"


def test_text_of_people_is_no_markdown() -> None:
    assert plain("![x](http://a)") == "!\\[x\\](http\\://a)"
    assert plain("dropout 0.25 + L2 1e-4") == "dropout 0.25 + L2 1e-4"
