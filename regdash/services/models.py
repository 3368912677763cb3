"""The trained networks of stored runs as model files, for Keras without RegDash."""

from collections.abc import Sequence
from pathlib import Path
from zipfile import is_zipfile

from regdash.datasets.collection import info_of
from regdash.reports.archive import DAMAGED
from regdash.reports.file_names import unique_file_names
from regdash.reports.keras_model import describe_damage, describe_use, write_model
from regdash.reports.runs import ReportedRun
from regdash.services.export import ExportedFile, gather_runs
from regdash.services.finding import find_runs
from regdash.settings.formatting import format_status
from regdash.settings.messages import InputError, shorten
from regdash.store.records import Run
from regdash.store.store import Store
from regdash.store.tables import IMPORTED

ENDING = ".keras"


def explain_missing_model(store: Store, run: Run) -> str:
    """Return a sentence on why a run has no network to save; empty if it has one."""
    name = shorten(run.name)
    if run.active:
        return f"{name} is in progress; its network can be saved once it has ended."
    if not run.complete:
        return (
            f"{name} has no network: only runs that were trained to the end have one, and its status is"
            f" {format_status(run.status)}."
        )
    path = store.files.model_path(run.id)
    if path.is_file():
        return "" if _is_zip(path) else describe_damage(run.name)
    if run.owner == IMPORTED:
        return (
            f"{name} was imported; its network is where it was trained. Train it here to get one."
        )
    return f"The file with the network of {name} is missing; train it again."


def _is_zip(path: Path) -> bool:
    """Return whether a file ends as zips do; its content may be damaged nevertheless."""
    try:
        return is_zipfile(path)
    except DAMAGED:  # one that claims to continue on another disk
        return False


def export_models(store: Store, ids: Sequence[str]) -> tuple[list[ExportedFile], list[str]]:
    """Return the networks of runs as files that Keras loads without RegDash.

    Args:
        store: Contains the runs.
        ids: See `find_runs`.

    Returns:
        One file for each run that has a network, named after the run, and a sentence for each that
        has none.

    Raises:
        InputError: See `find_runs`; no run has a network, or the file of one is damaged.
    """
    found = find_runs(store, ids)
    runs = {run.id: run for _, members in found for run in members}
    problems = {run.id: explain_missing_model(store, run) for run in runs.values()}
    left_out = [problem for problem in problems.values() if problem]
    there = [each for each in gather_runs(store, found) if not problems[each.id]]
    if not there:
        raise InputError(left_out)
    names = unique_file_names(run.name for run in there)
    files = [
        ExportedFile(f"{name}{ENDING}", _write(store, run))
        for name, run in zip(names, there, strict=True)
    ]
    return files, left_out


def export_model(store: Store, run_id: str) -> ExportedFile:
    """Return the network of one run; see `export_models`."""
    files, _ = export_models(store, [run_id])
    return files[0]


def describe_networks(runs: Sequence[Run]) -> list[str]:
    """Return what the networks of runs take and return: one sentence for each data set.

    Raises:
        InputError: Nothing is known of a data set.
    """
    datasets = dict.fromkeys(run.spec.data.dataset for run in runs)
    return list(dict.fromkeys(describe_use(info_of(dataset)) for dataset in datasets))


def _write(store: Store, run: ReportedRun) -> bytes:
    try:
        saved = store.files.model_path(run.id).read_bytes()
    except OSError as error:
        raise InputError(
            [f"The network of {shorten(run.name)} cannot be read ({error.strerror})."]
        ) from None
    return write_model(saved, run, info_of(run.spec.data.dataset))
