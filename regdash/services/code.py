"""Writes runs as code in plain Keras: those of the store, or specs that were not trained."""

from collections.abc import Sequence

from regdash.datasets.collection import info_of
from regdash.judging.names import distinguish
from regdash.reports.keras_code import write_notebook, write_script
from regdash.settings.messages import InputError, shorten
from regdash.spec import RunSpec
from regdash.store.records import Run
from regdash.store.store import Store

_LISTED = 5
"""Comparisons that are named when an id is unknown."""


def write_code(
    specs: Sequence[RunSpec], names: Sequence[str] = (), *, notebook: bool = False
) -> str:
    """Write specs as a script or notebook.

    Args:
        specs: What to train, at least one; all on one data set.
        names: One name per spec, made unique here; left out, those of their techniques.
        notebook: Whether to write a notebook.

    Returns:
        The text of a `.py` or `.ipynb` file; equal arguments give equal text.

    Raises:
        InputError: They cannot be written as one script, or their data set was never in this store.
    """
    unique = distinguish(list(names) or [spec.name for spec in specs], specs)
    write = write_notebook if notebook else write_script
    if not specs:
        raise InputError(["There are no runs to write as code; choose at least one."])
    return write(specs, unique, info_of(specs[0].data.dataset))


def write_runs(runs: Sequence[Run], *, notebook: bool = False) -> str:
    """Write stored runs, in this order; arguments and errors are those of `write_code`."""
    return write_code([run.spec for run in runs], [run.name for run in runs], notebook=notebook)


def find_runs(store: Store, run_ids: Sequence[str]) -> list[Run]:
    """Return stored runs by their ids, in this order, each once.

    Raises:
        InputError: One sentence for each id without a readable run.
    """
    found = {run_id: store.run(run_id) for run_id in run_ids}
    unknown = [run_id for run_id, run in found.items() if run is None]
    if unknown:
        raise InputError(
            [
                f"There is no run {shorten(run_id)} in this store, or this version of RegDash cannot"
                f" read it. {_comparisons(store)}"
                for run_id in unknown
            ]
        )
    return [run for run in found.values() if run is not None]


def find_compared_runs(store: Store, comparison_id: str) -> list[Run]:
    """Return the readable runs of a comparison, in their order.

    Raises:
        InputError: There is no such comparison, it was deleted, or it has no readable runs.
    """
    comparison = store.comparison(comparison_id)
    if comparison is None:
        raise InputError(
            [
                f"There is no comparison {shorten(comparison_id)} in this store. {_comparisons(store)}"
            ]
        )
    if comparison.deleted is not None:
        raise InputError(
            [f"{shorten(comparison.title)} was deleted. Restore it on the start page."]
        )
    runs = store.runs(comparison_id)
    if not runs:
        reasons = [run.sentence for run in store.unreadable_runs(comparison_id)]
        raise InputError([f"{shorten(comparison.title)} has no runs to write as code.", *reasons])
    return runs


def _comparisons(store: Store) -> str:
    """Return a sentence with the latest comparisons and their ids."""
    latest = [comparison for comparison, _ in store.recent_comparisons(_LISTED)]
    if not latest:
        return "It has no comparisons yet."
    known = ", ".join(f"{comparison.id} ({shorten(comparison.title)})" for comparison in latest)
    return f"Its latest comparisons: {known}."
