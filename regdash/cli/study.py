"""`regdash study` and `regdash studies`: train a family of runs, and list such families."""

import argparse
import sys

from tqdm import tqdm

from regdash.cli.counts import read_count
from regdash.cli.peak import compute_peak
from regdash.cli.spec_flags import add_spec_flags, given_flags, read_specs
from regdash.cli.study_tables import print_results
from regdash.cli.summary import print_summary
from regdash.cli.training import follow_runs
from regdash.content import peak
from regdash.content.studies import READY_STUDIES, find_ready_study
from regdash.metrics import METRICS
from regdash.services.methods import gather_methods
from regdash.services.runs import RunService
from regdash.services.studies import (
    cancel_study,
    continue_study,
    estimate_study,
    extend_study,
    read_status,
    start_study,
    wait_for_study,
)
from regdash.services.study_results import TrialReader, confirm_best, read_results
from regdash.settings.formatting import count_of, format_mean, format_seconds
from regdash.settings.home import home_folder
from regdash.settings.messages import InputError, shorten
from regdash.studies.axis import Axis
from regdash.studies.study import MOST_SEEDS, Study

_LISTED = 100


def add_study_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `study` and `studies` to the command line."""
    study = commands.add_parser("study", help="vary a setting: train each of its values")
    study.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="KEY=VALUES",
        help="such as l2=1e-6..1e-1:11:log, dropout=0..0.8:9 or width=16,64,256; twice for a grid",
    )
    study.add_argument(
        "--ready",
        choices=[*(ready.key for ready in READY_STUDIES), peak.KEY],
        help="a ready-made study, as on the page; it has its own settings",
    )
    study.add_argument(
        "--seeds", metavar="N", help=f"train each with seeds 1 to N, up to {MOST_SEEDS}; default: 3"
    )
    study.add_argument(
        "--objective",
        choices=("val_loss", "val_accuracy"),
        default="val_loss",
        help="what the best value is best at, at the kept epoch; default: val_loss",
    )
    study.add_argument("--title", default="", metavar="TEXT", help="default: what is varied")
    study.add_argument(
        "--continue",
        dest="continued",
        metavar="ID",
        help="train what is missing of a study that was paused or interrupted",
    )
    study.add_argument(
        "--more-seeds", metavar="N", help="with --continue: train each value with N more seeds"
    )
    study.add_argument(
        "--confirm",
        metavar="ID",
        help="train the best value of a study against its base, on 5 seeds that the study never saw",
    )
    study.add_argument("--quiet", action="store_true", help="no progress bar")
    add_spec_flags(study)
    study.set_defaults(command=_study)
    listing = commands.add_parser("studies", help="list the studies with their ids")
    listing.set_defaults(command=_list)


def _study(options: argparse.Namespace) -> int:
    _check(options)
    if options.ready == peak.KEY:
        return compute_peak(quiet=options.quiet)
    service = RunService(home_folder())
    try:
        if options.confirm is not None:
            return _confirm(service, options)
        comparison_id = _start(service, options)
        try:
            _follow(service, comparison_id, quiet=options.quiet)
        except KeyboardInterrupt:
            cancel_study(service, comparison_id)
            print(
                f"regdash: Paused; `regdash study --continue {comparison_id}` trains the rest.",
                file=sys.stderr,
            )
        status = read_status(service, comparison_id)
        print_results(service, status)
        return 0 if status.state == "ended" and all(run.complete for run in status.runs) else 1
    finally:
        service.close()


def _confirm(service: RunService, options: argparse.Namespace) -> int:
    """Train the best value again, and say how much worse it is where it was not chosen."""
    status = read_status(service, options.confirm)
    results = read_results(TrialReader(service.store), status)
    comparison_id, run_ids = confirm_best(service, status)
    follow_runs(service, run_ids, quiet=options.quiet)
    runs = service.store.runs(comparison_id)
    print_summary(service.store, comparison_id, runs)
    fresh = [
        m for m in gather_methods(service.store, runs) if m.spec.method != status.study.base.method
    ]
    metric = METRICS[results.objective]
    if results.best is not None and fresh and fresh[0].complete:
        before = results.best.method.values(metric.key, "kept")
        after = fresh[0].values(metric.key, "kept")
        print(
            f"{metric.title} of the best value: {format_mean(before, metric.quantity)} in the study,"
            f" {format_mean(after, metric.quantity)} on fresh seeds."
        )
    return 0 if all(run.complete for run in runs) else 1


def _check(options: argparse.Namespace) -> None:
    """Raise an InputError for flags that do not go together."""
    others = [
        *given_flags(options),
        *(f"--{n}" for n in ("vary", "seeds", "title", "ready") if getattr(options, n)),
    ]
    if options.confirm is not None and (others or options.continued or options.more_seeds):
        raise InputError(
            ["--confirm: it needs the id of a study alone; leave the other options out."]
        )
    if options.ready is not None and (set(others) - {"--title", "--ready"} or options.continued):
        first = next((flag for flag in others if flag not in ("--title", "--ready")), "--continue")
        raise InputError(
            [
                f"--ready and {first}: a ready-made study has its own settings; leave one of the two out."
            ]
        )
    if options.ready == peak.KEY and options.title:
        raise InputError(
            [
                "--ready peak and --title: this study trains no runs and is not stored; leave --title out."
            ]
        )
    if options.continued is not None and others:
        raise InputError(
            [
                f"--continue and {others[0]}: a study keeps what it was started with; leave one of the"
                " two out."
            ]
        )
    if options.continued is None and options.more_seeds is not None:
        raise InputError(["--more-seeds: it extends a study; name that with --continue ID."])
    if options.preset:
        raise InputError(
            [
                f"--preset {options.preset}: a study varies one spec; give its settings and techniques."
            ]
        )
    if options.seeds is not None and options.seed:
        raise InputError(["--seeds and --seed: use only one of the two options."])


def _start(service: RunService, options: argparse.Namespace) -> str:
    """Start or continue a study; return the id of its comparison."""
    if options.continued is not None:
        if options.more_seeds is None:
            continue_study(service, options.continued)
        else:
            more = read_count("--more-seeds", options.more_seeds, MOST_SEEDS)
            extend_study(service, options.continued, more)
        return str(options.continued)
    if options.ready is not None:
        ready = find_ready_study(options.ready)
        return _begin(service, ready.build(), options.title or ready.title)
    if not options.vary:
        raise InputError(["--vary: say what to vary, such as --vary l2=1e-6..1e-1:11:log."])
    axes = [Axis.from_text(text) for text in options.vary]
    seeds = [spec.seed for spec in read_specs(options)] if options.seed else _seeds(options, axes)
    base = read_specs(argparse.Namespace(**{**vars(options), "seed": None}))[0]
    study = Study.build(base, axes, seeds, options.objective)
    return _begin(service, study, options.title)


def _begin(service: RunService, study: Study, title: str) -> str:
    comparison_id = start_study(service, study, title)
    seconds = estimate_study(service, read_status(service, comparison_id))
    print(
        f"Study {comparison_id}: {count_of(study.count, 'trial')}, about {format_seconds(seconds)}.",
        file=sys.stderr,
    )
    return comparison_id


def _seeds(options: argparse.Namespace, axes: list[Axis]) -> list[int]:
    varies_seed = any(axis.dimension == "seed" for axis in axes)
    usual = "1" if varies_seed else "3"
    return list(range(1, read_count("--seeds", options.seeds or usual, MOST_SEEDS) + 1))


def _follow(service: RunService, comparison_id: str, *, quiet: bool) -> None:
    """Show one progress bar until all trials have ended, or the study was paused elsewhere."""
    status = read_status(service, comparison_id)
    total = status.study.count
    with tqdm(total=total, unit="trial", disable=quiet, file=sys.stderr) as bar:
        while True:
            ended = wait_for_study(service, comparison_id, timeout=0.5)
            status = read_status(service, comparison_id)
            bar.update(status.ended - bar.n)
            if ended:
                return


def _list(options: argparse.Namespace) -> int:
    service = RunService(home_folder())
    try:
        stored = service.store.studies(_LISTED)
        for study in stored:
            if study.study is None:
                print(f"{study.comparison_id}  {study.problem}")
                continue
            status = read_status(service, study.comparison_id)
            print(
                f"{study.comparison_id}  {shorten(status.comparison.title)}, {status.ended} of"
                f" {count_of(status.study.count, 'trial')} ended, {status.state}"
            )
        if not stored:
            print(
                "There are no studies yet; `regdash study --vary l2=1e-6..1e-1` starts the first."
            )
        return 0
    finally:
        service.close()
