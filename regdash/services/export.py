"""Gather stored runs for files that leave the dashboard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regdash.datasets.collection import name_of
from regdash.reports.archive import report_files, write_zip
from regdash.reports.file_names import safe_file_name
from regdash.reports.runs import ReportedRun
from regdash.reports.tables import epochs_table, history_table, runs_table
from regdash.reports.tensorboard import tensorboard_files
from regdash.services.finding import choose_runs, find_runs
from regdash.services.methods import name_methods, name_runs
from regdash.services.run_states import RunState
from regdash.services.transfer import transfer_files
from regdash.store.records import Comparison, Run
from regdash.store.store import Store


def gather_runs(store: Store, found: Sequence[tuple[Comparison, list[Run]]]) -> list[ReportedRun]:
    """Load everything that reports tell about runs; see `find_runs`."""
    return [reported for comparison, runs in found for reported in _gather(store, comparison, runs)]


def _gather(store: Store, comparison: Comparison, runs: Sequence[Run]) -> list[ReportedRun]:
    everyone = store.runs(comparison.id)
    names = name_runs(everyone)
    methods = name_methods(everyone)
    histories = store.histories.load(runs)
    return [
        ReportedRun(
            id=run.id,
            name=names.get(run.id, run.name),
            method=methods.get(run.method, run.name),
            comparison_id=comparison.id,
            comparison=comparison.title,
            spec=run.spec,
            dataset=name_of(run.spec.data.dataset),
            status=run.status,
            message=run.message,
            created=run.created,
            started=run.started,
            ended=run.ended,
            kept_epoch=run.kept_epoch,
            best_epoch=run.best_epoch,
            stopped_epoch=run.stopped_epoch,
            at=comparison.at,
            reading=RunState(run, histories[run.id], at=comparison.at).reading,
            history=histories[run.id],
            revealed=comparison.revealed is not None,
        )
        for run in runs
    ]


@dataclass(frozen=True)
class ExportedFile:
    """A file to be saved or downloaded."""

    name: str
    """A file name that is safe on every system."""
    data: bytes
    left_out: int = 0
    """Number of runs that `regdash import` will not find in it: those in progress or damaged."""


def export_tables(store: Store, ids: Sequence[str]) -> dict[str, bytes]:
    """Return `runs.csv`, `epochs.csv` and `history.csv`; arguments and errors as of `find_runs`."""
    runs = gather_runs(store, find_runs(store, ids))
    return {
        "runs.csv": runs_table(runs),
        "epochs.csv": epochs_table(runs),
        "history.csv": history_table(runs),
    }


def export_table(store: Store, ids: Sequence[str], table: str) -> ExportedFile:
    """Return one of the files of `export_tables`, such as `runs.csv`, named after the comparison."""
    name = f"{name_export(find_runs(store, ids))}-{table}"
    return ExportedFile(name, export_tables(store, ids)[table])


def export_tensorboard(store: Store, ids: Sequence[str]) -> dict[str, bytes]:
    """Return event files of TensorBoard by their paths; see `find_runs`.

    Raises:
        InputError: See `find_runs`; or tensorboardX is not installed.
    """
    return tensorboard_files(gather_runs(store, find_runs(store, ids)))


def export_tensorboard_zip(store: Store, ids: Sequence[str]) -> ExportedFile:
    """Return the files of `export_tensorboard` as a zip, for a download."""
    name = f"{name_export(find_runs(store, ids))}-tensorboard.zip"
    return ExportedFile(name, write_zip(export_tensorboard(store, ids)))


def export_zip(
    store: Store, ids: Sequence[str], extra: Mapping[str, bytes] | None = None
) -> ExportedFile:
    """Return a zip with tables, specs, an explanation, and what `regdash import` needs.

    Equal runs give equal bytes.

    Args:
        store: Contains the runs.
        ids: See `find_runs`.
        extra: More files, such as figures and code, by their paths in the zip. They may not be
            archives, which an import refuses; see `safe_file_name` for paths made of titles.

    Raises:
        ValueError: A file of `extra` has a name that is taken.
        InputError: See `find_runs`; or the runs do not fit into a file.
    """
    found = find_runs(store, ids)
    moved, left_out = transfer_files(store, choose_runs(store, ids))
    if taken := sorted(moved.keys() & (extra or {}).keys()):
        raise ValueError(f"Names that are taken: {', '.join(taken)}.")
    files = report_files(gather_runs(store, found), {**moved, **(extra or {})})
    return ExportedFile(f"{name_export(found)}.zip", write_zip(files), left_out)


def name_export(found: Sequence[tuple[Comparison, list[Run]]]) -> str:
    """Return a file name without ending: the title of the comparison, if there is one."""
    return safe_file_name(found[0][0].title) if len(found) == 1 else "regdash-runs"
