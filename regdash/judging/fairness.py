"""Fairness of a comparison: what differs besides the technique."""

from dataclasses import dataclass
from statistics import fmean, median

from regdash.judging.methods import Method, chose_epoch, measured_and_held_out
from regdash.judging.wording import write_setting
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.formatting import ACCURACY, count_of, format_status, join_words
from regdash.spec import RunSpec
from regdash.spec.settings import Setting, all_settings

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
    """Return all cautions about comparing a method with a baseline, blocking ones first."""
    different = _settings(method, baseline)
    found = [
        *(caution for caution in different if caution.blocks),
        *_endings(method),
        *_endings(baseline),
        *(caution for caution in different if not caution.blocks),
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


def _settings(method: Method, baseline: Method) -> list[Caution]:
    """What each setting declares about methods that have it differently."""
    cautions = []
    for setting in all_settings():
        dial = setting.dial
        if dial.fairness == "repeats":
            mine, theirs = ({setting.value(r.spec) for r in m.runs} for m in (method, baseline))
            if dial.nothing_shared and not mine & theirs:
                cautions.append(Caution(dial.nothing_shared, blocks=True))
        elif _differs(setting, method.spec, baseline.spec):
            sentence = dial.difference.format(
                noun=dial.noun,
                mine=write_setting(setting, method.spec),
                theirs=write_setting(setting, baseline.spec),
                baseline=_the(baseline),
            )
            cautions.append(
                Caution(sentence[0].upper() + sentence[1:], blocks=dial.fairness == "blocks")
            )
    return list(dict.fromkeys(cautions))


def _differs(setting: Setting, one: RunSpec, other: RunSpec) -> bool:
    """Whether two specs differ in a setting that changes something in both."""
    both = setting.applies(one) and setting.applies(other)
    return both and setting.value(one) != setting.value(other)


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
