"""The list of comparisons."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

from regdash.services.listing import list_comparisons
from regdash.services.runs import RunService
from regdash.services.setups import describe_setup
from tests.support.unreadable import make_unreadable


def add(service: RunService, title: str, *specs, status: str = "finished", **fields) -> str:
    """A comparison whose runs have ended."""
    comparison = service.store.add_comparison(title, setup=specs[0], **fields)
    for spec in specs:
        service.store.end_run(service.store.add_run(comparison, spec, service.owner), status)
    return comparison


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(connection, cursor, statement, *_) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_an_entry_says_what_is_in_a_comparison(service: RunService, tiny) -> None:
    dropout = {"dropout": {"rate": 0.5}}
    first = add(service, "First", tiny(), tiny(techniques=dropout), tiny(seed=2))
    second = add(service, "Second", tiny(epochs=9), parent=first)
    listing = list_comparisons(service, 10)
    assert listing.total == 2
    newest, oldest = listing.entries
    assert (newest.comparison.id, oldest.comparison.id) == (second, first)
    pairs = [(1, 1), (2, 1)]
    assert oldest.setup == describe_setup(tiny(), pairs)
    assert oldest.setup.endswith("seeds 1–2")
    assert (oldest.runs, oldest.active, oldest.unreadable, oldest.parent) == (3, 0, 0, None)
    assert newest.parent is not None
    assert newest.parent.title == "First"


def test_runs_in_progress_and_unreadable_ones_are_counted(service: RunService, tiny) -> None:
    comparison = add(service, "Mixed", tiny())
    unreadable = service.store.add_run(comparison, tiny(seed=3), service.owner)
    service.store.end_run(unreadable, "failed")
    make_unreadable(service.store.folder, unreadable, techniques={"mixup": {"alpha": 0.2}})
    (run,) = service.submit(comparison, [tiny(epochs=10_000, seed=4)])
    (entry,) = list_comparisons(service, 10).entries
    assert (entry.runs, entry.active, entry.unreadable) == (2, 1, 1)
    service.stop(run)
    (entry,) = list_comparisons(service, 10).entries
    assert (entry.runs, entry.active, entry.unreadable) == (2, 0, 1)


def test_runs_of_ended_processes_are_not_in_progress(service: RunService, tiny) -> None:
    comparison = service.store.add_comparison("Left behind")
    service.store.add_run(comparison, tiny(), "a process that has ended")
    (entry,) = list_comparisons(service, 10).entries
    assert (entry.runs, entry.active) == (1, 0)


def test_a_deleted_parent_is_still_named(service: RunService, tiny) -> None:
    parent = add(service, "Parent", tiny())
    add(service, "Child", tiny(epochs=9), parent=parent)
    service.delete_comparison(parent)
    (entry,) = list_comparisons(service, 10).entries
    assert entry.parent is not None
    assert entry.parent.title == "Parent"
    assert entry.parent.deleted is not None


def test_a_comparison_without_a_setup_of_its_own_is_described(service: RunService, tiny) -> None:
    comparison = service.store.add_comparison("Old")
    service.store.end_run(service.store.add_run(comparison, tiny(), "me"), "finished")
    (entry,) = list_comparisons(service, 10).entries
    assert entry.setup.startswith("300 digits · 32 · ")


def test_the_number_of_statements_does_not_grow_with_the_list(service: RunService, tiny) -> None:
    for number in range(30):
        add(service, f"Comparison {number}", tiny(), tiny(seed=2))
    with counted_statements() as few:
        assert len(list_comparisons(service, 2).entries) == 2
    with counted_statements() as many:
        listing = list_comparisons(service, 20, "COMPARISON")
    assert len(listing.entries) == 20
    assert listing.total == 30
    assert len(many) == len(few)
