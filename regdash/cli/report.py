"""`regdash figure` and `regdash report`: pictures and reports of comparisons."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from regdash.cli.files import choose_ending, write_file
from regdash.cli.training import follow_runs
from regdash.content.presets import find_preset
from regdash.figures.view import ChartView
from regdash.metrics import METRICS
from regdash.reports.file_names import safe_file_name
from regdash.reports.pictures.content import AnyPicture, Picture
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import FORMATS, LOOKS, SCALES, TARGETS, TargetKey
from regdash.services.bundle import export_bundle
from regdash.services.comparisons import start_preset
from regdash.services.effect_pictures import describe_effects
from regdash.services.finding import find_runs
from regdash.services.judgement import judge_comparison
from regdash.services.pictures import describe_picture
from regdash.services.printing import print_pdf
from regdash.services.report import describe_report
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.services.side_by_side import describe_side_by_side, fit_charts
from regdash.services.study_pictures import describe_study
from regdash.services.study_status import read_status
from regdash.settings.home import home_folder
from regdash.settings.messages import InputError
from regdash.store.records import Comparison, Run
from regdash.store.store import Store

_CONTENTS = {
    "charts": "all methods together, with figures and verdicts (default)",
    "panels": "two to six methods side by side, each with charts of its own",
    "forest": "differences from the baseline with their intervals",
    "study": "loss and error of a study against what it varies, its heatmap, or the course of a search",
}
"""What a figure can show."""


def add_report_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `figure` and `report` to the command line."""
    figure = commands.add_parser("figure", help="draw a picture of a comparison, or of some runs")
    _add_runs(figure)
    figure.add_argument(
        "--content",
        choices=list(_CONTENTS),
        default="charts",
        help="; ".join(f"{key}: {words}" for key, words in _CONTENTS.items()),
    )
    figure.add_argument(
        "--chart",
        action="append",
        choices=list(METRICS.charts),
        metavar="KEY",
        help=f"chart; repeat for a second one; default: loss and accuracy; of {', '.join(METRICS.charts)}",
    )
    figure.add_argument(
        "--log",
        action="append",
        choices=list(METRICS.charts),
        default=[],
        metavar="KEY",
        help="chart with a logarithmic axis; not for charts whose values may be negative",
    )
    figure.add_argument(
        "--x", choices=["epoch", "seconds"], default="epoch", help="horizontal axis"
    )
    figure.add_argument("--target", choices=list(TARGETS), default="slide", help="what it is for")
    figure.add_argument("--look", choices=list(LOOKS), default="light", help="its colors")
    figure.add_argument(
        "--scale", type=int, choices=SCALES, default=2, help="of a PNG; 2 is 300 dpi for papers"
    )
    figure.add_argument("--no-table", action="store_true", help="without figures and verdicts")
    figure.add_argument("--out", metavar="FILE", help="its ending says what: .png, .svg or .pdf")
    figure.set_defaults(command=_figure)
    report = commands.add_parser("report", help="write a report on a comparison, or on some runs")
    _add_runs(report)
    report.add_argument("--title", default="", help="default: that of the comparison")
    report.add_argument("--remarks", metavar="FILE", help="a Markdown file")
    report.add_argument(
        "--out", metavar="FILE", help="its ending says what: .html, .pdf, or .zip with everything"
    )
    report.set_defaults(command=_report)


def _add_runs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help="of a comparison, or of runs of one; see its address"
    )
    parser.add_argument("--preset", metavar="KEY", help="train a ready-made race first")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def _figure(options: argparse.Namespace) -> int:
    from regdash.reports.pictures.files import write_picture

    kind = choose_ending(options.out, FORMATS, "png")
    _check(options)
    view = ChartView(x=options.x, log=frozenset(options.log))
    if options.chart:
        view = replace(view, charts=tuple(options.chart[:2]))
    service = RunService(home_folder())
    try:
        selection = _find(service, options)
        picture = _fit(_describe(service, selection, view, options), options.target)
        written = write_picture(picture, options.target, options.look, kind, options.scale)
        _write(options.out or f"{safe_file_name(selection.comparison.title)}.{kind}", written)
    finally:
        service.close()
    return 0


