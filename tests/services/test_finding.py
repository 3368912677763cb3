"""Runs by ids of comparisons and of runs."""

import pytest

from regdash.services.finding import find_in_order, find_runs
from regdash.services.runs import RunService
from regdash.settings.messages import InputError
from regdash.store.records import Run
from regdash.store.store import Store
from tests.support.unreadable import make_unreadable


def test_ids_stand_for_comparisons_and_runs(service: RunService, two) -> None:
    first, second, (one, other, last) = two

    def found(*ids: str) -> list[tuple[str, list[str]]]:
        return [(c.id, [run.id for run in runs]) for c, runs in find_runs(service.store, ids)]

    assert found(first) == [(first, [one, other])]
    assert found(other) == [(first, [other])]
    assert found(other, one) == [(first, [one, other])]
    assert found(last, one, second) == [(second, [last]), (first, [one])]
    assert found(one, first) == [(first, [one, other])]


def test_what_is_not_there_is_explained(service: RunService, two) -> None:
    with pytest.raises(
        InputError, match="This store has no comparison or run with the id 'x', or this"
    ):
        find_runs(service.store, ["x"])
    with pytest.raises(
        InputError, match=r"The latest comparisons are: \w+ \('Second/../one'\), \w+ \('CON'\)"
    ):
        find_runs(service.store, ["x"])
    empty = service.store.add_comparison("Empty")
    with pytest.raises(InputError, match="has no runs that can be read"):
        find_runs(service.store, [empty])


def test_runs_keep_the_order_that_is_asked_for(service: RunService, two) -> None:
    _, _, (one, other, last) = two
    found = find_in_order(service.store, [last, other, one, other])
    assert [run.id for run in found] == [last, other, one]
    first, second, _ = two
    of_both = [run.id for id in (second, first) for run in service.store.runs(id)]
    found = find_in_order(service.store, [second, first, one])
    assert [run.id for run in found] == of_both


def test_every_id_that_is_not_there_is_named(service: RunService, two) -> None:
    _, _, (one, *_) = two
    with pytest.raises(InputError) as refused:
        find_in_order(service.store, ["x", one, "y"])
    assert [sentence.split(" The latest")[0] for sentence in refused.value.sentences] == [
        "This store has no comparison or run with the id 'x', or this version of RegDash cannot read it.",
        "This store has no comparison or run with the id 'y', or this version of RegDash cannot read it.",
    ]


def test_runs_that_cannot_be_read_are_explained(service: RunService, two) -> None:
    first, second, (*_, last) = two
    make_unreadable(service.store.folder, last, techniques={"mixup": {}})
    with pytest.raises(InputError, match=r"has no runs that can be read\..*the technique mixup"):
        find_runs(service.store, [first, second])
    with pytest.raises(InputError, match="or this version of RegDash cannot read it"):
        find_in_order(service.store, [last])


def compared(store: Store, comparison_id: str) -> list[Run]:
    ((_, runs),) = find_runs(store, [comparison_id], ("comparison",), "to write as code")
    return runs


def test_what_a_script_cannot_be_written_for_is_explained(service: RunService, tiny) -> None:
    store = service.store
    with pytest.raises(
        InputError, match=r"no comparison or run with the id 'x', or .* It has no comparisons yet\."
    ):
        find_in_order(store, ["x"])
    comparison_id = store.add_comparison("Mine")
    with pytest.raises(InputError, match="'Mine' has no runs to write as code"):
        compared(store, comparison_id)
    store.add_run(comparison_id, tiny(), "me")
    latest = rf"The latest comparisons are: {comparison_id} \('Mine'\)\."
    with pytest.raises(
        InputError, match=rf"This store has no comparison with the id 'y'\. {latest}"
    ):
        compared(store, "y")
    store.delete_comparison(comparison_id)
    with pytest.raises(InputError, match=r"'Mine' was deleted\. Restore it"):
        compared(store, comparison_id)
