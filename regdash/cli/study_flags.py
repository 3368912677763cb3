"""Flags of `regdash study`: what they mean, which go together, and the study that they describe."""

import argparse

from regdash.cli.counts import read_count
from regdash.cli.spec_flags import given_flags, read_specs
from regdash.content import peak
from regdash.content.studies import READY_STUDIES
from regdash.settings.messages import InputError
from regdash.studies.axis import Axis
from regdash.studies.reading import AnyStudy
from regdash.studies.search import (
    LONGEST,
    MOST_DIALS,
    MOST_SEARCH_TRIALS,
    SAMPLERS,
    Range,
    Search,
)
from regdash.studies.study import MOST_AXES, MOST_SEEDS, Study

_OF_SEARCH = ("trials", "minutes", "sampler", "prune")
"""Options that only a search has."""


def add_study_flags(study: argparse.ArgumentParser) -> None:
    """Add the flags that no other command has."""
    study.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="KEY=VALUES",
        help="such as l2=1e-6..1e-1:11:log, dropout=0..0.8:9 or width=16,64,256; twice for a grid",
    )
    _add_search_flags(study)
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
        "--more-trials", metavar="N", help="with --continue: N more trials of a search"
    )
    study.add_argument(
        "--confirm",
        metavar="ID",
        help="train the best value of a study against its base, on 5 seeds that the study never saw",
    )


def _add_search_flags(study: argparse.ArgumentParser) -> None:
    study.add_argument(
        "--search",
        action="append",
        default=[],
        metavar="KEY=RANGE",
        help=f"such as l2=1e-6..1e-1:log or dropout=0..0.8; up to {MOST_DIALS} times: values are chosen from"
        " the ranges, one trial after another",
    )
    study.add_argument(
        "--trials", metavar="N", help=f"with --search: up to {MOST_SEARCH_TRIALS}; default: 30"
    )
    study.add_argument(
        "--minutes",
        metavar="N",
        help="with --search: begin no trial after so many minutes of training",
    )
    study.add_argument(
        "--sampler",
        choices=list(SAMPLERS),
        help="with --search: tpe learns from earlier trials (default), random does not",
    )
    study.add_argument(
        "--prune",
        action="store_true",
        help="with --search: stop trials that fall behind half of the others, though some would end better",
    )


def check_flags(options: argparse.Namespace) -> None:
    """Raise an InputError for flags that do not go together."""
    others = [
        *given_flags(options),
        *(
            f"--{n.replace('_', '-')}"
            for n in ("vary", "search", "seeds", "title", "ready", *_OF_SEARCH)
            if getattr(options, n)
        ),
    ]
    more = options.more_seeds or options.more_trials
    if options.confirm is not None and (others or options.continued or more):
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
    if options.continued is None and options.more_trials is not None:
        raise InputError(["--more-trials: it extends a search; name that with --continue ID."])
    searching = [f"--{n.replace('_', '-')}" for n in _OF_SEARCH if getattr(options, n)]
    if searching and not options.search:
        raise InputError([f"{searching[0]}: only a search has it; add --search KEY=RANGE."])
    for option in ("vary", "seeds"):
        if options.search and getattr(options, option):
            raise InputError(
                [
                    f"--search and --{option}: a search chooses its values itself and trains each once; leave one"
                    " of the two out."
                ]
            )
    if options.preset:
        raise InputError(
            [
                f"--preset {options.preset}: a study varies one spec; give its settings and techniques."
            ]
        )
    if options.seeds is not None and options.seed:
        raise InputError(["--seeds and --seed: use only one of the two options."])


def read_flags(options: argparse.Namespace) -> AnyStudy:
    """Read the study that the flags describe.

    Raises:
        InputError: One sentence per problem.
    """
    if options.search:
        return _read_search(options)
    if not options.vary:
        raise InputError(
            [
                "--vary: say what to vary, such as --vary l2=1e-6..1e-1:11:log. To search for good values"
                " instead, give --search l2=1e-6..1e-1:log."
            ]
        )
    if len(options.vary) > MOST_AXES:
        raise InputError(
            [
                f"--vary: received {len(options.vary)} times; allowed: once for a line, twice for a grid."
                " To find good values of more settings, give --search for each."
            ]
        )
    axes = [Axis.from_text(text) for text in options.vary]
    seeds = [spec.seed for spec in read_specs(options)] if options.seed else _seeds(options, axes)
    base = read_specs(argparse.Namespace(**{**vars(options), "seed": None}))[0]
    return Study.build(base, axes, seeds, options.objective)


def _read_search(options: argparse.Namespace) -> Search:
    ranges = [Range.from_text(text) for text in options.search]
    base = read_specs(options)[0]
    settings: dict[str, object] = {"prune": options.prune}
    if options.trials is not None:
        settings["trial_count"] = read_count("--trials", options.trials, MOST_SEARCH_TRIALS)
    if options.minutes is not None:
        settings["minutes"] = read_count("--minutes", options.minutes, LONGEST)
    if options.sampler is not None:
        settings["sampler"] = options.sampler
    return Search.build(base, ranges, options.objective, **settings)


def _seeds(options: argparse.Namespace, axes: list[Axis]) -> list[int]:
    varies_seed = any(axis.dimension == "seed" for axis in axes)
    usual = "1" if varies_seed else "3"
    return list(range(1, read_count("--seeds", options.seeds or usual, MOST_SEEDS) + 1))
