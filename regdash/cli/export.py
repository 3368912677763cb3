"""`regdash export` and `regdash import`: runs as files, and from one installation to another."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tqdm import tqdm

from regdash.cli.files import choose_ending, choose_folder, write_file
from regdash.services.export import (
    export_tables,
    export_tensorboard,
    export_zip,
    name_export,
)
from regdash.services.finding import choose_runs, find_runs
from regdash.services.mlflow import send_to_mlflow
from regdash.services.models import export_models
from regdash.services.runs import RunService
from regdash.services.transfer import import_runs
from regdash.settings.formatting import count_of
from regdash.settings.home import home_folder
from regdash.settings.messages import InputError
from regdash.store.store import Store


def add_export_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `export` and `import` to the command line."""
    export = commands.add_parser("export", help="write the numbers of comparisons or runs to files")
    export.add_argument(
        "ids", nargs="+", metavar="ID", help="of a comparison or a run; see the address of its page"
    )
    export.add_argument("--out", metavar="PATH", help="default: the title of the comparison, here")
    export.add_argument(
        "--format",
        choices=list(_FORMATS),
        default="zip",
        help="zip: tables, specs, and what `regdash import` needs (default); csv: a folder of tables;"
        " tensorboard: a folder of event files; keras: the trained network of one run as a file, or of"
        " several as a folder",
    )
    export.add_argument(
        "--mlflow",
        metavar="URL",
        help="send the runs to this MLflow server instead of writing files",
    )
    export.add_argument(
        "--experiment",
        metavar="NAME",
        help="with --mlflow: one experiment for all runs; default: one per comparison",
    )
    export.set_defaults(command=_export)
    importing = commands.add_parser("import", help="add the runs of an exported zip")
    importing.add_argument("file", metavar="FILE", help="a zip of `regdash export`")
    importing.set_defaults(command=_import)


def _export(options: argparse.Namespace) -> int:
    # Opening it marks the runs of processes that have ended, which then can be moved.
    service = RunService(home_folder())
    store = service.store
    try:
        if options.mlflow is not None:
            _send(store, options)
        elif options.experiment is not None:
            raise InputError(
                ["--experiment names an experiment of MLflow; use it with --mlflow URL."]
            )
        else:
            _FORMATS[options.format](store, options)
        for comparison_id in choose_runs(store, options.ids):
            for unreadable in store.unreadable_runs(comparison_id):
                print(f"Not in the tables: {unreadable.sentence}")
    finally:
        service.close()
    return 0


def _send(store: Store, options: argparse.Namespace) -> None:
    if options.out is not None:
        raise InputError(["--out and --mlflow: use only one of the two options."])
    with tqdm(unit="run", file=sys.stderr, leave=False, disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        sent = send_to_mlflow(
            store, options.ids, options.mlflow, show, experiment=options.experiment or ""
        )
    for sentence in sent.sentences():
        print(sentence)


def _export_zip(store: Store, options: argparse.Namespace) -> None:
    choose_ending(options.out, ("zip",), "zip")
    file = export_zip(store, options.ids)
    path = Path(options.out or file.name)
    write_file(path, file.data)
    print(f"Wrote {path} ({len(file.data) / 1e6:.1f} MB).")
    if file.left_out:
        print(
            f"{count_of(file.left_out, 'run')} in progress or damaged cannot be imported from it;"
            " export again when all runs have ended."
        )


def _export_tables(store: Store, options: argparse.Namespace) -> None:
    _write_folder(store, options, export_tables(store, options.ids))


def _export_tensorboard(store: Store, options: argparse.Namespace) -> None:
    _write_folder(store, options, export_tensorboard(store, options.ids))


def _export_models(store: Store, options: argparse.Namespace) -> None:
    models = export_models(store, options.ids)
    if len(models.files) == 1 and not models.left_out:
        file = models.files[0]
        choose_ending(options.out, ("keras",), "keras")
        path = Path(options.out or file.name)
        write_file(path, file.data)
        print(f"Wrote {path} ({len(file.data) / 1e6:.1f} MB).")
    else:
        _write_folder(store, options, {file.name: file.data for file in models.files})
    for sentence in (*models.uses, *(f"Left out: {each}" for each in models.left_out)):
        print(sentence)


def _write_folder(store: Store, options: argparse.Namespace, files: Mapping[str, bytes]) -> None:
    folder = choose_folder(options.out, name_export(find_runs(store, options.ids)))
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise InputError(
            [f"--out {folder}: cannot be written ({error.strerror}); choose another folder."]
        ) from None
    print(f"Wrote {count_of(len(files), 'file')} to {folder}.")


_FORMATS: Mapping[str, Callable[[Store, argparse.Namespace], None]] = {
    "zip": _export_zip,
    "csv": _export_tables,
    "tensorboard": _export_tensorboard,
    "keras": _export_models,
}


def _import(options: argparse.Namespace) -> int:
    store = Store(home_folder())
    try:
        for sentence in import_runs(store, Path(options.file)).sentences():
            print(sentence)
    except OSError as error:
        if error.filename != options.file:
            raise
        raise InputError(
            [
                f"{options.file}: cannot be read ({error.strerror}); choose a zip that `regdash export`"
                " has written."
            ]
        ) from None
    finally:
        store.close()
    return 0
