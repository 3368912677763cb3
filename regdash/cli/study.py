"""`regdash study` and `regdash studies`: train a family of runs, and list such families."""

import argparse
import sys

from tqdm import tqdm

from regdash.cli.counts import read_count
from regdash.cli.peak import compute_peak
from regdash.cli.spec_flags import add_spec_flags
from regdash.cli.study_flags import add_study_flags, check_flags, read_flags
from regdash.cli.study_tables import print_results
from regdash.cli.summary import print_summary
from regdash.cli.training import follow_runs
from regdash.content import peak
from regdash.content.studies import find_ready_study
from regdash.metrics import METRICS
from regdash.services.methods import gather_methods
from regdash.services.runs import RunService
from regdash.services.studies import (
    cancel_study,
    continue_study,
    extend_search,
    extend_study,
    find_obstacles,
    start_study,
    wait_for_study,
)
from regdash.services.study_results import TrialReader, confirm_best, read_results
from regdash.services.study_status import estimate_study, read_status, was_pruned
from regdash.settings.formatting import count_of, format_mean, format_seconds
from regdash.settings.home import home_folder
from regdash.settings.messages import shorten
from regdash.studies.reading import AnyStudy
from regdash.studies.search import (
    MOST_SEARCH_TRIALS,
)
from regdash.studies.study import MOST_SEEDS

_LISTED = 100


def add_study_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `study` and `studies` to the command line."""
    study = commands.add_parser("study", help="vary a setting: train each of its values")
    add_study_flags(study)
    study.add_argument("--quiet", action="store_true", help="no progress bar")
    add_spec_flags(study)
    study.set_defaults(command=_study)
    listing = commands.add_parser("studies", help="list the studies with their ids")
    listing.set_defaults(command=_list)


def _study(options: argparse.Namespace) -> int:
    check_flags(options)
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
        for sentence in find_obstacles(status) if status.state == "paused" else ():
            print(f"regdash: {sentence}", file=sys.stderr)
        trained = all(run.complete or was_pruned(run) for run in status.runs)
        return 0 if status.state == "ended" and trained else 1
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


def _start(service: RunService, options: argparse.Namespace) -> str:
    """Start or continue a study; return the id of its comparison."""
    if options.continued is not None:
        if options.more_trials is not None:
            more = read_count("--more-trials", options.more_trials, MOST_SEARCH_TRIALS)
            extend_search(service, options.continued, more)
        elif options.more_seeds is None:
            continue_study(service, options.continued)
        else:
            more = read_count("--more-seeds", options.more_seeds, MOST_SEEDS)
            extend_study(service, options.continued, more)
        return str(options.continued)
    if options.ready is not None:
        ready = find_ready_study(options.ready)
        return _begin(service, ready.build(), options.title or ready.title)
    return _begin(service, read_flags(options), options.title)


def _begin(service: RunService, study: AnyStudy, title: str) -> str:
    comparison_id = start_study(service, study, title)
    seconds = estimate_study(service, read_status(service, comparison_id))
    print(
        f"Study {comparison_id}: {count_of(study.count, 'trial')}, about {format_seconds(seconds)}.",
        file=sys.stderr,
    )
    return comparison_id


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
