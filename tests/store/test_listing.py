"""Finding comparisons, and reading the runs of many."""

from pathlib import Path

from regdash.store.store import Store


def add(store: Store, title: str, *specs, kind: str = "") -> str:
    comparison = store.add_comparison(title, kind)
    for spec in specs:
        store.add_run(comparison, spec, "me")
    return comparison


def test_deleted_comparisons_are_listed_apart_the_last_one_deleted_first(home: Path, tiny) -> None:
    store = Store(home)
    first, second, third = (add(store, title, tiny()) for title in ("one", "two", "three"))
    store.delete_comparison(third)
    store.delete_comparison(first)
    assert [c.id for c in store.comparisons()] == [second]
    assert [c.id for c in store.comparisons(deleted=True)] == [first, third]
    assert [c.id for c in store.comparisons(deleted=True, containing="THREE")] == [third]
    assert store.count_comparisons() == 1
    assert store.count_comparisons(deleted=True) == 2


def test_the_count_is_that_of_the_list(home: Path, tiny) -> None:
    store = Store(home)
    for number in range(12):
        add(store, f"Race {number}", tiny())
    add(store, "Study", tiny(), kind="case study")
    add(store, "Nothing was ever started")
    assert len(store.comparisons()) == 10
    assert store.count_comparisons() == len(store.comparisons(100)) == 12
    assert store.count_comparisons(containing="race 1") == 3
    assert store.count_comparisons("case study") == 1


def test_runs_of_several_comparisons_come_in_their_order(home: Path, tiny) -> None:
    store = Store(home)
    first = add(store, "one", tiny(), tiny(seed=2))
    second = add(store, "two", tiny(seed=3))
    runs = store.runs_by_comparison([second, first, "missing"])
    assert {id: [run.spec.seed for run in of_one] for id, of_one in runs.items()} == {
        second: [3],
        first: [1, 2],
        "missing": [],
    }
    assert store.comparisons_by_id([first, "missing"]) == {first: store.comparison(first)}
