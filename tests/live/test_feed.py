import re
from pathlib import Path

import pytest

from regdash.live.feed import LiveFeed, decode_rows, page_state_of
from regdash.services.comparisons import start_comparison
from regdash.services.estimates import estimate_queue, forget
from regdash.services.runs import RunService
from regdash.settings.markdown import plain
from regdash.store.store import Store
from tests.support.records import make_epoch


@pytest.fixture
def service(home: Path):
    made = RunService(home)
    yield made
    made.close()


def epochs(store: Store, run_id: str, first: int, last: int) -> None:
    for epoch in range(first, last + 1):
        store.add_epoch(run_id, make_epoch(epoch, seconds=2.0))


def test_sends_everything_once_then_only_changes(service: RunService, tiny) -> None:
    store = service.store
    comparison = store.add_comparison("")
    run_id = store.add_run(comparison, tiny(epochs=50), "somebody")
    other = store.add_run(comparison, tiny(epochs=50, seed=2), "somebody")
    feed = LiveFeed(service)
    epochs(store, run_id, 1, 10)
    first = feed.updates(store.runs(comparison))
    assert set(first) == {"setup", "lines", "order", "points", "page_state"}
    assert first["order"] == [first["order"][0], run_id, other]
    assert first["setup"]["figures"]["dark"]["loss"]["figure"]["data"]
    curves = first["setup"]["curves"]
    assert decode_rows(first["points"][run_id]["rows"], curves)["epoch"].tolist() == list(
        range(1, 11)
    )
    assert feed.updates(store.runs(comparison)) == {}
    epochs(store, run_id, 11, 12)
    second = feed.updates(store.runs(comparison))
    assert set(second) == {"lines", "points"}
    assert set(second["lines"]) == {first["order"][0], run_id}  # the group and its member
    assert set(second["points"]) == {run_id}
    assert second["points"][run_id]["version"] == first["points"][run_id]["version"]
    new = decode_rows(second["points"][run_id]["rows"], curves)
    assert (new["epoch"].tolist(), new["elapsed"].tolist()) == ([11, 12], [22.0, 24.0])
    store.rename_run(run_id, "Another name")
    renamed = feed.updates(store.runs(comparison))
    assert set(renamed) == {"setup", "lines", "page_state"}
    store.delete_run(other)
    assert feed.updates(store.runs(comparison))["order"] == [run_id]
    everything = LiveFeed(service).updates(store.runs(comparison))
    assert len(decode_rows(everything["points"][run_id]["rows"], curves)["epoch"]) == 12


def test_the_last_epoch_is_not_missed(service: RunService, tiny) -> None:
    store = service.store
    comparison = store.add_comparison("")
    run_id = store.add_run(comparison, tiny(epochs=2), "somebody")
    feed = LiveFeed(service)
    store.add_epoch(run_id, make_epoch(1, seconds=2.0))
    first = feed.updates(store.runs(comparison))
    store.add_epoch(run_id, make_epoch(2, val_accuracy=0.6, seconds=2.0))
    store.end_run(run_id, "finished")
    runs = store.runs(comparison)
    last = feed.updates(runs)
    rows = decode_rows(last["points"][run_id]["rows"], first["setup"]["curves"])
    assert rows["epoch"].tolist() == [2]
    assert last["lines"][run_id]["cells"]["val_accuracy"]["text"] == "60.00 %"
    assert last["lines"][run_id]["share"] == 1.0
    assert last["page_state"] == page_state_of(runs) != first["page_state"]


def test_repeats_are_folded_into_mean_and_spread(service: RunService, tiny) -> None:
    store = service.store
    comparison = store.add_comparison("")
    for seed, accuracy in ((1, 0.5), (2, 0.7)):
        run_id = store.add_run(comparison, tiny(seed=seed, epochs=2), "somebody")
        for epoch in (1, 2):
            store.add_epoch(
                run_id, make_epoch(epoch, val_accuracy=accuracy * epoch / 2, seconds=2.0)
            )
    other = store.add_run(comparison, tiny(techniques={"l1": {}}), "somebody", style_index=1)
    updates = LiveFeed(service).updates(store.runs(comparison))
    lines = [updates["lines"][id] for id in updates["order"]]
    group, first, second, alone = lines
    assert group["members"] == [first["id"], second["id"]]
    assert (first["group"], alone["group"]) == (group["id"], None)
    assert [line["name"] for line in lines] == [
        "baseline",
        "seed 1",
        "seed 2",
        "L1 1e-4",
    ]
    # Runs in progress are not averaged: the row shows the state of the first one.
    assert group["cells"]["val_accuracy"]["text"] == "50.00 %"
    assert group["cells"]["epoch"]["text"] == "2"
    assert group["light"] == first["light"] == second["light"] != alone["light"]
    assert group["status_text"] == "0 of 2 seeds ended"
    assert other in updates["points"]
    assert updates["setup"]["t_factors"][2] == pytest.approx(12.7062 / 2**0.5, abs=1e-4)
    store.end_run(first["id"], "finished")
    half = LiveFeed(service).updates(store.runs(comparison))["lines"][group["id"]]
    assert half["cells"]["val_accuracy"]["text"] == "50.00 %"
    assert half["status_text"] == "1 of 2 seeds ended"
    store.end_run(second["id"], "finished")
    both = LiveFeed(service).updates(store.runs(comparison))["lines"][group["id"]]
    assert both["cells"]["val_accuracy"]["text"] == "60.00 ± 14.14 %"


