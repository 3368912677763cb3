"""`regdash code`: runs as a script or notebook in plain Keras."""

import argparse
import sys
from pathlib import Path

from regdash.cli.files import choose_ending, write_file
from regdash.cli.spec_flags import add_spec_flags, given_flags, read_specs
from regdash.services.code import write_code, write_runs
from regdash.services.finding import find_in_order, find_runs
from regdash.settings.home import home_folder
from regdash.settings.messages import InputError, shorten
from regdash.spec.data import DEFAULT_DATASET
from regdash.store.records import Run
from regdash.store.store import Store

_NOTEBOOK = "ipynb"


def add_code_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `code` to the command line."""
    code = commands.add_parser("code", help="write runs as a script or notebook in plain Keras")
    code.add_argument(
        "ids", nargs="*", metavar="ID", help="of comparisons, or of runs; see the address"
    )
    code.add_argument(
        "--comparison", metavar="ID", help="all runs of a comparison; same as its ID alone"
    )
    code.add_argument("--notebook", action="store_true", help="a Jupyter notebook, not a script")
    code.add_argument("--out", metavar="FILE", help="file to write; default: standard output")
    add_spec_flags(code)
    code.set_defaults(command=_write)


def _write(options: argparse.Namespace) -> int:
    notebook = _wants_notebook(options)
    _check_choice(options)
    if options.ids or options.comparison:
        runs = _find(options)
        dataset, text = runs[0].spec.data.dataset, write_runs(runs, notebook=notebook)
    else:
        specs = read_specs(options)
        dataset, text = specs[0].data.dataset, write_code(specs, notebook=notebook)
    if options.out is None:
        sys.stdout.write(text)
        return 0
    write_file(options.out, text.encode("utf-8"))
    images = "" if dataset == DEFAULT_DATASET else f" Its images: {_folder(dataset)}"
    print(f"Written to {options.out}.{images}", file=sys.stderr)
    return 0


def _folder(dataset: str) -> Path:
    return home_folder() / "datasets" / dataset


def _wants_notebook(options: argparse.Namespace) -> bool:
    if options.out is None:
        return bool(options.notebook)
    if options.notebook:
        choose_ending(options.out, (_NOTEBOOK,), _NOTEBOOK)
    return choose_ending(options.out, ("py", _NOTEBOOK), "py") == _NOTEBOOK


def _check_choice(options: argparse.Namespace) -> None:
    chosen = [
        *([f"the id {shorten(options.ids[0])}"] if options.ids else []),
        *(["--comparison"] if options.comparison else []),
    ]
    others = given_flags(options)
    if len(chosen) + bool(others) > 1:
        raise InputError(
            [
                f"Received {' and '.join([*chosen, *others[:1]])}; allowed: ids, or --comparison,"
                " or --preset or settings. Use one of them."
            ]
        )


def _find(options: argparse.Namespace) -> list[Run]:
    store = Store(home_folder())
    try:
        if options.ids:
            return find_in_order(store, options.ids, "to write as code")
        ((_, runs),) = find_runs(store, [options.comparison], ("comparison",), "to write as code")
        return runs
    finally:
        store.close()