def _check(options: argparse.Namespace) -> None:
    """Raise an InputError for options that the chosen content or a chart does not have."""
    given = {
        "--chart": options.chart,
        "--log": options.log,
        "--x": options.x != "epoch",
        "--no-table": options.no_table,
    }
    lacking = {
        "charts": (),
        "panels": ("--no-table",),
        "forest": tuple(given),
        "study": tuple(given),
    }
    for flag in lacking[options.content]:
        if given[flag]:
            raise InputError(
                [f"{flag}: not possible with --content {options.content}; leave one of them out."]
            )
    for key in options.log:
        if METRICS.charts[key].signed:
            raise InputError(
                [
                    f"--log {key}: not possible, since values of this chart may be negative, which a"
                    " logarithmic axis cannot show; leave it out."
                ]
            )


def _describe(
    service: RunService, selection: Selection, view: ChartView, options: argparse.Namespace
) -> AnyPicture:
    """Describe the chosen content of a figure."""
    store = service.store
    if options.content == "study":
        return describe_study(store, read_status(service, selection.comparison.id))
    if options.content == "forest":
        return describe_effects(judge_comparison(store, selection))
    if options.content == "panels":
        return fit_charts(describe_side_by_side(store, selection, view), options.target)
    return describe_picture(store, selection, view, with_table=not options.no_table)


def _fit(picture: AnyPicture, target: TargetKey) -> AnyPicture:
    """Return a picture that has room: if need be without its table.

    Raises:
        InputError: There is no room even so.
    """
    if fits(picture, TARGETS[target]):
        return picture
    if isinstance(picture, Picture) and picture.table is not None:
        print(
            f"regdash: --target {target} has no room for the table; it is left out.",
            file=sys.stderr,
        )
        return replace(picture, table=None)
    others = [key for key in TARGETS if fits(picture, TARGETS[key])]
    hint = f"use --target {' or '.join(others)}, or name" if others else "name"
    raise InputError([f"--target {target} has no room for so many methods: {hint} fewer runs."])


def _report(options: argparse.Namespace) -> int:
    from regdash.reports.html.page import write_report

    kind = choose_ending(options.out, ("html", "pdf", "zip"), "html")
    remarks = _read_remarks(options.remarks)
    service = RunService(home_folder())
    try:
        selection = _find(service, options)
        words = {"title": options.title, "remarks": remarks}
        if kind == "zip":
            written = export_bundle(service, selection, **words).data
        else:
            html = write_report(describe_report(service, selection, **words))
            written = html.encode("utf-8") if kind == "html" else print_pdf(html)
        _write(options.out or f"{safe_file_name(selection.comparison.title)}.{kind}", written)
    finally:
        service.close()
    return 0


def _find(service: RunService, options: argparse.Namespace) -> Selection:
    """Select the chosen runs; train them first if they are a preset."""
    if bool(options.ids) == bool(options.preset):
        raise InputError(
            [
                "Name a comparison or runs by their ids, or --preset for a ready-made race: one of the"
                " two. `regdash comparisons` lists the ids."
            ]
        )
    ids = options.ids
    if options.preset:
        started = start_preset(service, find_preset(options.preset))
        follow_runs(service, started.run_ids, quiet=options.quiet)
        ids = [started.comparison_id]
    found = find_runs(service.store, ids)
    if len(found) > 1:
        names = ", ".join(f"'{comparison.title}'" for comparison, _ in found)
        raise InputError([f"These runs are of several comparisons ({names}); choose one of them."])
    return _select(service.store, *found[0])


def _select(store: Store, comparison: Comparison, chosen: Sequence[Run]) -> Selection:
    """Select some runs, judged with all of their comparison, so that verdicts are those of the page.

    If only some seeds of a method are chosen, the chosen runs are judged alone.
    """
    everything = Selection.with_own_references(comparison, store.runs(comparison.id))
    methods, ids = {run.method for run in chosen}, {run.id for run in chosen}
    if all(run.id in ids for run in everything.runs if run.method in methods):
        return everything.only(chosen)
    return Selection.with_own_references(comparison, chosen)


def _read_remarks(path: str | None) -> str:
    if path is None:
        return ""
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            [f"--remarks {path}: cannot be read; choose a text file in UTF-8."]
        ) from None


def _write(path: str, content: bytes) -> None:
    write_file(path, content)
    print(f"Written to {path}.")