def test_a_broken_seed_is_left_out(service: RunService, tiny) -> None:
    store = service.store
    comparison = store.add_comparison("")
    ids = [store.add_run(comparison, tiny(seed=seed), "somebody") for seed in (1, 2)]
    for run_id, accuracy in zip(ids, (0.5, 0.7), strict=True):
        store.add_epoch(run_id, make_epoch(1, val_accuracy=accuracy, seconds=2.0))
    store.end_run(ids[0], "diverged", "It diverged.")
    updates = LiveFeed(service).updates(store.runs(comparison))
    group = updates["lines"][updates["order"][0]]
    assert group["cells"]["val_accuracy"]["text"] == "70.00 %"
    assert group["status_text"] == "1 of 2 seeds ended, 1 left out"


def test_identical_runs_count_once(service: RunService, tiny) -> None:
    store = service.store
    comparison = store.add_comparison("")
    for seed, accuracy in ((1, 0.5), (1, 0.5), (2, 0.8)):
        run_id = store.add_run(comparison, tiny(seed=seed), "somebody")
        store.add_epoch(run_id, make_epoch(1, val_accuracy=accuracy, seconds=2.0))
        store.end_run(run_id, "finished")
    updates = LiveFeed(service).updates(store.runs(comparison))
    group, *members = (updates["lines"][id] for id in updates["order"])
    assert group["cells"]["val_accuracy"]["text"] == "65.00 ± 21.21 %"
    assert [member["twin"] for member in members] == [False, True, False]


def test_table_and_marker_follow_the_chosen_epoch(service: RunService, tiny) -> None:
    store = service.store
    comparison = store.add_comparison("")
    run_id = store.add_run(comparison, tiny(epochs=5), "somebody")
    for epoch, accuracy in enumerate((0.5, 0.8, 0.6), 1):
        store.add_epoch(run_id, make_epoch(epoch, val_accuracy=accuracy, seconds=2.0))
    feed = LiveFeed(service)

    def shown() -> tuple[str, str, int]:
        updates = feed.updates(store.runs(comparison), store.comparison(comparison))
        line = updates["lines"][run_id]
        return (
            line["cells"]["val_accuracy"]["text"],
            line["cells"]["epoch"]["text"],
            line["marked_epoch"],
        )

    assert shown() == ("60.00 %", "3", 3)  # what would be kept if it ended now
    store.set_epoch(comparison, "best")
    assert shown() == ("80.00 %", "2", 2)


def test_test_results_are_hidden_until_revealed(service: RunService, tiny) -> None:
    comparison = service.store.add_comparison("")
    (run_id,) = service.submit(comparison, [tiny(epochs=1)])
    assert service.wait([run_id], timeout=60)
    runs = service.store.runs(comparison)
    feed = LiveFeed(service)

    def test_cell() -> tuple[str, float | None]:
        updates = feed.updates(runs, service.store.comparison(comparison))
        cell = updates["lines"][run_id]["cells"]["test_accuracy"]
        return cell["text"], cell["value"]

    assert test_cell() == ("hidden", None)  # not even the order of the rows may tell
    service.store.reveal_test(comparison)
    accuracy = runs[0].result("test_accuracy")
    assert test_cell() == (f"{100 * accuracy:.2f} %", pytest.approx(accuracy, rel=1e-6))


def test_cells_have_values_to_sort_by(service: RunService, tiny) -> None:
    store = service.store
    comparison = store.add_comparison("")
    for seed, loss in ((1, 0.5), (2, 0.7)):
        run_id = store.add_run(comparison, tiny(seed=seed), "somebody")
        store.add_epoch(run_id, make_epoch(1, val_loss=loss, train_loss=0.25))
        store.end_run(run_id, "finished")
    waiting = store.add_run(comparison, tiny(techniques={"l2": {}}), "somebody")
    updates = LiveFeed(service).updates(store.runs(comparison))
    group, *_ = updates["order"]
    values = {
        id: {key: cell["value"] for key, cell in row["cells"].items()}
        for id, row in updates["lines"].items()
    }
    assert values[group]["val_loss"] == pytest.approx(0.6)
    assert values[group]["loss_gap"] == pytest.approx(0.35)
    assert set(values[waiting].values()) == {None}
    directions = {column["key"]: column["better"] for column in updates["setup"]["columns"]}
    assert (directions["val_loss"], directions["val_accuracy"]) == ("lower", "higher")
    assert directions["epoch"] is None


def test_markdown_in_user_text_is_escaped() -> None:
    assert plain("![x](http://a)") == "!\\[x\\](http\\:\N{WORD JOINER}//a)"
    assert plain("dropout 0.25 + L2 1e-4") == "dropout 0.25 + L2 1e-4"


def test_a_queued_run_says_when_it_starts(service: RunService, tiny) -> None:
    started = start_comparison(service, [tiny(epochs=9000), tiny(epochs=9000, seed=2)], title="")
    forget()
    runs = service.store.runs(started.comparison_id)
    lines = LiveFeed(service).updates(runs)["lines"]
    text = lines[started.run_ids[1]]["status_text"]
    # The second seed waits for the first.
    estimated = estimate_queue(service)[started.run_ids[1]].start
    found = re.fullmatch(r"starts in ([\d.]+) (s|min|h)", text)
    assert found is not None, text
    shown = float(found[1]) * {"s": 1, "min": 60, "h": 3600}[found[2]]
    assert estimated / 2 < shown < 2 * estimated + 5
    for run_id in started.run_ids:
        service.stop(run_id)
    assert service.wait(started.run_ids, timeout=60)
