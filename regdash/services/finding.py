"""Finds stored runs by ids of comparisons and of runs, and explains ids that are not there."""

from collections.abc import Mapping, Sequence
from typing import Literal

from regdash.settings.messages import InputError, shorten
from regdash.store.records import Comparison, Run
from regdash.store.store import Store

Kind = Literal["comparison", "run"]

KINDS: tuple[Kind, ...] = ("comparison", "run")

_LISTED = 5
"""Number of comparisons that a message names."""

_MISSING = {
    ("comparison", "run"): (
        "This store has no comparison or run with the id {}, or this version of RegDash cannot read it"
    ),
    ("comparison",): "This store has no comparison with the id {}",
}
"""What is said of an id, by the kinds of ids that are allowed."""


def find_runs(
    store: Store,
    ids: Sequence[str],
    kinds: tuple[Kind, ...] = KINDS,
    purpose: str = "that can be read",
) -> list[tuple[Comparison, list[Run]]]:
    """Return the runs that ids of comparisons and of runs stand for, by comparison.

    Args:
        store: Contains the runs.
        ids: Ids of comparisons (all their readable runs) and of runs, in any order; at least one.
        kinds: What ids may stand for, in the order of `KINDS`.
        purpose: What the runs are for, as the end of "has no runs".

    Returns:
        Comparisons in the order in which they are first named; runs in their stored order.

    Raises:
        InputError: There is no comparison or run with an id, or a comparison was deleted or has no
            readable runs.
    """
    found = []
    for comparison_id, members in choose_runs(store, ids, kinds).items():
        comparison = store.comparison(comparison_id)
        runs = [r for r in store.runs(comparison_id) if members is None or r.id in members]
        if comparison is None or not runs:
            title = comparison_id if comparison is None else shorten(comparison.title)
            reasons = [run.sentence for run in store.unreadable_runs(comparison_id)]
            raise InputError([f"{title} has no runs {purpose}.", *reasons])
        found.append((comparison, runs))
    return found


def find_in_order(store: Store, ids: Sequence[str], purpose: str = "that can be read") -> list[Run]:
    """Return runs in the order of their ids and of those of their comparisons, each once.

    Arguments and errors are those of `find_runs`.
    """
    find_runs(store, ids, KINDS, purpose)  # all problems at once
    by_id = {run.id: run for id in ids for _, runs in find_runs(store, [id]) for run in runs}
    return list(by_id.values())


def choose_runs(
    store: Store, ids: Sequence[str], kinds: tuple[Kind, ...] = KINDS
) -> Mapping[str, Sequence[str] | None]:
    """Return the ids of the chosen runs by those of their comparisons; None: all runs.

    Arguments are those of `find_runs`.

    Raises:
        InputError: There is no comparison or run with an id, or a comparison was deleted; one
            sentence for each id.
    """
    chosen: dict[str, list[str] | None] = {}
    problems: list[str] = []
    for id in ids:
        comparison = store.comparison(id) if "comparison" in kinds else None
        run = store.run(id) if comparison is None and "run" in kinds else None
        if comparison is not None and comparison.deleted is None:
            chosen[id] = None
        elif comparison is not None:
            problems.append(
                f"{shorten(comparison.title)} was deleted. Restore it on the start page."
            )
        elif run is not None:
            members = chosen.setdefault(run.comparison_id, [])
            if members is not None and run.id not in members:
                members.append(run.id)
        else:
            problems.append(f"{_MISSING[kinds].format(shorten(id))}. {_name_comparisons(store)}")
    if problems:
        raise InputError(problems)
    return chosen


def _name_comparisons(store: Store) -> str:
    """Return a sentence with the latest comparisons and their ids."""
    latest = [comparison for comparison, _ in store.recent_comparisons(_LISTED)]
    if not latest:
        return "It has no comparisons yet."
    known = ", ".join(f"{comparison.id} ({shorten(comparison.title)})" for comparison in latest)
    return f"The latest comparisons are: {known}."
