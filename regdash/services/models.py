"""The trained networks of stored runs as model files, for Keras without RegDash."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import is_zipfile

from regdash.datasets.collection import info_of
from regdash.reports.archive import DAMAGED
from regdash.reports.file_names import unique_file_names
from regdash.reports.keras_model import describe_damage, describe_use, write_model
from regdash.reports.runs import ReportedRun
from regdash.services.export import ExportedFile, gather_runs
from regdash.services.finding import find_runs
from regdash.settings.formatting import format_status, join_words
from regdash.settings.messages import InputError, shorten
from regdash.store.records import Run
from regdash.store.store import Store
from regdash.store.tables import IMPORTED


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


@dataclass(frozen=True)
class ExportedModels:
    """Networks of runs as files."""

    files: list[ExportedFile]
    """One file for each run that has a network, named after the run; at least one."""
    uses: list[str]
    """What these networks take and return; see `describe_networks`."""
    left_out: list[str]
    """A sentence for each run that has no network."""


def export_models(store: Store, ids: Sequence[str]) -> ExportedModels:
    """Return the networks of runs as files that Keras loads without RegDash.

    Args:
        store: Contains the runs.
        ids: See `find_runs`.

    Raises:
        InputError: See `find_runs` and `describe_networks`; no run has a network, or the file of one is damaged.
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
        ExportedFile(f"{name}.keras", _write(store, run))
        for name, run in zip(names, there, strict=True)
    ]
    return ExportedModels(files, describe_networks(there), left_out)


def export_model(store: Store, run_id: str) -> ExportedFile:
    """Return the network of one run; see `export_models`."""
    return export_models(store, [run_id]).files[0]


def describe_networks(runs: Sequence[Run | ReportedRun]) -> list[str]:
    """Return what the networks of runs take and return, in as few sentences as possible.

    If there are several, each begins with the data sets it is about.

    Raises:
        InputError: Nothing is known of a data set.
    """
    datasets: dict[str, list[str]] = {}
    for dataset in dict.fromkeys(run.spec.data.dataset for run in runs):
        info = info_of(dataset)
        datasets.setdefault(describe_use(info), []).append(shorten(info.name))
    if len(datasets) < 2:
        return list(datasets)
    return [f"{join_words(names)}: {sentence}" for sentence, names in datasets.items()]


def _write(store: Store, run: ReportedRun) -> bytes:
    try:
        saved = store.files.model_path(run.id).read_bytes()
    except OSError as error:
        raise InputError(
            [f"The network of {shorten(run.name)} cannot be read ({error.strerror})."]
        ) from None
    return write_model(saved, run, info_of(run.spec.data.dataset))
