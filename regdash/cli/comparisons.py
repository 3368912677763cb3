"""`regdash comparisons`: list what was trained, with the ids that other commands take."""

import argparse
from datetime import datetime

from regdash.cli.counts import read_count
from regdash.services.listing import list_comparisons
from regdash.services.runs import RunService
from regdash.settings.formatting import count_of
from regdash.settings.home import home_folder
from regdash.settings.messages import shorten
from regdash.settings.times import format_time
from regdash.store.tables import now

_MOST = 1000


def add_comparisons_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add `comparisons` to the command line."""
    parser = commands.add_parser(
        "comparisons", help="list the comparisons with their ids, the newest first"
    )
    parser.add_argument(
        "containing",
        nargs="?",
        default="",
        metavar="TEXT",
        help="only those whose title or a run's name has it",
    )
    parser.add_argument(
        "--limit", default="20", metavar="N", help=f"how many at most, 1 to {_MOST}; default: 20"
    )
    parser.set_defaults(command=_list)


def _list(options: argparse.Namespace) -> int:
    limit = read_count("--limit", options.limit, _MOST)
    service = RunService(home_folder())
    try:
        listing = list_comparisons(service, limit, options.containing)
    finally:
        service.close()
    zone = datetime.now().astimezone().tzinfo
    for entry in listing.entries:
        comparison = entry.comparison
        counts = [count_of(entry.runs, "run")]
        if entry.active:
            counts.append(f"{entry.active} in progress")
        if entry.unreadable:
            counts.append(f"{entry.unreadable} of a newer version or with missing plug-ins")
        when = format_time(comparison.created, zone, now()) if zone else ""
        # Quoted, so that no terminal obeys a title.
        print(f"{comparison.id}  {shorten(comparison.title)}, {', '.join(counts)}, {when}")
        if entry.setup:
            print(f"{'':{len(comparison.id)}}  {entry.setup}")
    shown = len(listing.entries)
    if listing.total > shown:
        print(f"{listing.total - shown} more; --limit N shows them, TEXT searches.")
    elif not shown:
        print(_explain_empty(options.containing))
    return 0


def _explain_empty(containing: str) -> str:
    if containing:
        return f"No comparison contains {shorten(containing)}."
    return "There are no comparisons yet; `regdash run` trains the first."
