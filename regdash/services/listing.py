"""The list of comparisons, with what each one contains."""

from dataclasses import dataclass

from regdash.services.runs import RunService
from regdash.services.setups import describe_setup, seeds_of, setup_of
from regdash.store.records import Comparison, Run


@dataclass(frozen=True)
class Entry:
    """A comparison in a list."""

    comparison: Comparison
    runs: int
    """Number of runs that can be shown."""
    active: int
    """How many of them are queued or running."""
    unreadable: int
    """Number of runs that this version cannot show."""
    setup: str
    """What its runs share, in one line; empty if there is nothing to describe."""
    parent: Comparison | None
    """The comparison whose methods it trains again, even if that was deleted."""


@dataclass(frozen=True)
class Listing:
    """The newest comparisons."""

    entries: tuple[Entry, ...]
    total: int
    """Number of comparisons with and without an entry."""


def list_comparisons(service: RunService, limit: int, containing: str = "") -> Listing:
    """List the newest comparisons that users made and did not delete.

    Reads the runs of all entries at once, and no curves. Unfinished runs of processes that have
    ended are first marked as interrupted.

    Args:
        service: Where the runs are.
        limit: Maximum number of entries, at most a thousand.
        containing: Text that the title or the name of a run contains, in any case.
    """
    store = service.store
    found = store.comparisons(limit, containing=containing)
    ids = [comparison.id for comparison in found]
    runs = store.runs_by_comparison(ids)
    if any(_is_orphan(service, run) for of_one in runs.values() for run in of_one):
        service.mark_interrupted()
        runs = store.runs_by_comparison(ids)
    parents = store.comparisons_by_id([c.parent for c in found if c.parent is not None])
    entries = tuple(_describe(c, runs[c.id], parents.get(c.parent or "")) for c in found)
    return Listing(entries, store.count_comparisons(containing=containing))


def _is_orphan(service: RunService, run: Run | None) -> bool:
    return run is not None and run.active and service.progress(run.id) is None


def _describe(
    comparison: Comparison, all_runs: list[Run | None], parent: Comparison | None
) -> Entry:
    runs = [run for run in all_runs if run is not None]
    setup = setup_of(comparison, runs)
    return Entry(
        comparison,
        runs=len(runs),
        active=sum(run.active for run in runs),
        unreadable=len(all_runs) - len(runs),
        setup=describe_setup(setup, seeds_of(comparison, runs)) if setup else "",
        parent=parent,
    )
