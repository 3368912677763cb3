"""The command line: parse arguments, train, show progress."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TextIO, get_args

from regdash.cli.code import add_code_command
from regdash.cli.comparisons import add_comparisons_command
from regdash.cli.data import add_data_commands
from regdash.cli.export import add_export_commands
from regdash.cli.report import add_report_commands
from regdash.cli.spec_flags import add_spec_flags, given_flags, read_specs
from regdash.cli.study import add_study_commands
from regdash.cli.summary import print_summary, write_json
from regdash.cli.training import follow_runs
from regdash.content import case_study
from regdash.content.presets import PRESETS, find_preset
from regdash.services.comparisons import Started, start_case_study, start_comparison, title_of
from regdash.services.estimates import estimate_runs
from regdash.services.runs import RunService
from regdash.services.shared_runs import plan_shared, start_shared
from regdash.services.sharing import read_shared_text
from regdash.settings.home import home_folder
from regdash.settings.messages import InputError, describe_os_error, shorten
from regdash.techniques import TECHNIQUES


def main(
    arguments: Sequence[str] | None = None,
    more_commands: Sequence[Callable[[Any], None]] = (),
) -> int:
    """Run the command line.

    Args:
        arguments: Default: those of this process.
        more_commands: Functions that each add a command to the parser's subcommands, for packages
            that this one may not import.

    Returns:
        The exit status; 2: invalid input.
    """
    options = _parser(more_commands).parse_args(arguments)
    try:
        return int(options.command(options))
    except InputError as error:
        for sentence in error.sentences:
            print(f"regdash: {sentence}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except OSError as error:
        print(f"regdash: {describe_os_error(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("regdash: Canceled.", file=sys.stderr)
        return 130


def _parser(more_commands: Sequence[Callable[[Any], None]]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="regdash", description="Train networks with regularization techniques, side by side."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add_command in more_commands:
        add_command(commands)
    run = commands.add_parser("run", help="train one spec or a ready-made race")
    run.add_argument(
        "--link", metavar="LINK", help="a link from Share on the page, or its text after 'specs='"
    )
    add_spec_flags(run)
    _add_output_flags(run)
    run.set_defaults(command=_run)
    study = commands.add_parser("case-study", help="train the article's case study")
    study.add_argument(
        "--size",
        choices=get_args(case_study.Size),
        default="full",
        help="full: 34,300 training images; quick: 2,000",
    )
    study.add_argument("--seeds", type=int, choices=range(1, 11), default=5, metavar="1..10")
    _add_output_flags(study)
    study.set_defaults(command=_case_study)
    add_study_commands(commands)
    add_comparisons_command(commands)
    add_code_command(commands)
    add_data_commands(commands)
    add_export_commands(commands)
    add_report_commands(commands)
    techniques = commands.add_parser("techniques", help="list the techniques and their settings")
    techniques.set_defaults(command=_list_techniques)
    presets = commands.add_parser("presets", help="list the ready-made races")
    presets.set_defaults(command=_list_presets)
    return parser


def _add_output_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json",
        metavar="FILE",
        help="write one line of JSON per run, including test results; - = stdout",
    )
    parser.add_argument(
        "--reveal-test",
        action="store_true",
        help="show test results; hidden by default, so that they do not influence choices",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def _run(options: argparse.Namespace) -> int:
    if options.link is not None:
        return _run_link(options)
    specs = read_specs(options)
    title = find_preset(options.preset).title if options.preset else title_of(specs)
    return _train(options, lambda service: start_comparison(service, specs, title=title))


def _run_link(options: argparse.Namespace) -> int:
    others = given_flags(options)
    if others:
        raise InputError(
            [
                f"--link and {others[0]}: a link has its own settings; use only one of the two options."
            ]
        )
    shared = read_shared_text(options.link)

    def start(service: RunService) -> Started:
        plan = plan_shared(service, shared)
        if plan.problems:
            raise InputError(list(plan.problems))
        seconds = estimate_runs(service, plan.to_train) if plan.to_train else 0.0
        # Quoted, so that no terminal obeys a title.
        print(f"{shorten(shared.title)}: {plan.describe(seconds)}", file=sys.stderr)
        return start_shared(service, shared)

    return _train(options, start)


def _case_study(options: argparse.Namespace) -> int:
    return _train(options, lambda service: start_case_study(service, options.size, options.seeds))


def _train(options: argparse.Namespace, start: Callable[[RunService], Started]) -> int:
    with _open_json(options.json) as output:
        service = RunService(home_folder())
        try:
            comparison_id, run_ids = start(service)
            try:
                follow_runs(service, run_ids, quiet=options.quiet)
            except KeyboardInterrupt:
                for run_id in run_ids:
                    service.stop(run_id)
                service.wait(run_ids, timeout=30)
                print("regdash: Stopped; completed epochs are kept.", file=sys.stderr)
            # Runs may have been deleted in the UI meanwhile.
            runs = [run for i in run_ids if (run := service.store.run(i)) is not None]
            if options.reveal_test or output is not None:
                service.store.reveal_test(comparison_id)
            if output is not None:
                write_json(service.store, runs, output)
            if options.json != "-":
                print_summary(service.store, comparison_id, runs)
            return 0 if all(run.complete for run in runs) else 1
        finally:
            service.close()


def _open_json(path: str | None) -> AbstractContextManager[TextIO | None]:
    if path is None:
        return nullcontext()
    if path == "-":
        return nullcontext(sys.stdout)
    try:
        return open(path, "w", encoding="utf-8")
    except OSError as error:
        raise InputError(
            [
                f"--json {path}: cannot be written ({error.strerror}); choose a file in an existing folder."
            ]
        ) from None


def _list_techniques(options: argparse.Namespace) -> int:
    for technique in TECHNIQUES:
        print(f"{technique.key}: {technique.title}. {technique.sentences[0]}")
        for dial in technique.dials():
            allowed = ", ".join(dial.choices) if dial.choices else ""
            if dial.kind in (int, float):
                allowed = f"{dial.low:g} to {dial.high:g} {dial.unit}".strip()
            elif dial.kind is bool:
                allowed = "true or false"
            print(f"    {dial.name}={dial.default}  {dial.help} ({allowed})")
    return 0


def _list_presets(options: argparse.Namespace) -> int:
    for preset in PRESETS:
        print(f"{preset.key}: {preset.title}. {preset.line}")
        for spec in preset.specs():
            print(f"    {spec.name}")
    return 0
