"""Writes runs as code in plain Keras: those of the store, or specs that were not trained."""

from collections.abc import Sequence

from regdash.datasets.collection import info_of
from regdash.judging.names import distinguish
from regdash.reports.keras_code import write_notebook, write_script
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import Run


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
