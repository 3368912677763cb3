"""Fairness of a comparison: what differs besides the technique."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from regdash.datasets.collection import name_of
from regdash.judging.methods import Method, chose_epoch, measured_and_held_out
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.formatting import ACCURACY, count_of, format_status, join_words
from regdash.spec import RunSpec

UNEQUAL_TIME = 1.3
"""If epochs take this many times as long, equal epochs no longer mean equal training time."""

NEGLIGIBLE_PENALTY = 0.01
"""A penalty that never exceeds this share of the objective has almost no effect."""


@dataclass(frozen=True)
class Caution:
    """Something that makes a comparison unfair, in one sentence."""

    sentence: str
    blocks: bool = False
    """Whether it rules out a verdict."""


def check_fairness(
    method: Method, baseline: Method, *, on: EvaluationSet = "validation", at: EpochChoice = "kept"
) -> list[Caution]:
    """Everything that is unfair when a method is compared with a baseline; blocking ones first."""
    found = [
        *_data(method, baseline),
        *_endings(method),
        *_endings(baseline),
        *_settings(method, baseline),
        *_seeds(method, baseline),
        *(_choice(method, at) if on == "validation" else ()),
        *(_choice(baseline, at) if on == "validation" else ()),
        *_penalty(method),
        *_penalty(baseline),
        *_time(method, baseline),
    ]
    return sorted(found, key=lambda caution: not caution.blocks)


def _the(baseline: Method) -> str:
    return "the baseline" if baseline.name.startswith("baseline") else baseline.name


def _data(method: Method, baseline: Method) -> list[Caution]:
    mine, theirs = method.spec.data, baseline.spec.data
    cautions = []

    def block(what: str) -> None:
        cautions.append(Caution(what, blocks=True))

    if mine.dataset != theirs.dataset:
        mine_name, their_name = name_of(mine.dataset), name_of(theirs.dataset)
        block(f"Another data set: {mine_name}, {_the(baseline)} has {their_name}.")
    if mine.train_size != theirs.train_size:
        block(
            f"Trained on {mine.train_size:,} images, {_the(baseline)} on {theirs.train_size:,}:"
            " more images help whatever the technique."
        )
    if mine.label_noise != theirs.label_noise:
        block(
            f"{mine.label_noise:.0%} of its training labels are wrong, {theirs.label_noise:.0%}"
            f" with {_the(baseline)}."
        )
    splits = [{run.spec.data.split_seed for run in m.runs} for m in (method, baseline)]
    if mine.validation_share != theirs.validation_share or not splits[0] & splits[1]:
        block("Another split: the two saw other training and validation images.")
    return cautions


def _endings(method: Method) -> list[Caution]:
    completed = {run.pair for run in method.complete}
    # A seed that was stopped and trained again is not missing.
    incomplete = [
        r.status for r in method.runs if not (r.active or r.complete or r.pair in completed)
    ]
    if not incomplete:
        return []
    how = join_words(
        sorted({"stopped manually" if s == "stopped" else format_status(s) for s in incomplete})
    )
    if not method.complete and not method.active:
        return [Caution(f"No run of {method.name} was completed: {how}.", blocks=True)]
    return [
        Caution(
            f"{method.name}: {len(incomplete)} of {count_of(len(method.runs), 'run')} excluded ({how});"
            " the remaining runs may be better than average."
        )
    ]


_SETTINGS: tuple[tuple[str, Callable[[RunSpec], Any]], ...] = (
    ("epochs", lambda s: s.epochs),
    ("batch size", lambda s: s.batch_size),
    ("network", lambda s: s.network.label()),
    ("activation", lambda s: getattr(s.network, "activation", "")),
    ("initializer", lambda s: getattr(s.network, "initializer", "")),
    ("optimizer", lambda s: s.optimizer.name),
    ("learning rate", lambda s: f"{s.optimizer.learning_rate:g}"),
    ("momentum", lambda s: s.optimizer.momentum),
)


def _settings(method: Method, baseline: Method) -> list[Caution]:
    both = {method.spec.optimizer.name, baseline.spec.optimizer.name}
    different = [
        f"{name} {mine}, {_the(baseline)} has {theirs}"
        for name, read in _SETTINGS
        if (mine := read(method.spec)) != (theirs := read(baseline.spec))
        and (name != "momentum" or both == {"sgd"})
    ]
    return [Caution(f"{text[0].upper()}{text[1:]}.") for text in different]


def _seeds(method: Method, baseline: Method) -> list[Caution]:
    """Different splits mean different training images, so both methods should have the same ones."""
    mine, theirs = ({run.pair for run in m.runs} for m in (method, baseline))
    if mine == theirs or len({split for _, split in mine | theirs}) == 1:
        return []
    return [
        Caution(
            f"Unequal splits: of {len(mine)} and {len(theirs)} runs, {len(mine & theirs)} have the"
            " same seed and split; the others were trained on different images."
        )
    ]


def _choice(method: Method, at: EpochChoice) -> list[Caution]:
    """The images on which an epoch was chosen overestimate its accuracy."""
    chosen = [run for run in method.complete if chose_epoch(run.spec, at)]
    measured, held_out = measured_and_held_out(chosen, at)
    if len(held_out) < len(chosen):
        return [
            Caution(
                f"The epoch of {method.name} was chosen on validation images, and the version that"
                " trained it did not measure how much this inflates its accuracy: train it again, or"
                " compare on test images.",
                blocks=True,
            )
        ]
    if not held_out:
        return []
    change = ACCURACY.difference(fmean(measured), fmean(held_out))
    if not change:
        return []
    return [
        Caution(
            f"The epoch of {method.name} was chosen on validation images. Its accuracy is measured on"
            " images held out from that choice; on the images used to choose, it is"
            f" {abs(change):,} points {'higher' if change > 0 else 'lower'}."
        )
    ]


def _penalty(method: Method) -> list[Caution]:
    shares = [
        record.penalty / record.objective
        for run in method.runs
        for record in run.records
        if record.objective > 0
    ]
    if not shares or not 0 < max(shares) < NEGLIGIBLE_PENALTY:
        return []
    return [
        Caution(
            f"The penalty of {method.name} had almost no effect: it was at most {max(shares):.1%} of"
            " the objective. Try a larger strength."
        )
    ]


def _time(method: Method, baseline: Method) -> list[Caution]:
    seconds = [[r.seconds for run in m.complete for r in run.records] for m in (method, baseline)]
    if not all(seconds):
        return []
    ratio = median(seconds[0]) / median(seconds[1])
    if 1 / UNEQUAL_TIME < ratio < UNEQUAL_TIME:
        return []
    how_long = f"{ratio:.1f} times as long" if ratio > 1 else f"only {ratio:.0%} of the time"
    return [
        Caution(
            f"Each epoch takes {how_long} {'as' if ratio > 1 else 'it takes'} with"
            f" {_the(baseline)}: equal epochs don't mean equal training time."
        )
    ]
