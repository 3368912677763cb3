"""`regdash data`: import, list and remove data sets."""

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from regdash.datasets import collection
from regdash.datasets.importing import ImportResult
from regdash.services.imports import Import, open_scheduler, start_fetch, start_import
from regdash.settings.formatting import count_of
from regdash.settings.messages import InputError


def add_data_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `data` and its commands to the command line."""
    data = commands.add_parser("data", help="import, list and remove data sets")
    actions = data.add_subparsers(required=True, metavar="ACTION")

    add = actions.add_parser("add", help="import a zip, csv, npz, idx files or a folder")
    add.add_argument("paths", nargs="+", metavar="PATH", help="several only for single idx files")
    add.add_argument("--name", default="", help="name of the data set (default: that of the file)")
    add.add_argument(
        "--resize",
        type=int,
        metavar="N",
        help="resize every image to N x N; required above 64 x 64",
    )
    add.add_argument("--quiet", action="store_true", help="no progress bar")
    add.set_defaults(command=_add)

    fetch = actions.add_parser("fetch", help="download a public data set")
    fetch.add_argument("what", choices=["fashion_mnist"])
    fetch.add_argument("--quiet", action="store_true", help="no progress bar")
    fetch.set_defaults(command=_fetch)

    actions.add_parser("list", help="list the data sets").set_defaults(command=_list)

    remove = actions.add_parser("remove", help="delete the images of a data set; its runs stay")
    remove.add_argument("dataset", help="id or name; see `regdash data list`")
    remove.set_defaults(command=_remove)


def _add(options: argparse.Namespace) -> int:
    paths = [Path(path) for path in options.paths]  # the shell has replaced ~ already
    for path in paths:
        if not path.exists():
            raise InputError([f"{path}: there is no such file or folder on this machine."])
    scheduler = open_scheduler()
    started = start_import(scheduler, paths, name=options.name, resize=options.resize)
    return _tell(_follow(started, options.quiet))


def _fetch(options: argparse.Namespace) -> int:
    return _tell(_follow(start_fetch(open_scheduler()), options.quiet))


def _follow(started: Import, quiet: bool) -> ImportResult:
    """Show a bar until an import has ended; raises `InputError` if it failed."""
    with tqdm(unit="image", disable=quiet, file=sys.stderr, leave=False) as bar:
        shown = ""
        try:
            while not started.wait(timeout=0.1):
                stage, done, total = started.progress
                if stage != shown:
                    bar.reset(total or None)
                    bar.set_description(stage)
                    shown = stage
                bar.update(done - bar.n)
        except KeyboardInterrupt:
            started.cancel()
            started.wait(timeout=10)
            raise
    if started.result is None:
        raise InputError(list(started.problems))
    return started.result


def _tell(found: ImportResult) -> int:
    for sentence in found.sentences():
        print(sentence)
    if found.left_out.count:
        print(f"Left out: {count_of(found.left_out.count, 'file')}.")
        for name, reason in found.left_out.first:
            print(f"    {name}: {reason}")
        if found.left_out.count > len(found.left_out.first):
            print(f"    and {found.left_out.count - len(found.left_out.first):,} more")
    print(f"Stored as {found.info.name}; train on it with --dataset {found.info.id}")
    return 0


def _list(options: argparse.Namespace) -> int:
    for info in collection.list_datasets():
        print(
            f"{info.id:16}  {info.name}: {info.labelled:,} + {info.test:,} test images of"
            f" {info.sizes}, {info.classes:,} classes ({info.origin})"
        )
    return 0


def _remove(options: argparse.Namespace) -> int:
    info = collection.remove(options.dataset)
    print(f"Removed {info.name} ({info.id}); its runs stay.")
    return 0
