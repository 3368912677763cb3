"""Whether a comparison was fair: what else, beside the technique, was different."""

from dataclasses import dataclass
from statistics import fmean, median

from regdash.judging.methods import Method, chose_epoch, measured_and_held_out
from regdash.judging.wording import write_setting
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.formatting import ACCURACY, count_of, format_status, join_words
from regdash.spec import RunSpec
from regdash.spec.settings import Setting, all_settings

UNEQUAL_TIME = 1.3
"""Epochs that take this many times as long are no equal effort any more."""

IDLE_PENALTY = 0.01
"""A penalty that is never more than this share of what is minimized changes nothing."""


@dataclass(frozen=True)
class Caution:
    """Something that makes a comparison unfair, in one sentence."""

    sentence: str
    blocks: bool = False
    """Whether no verdict can be given."""


def check_fairness(
    method: Method, baseline: Method, *, on: EvaluationSet = "validation", at: EpochChoice = "kept"
) -> list[Caution]:
    """Everything that is unfair when a method is compared with a baseline; blocking ones first."""
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
    whole = {run.pair for run in method.complete}
    # A seed that was stopped and trained again is not missing.
    broken = [r.status for r in method.runs if not (r.active or r.complete or r.pair in whole)]
    if not broken:
        return []
    how = join_words(
        sorted({"stopped by hand" if s == "stopped" else format_status(s) for s in broken})
    )
    if not method.complete and not method.active:
        return [Caution(f"No run of {method.name} came to its end: {how}.", blocks=True)]
    return [
        Caution(
            f"{method.name}: {len(broken)} of {count_of(len(method.runs), 'run')} left out ({how});"
            " those that are left may be the lucky ones."
        )
    ]


def _seeds(method: Method, baseline: Method) -> list[Caution]:
    """Other splits bring other training images: methods should have had the same ones."""
    mine, theirs = ({run.pair for run in m.runs} for m in (method, baseline))
    if mine == theirs or len({split for _, split in mine | theirs}) == 1:
        return []
    return [
        Caution(
            f"Unequal splits: {len(mine & theirs)} in common of {len(mine)} and {len(theirs)}"
            " trained; the others learned from other images."
        )
    ]


def _choice(method: Method, at: EpochChoice) -> list[Caution]:
    """Images that chose an epoch make it look better than others do."""
    chosen = [run for run in method.complete if chose_epoch(run.spec, at)]
    measured, held_out = measured_and_held_out(chosen, at)
    if len(held_out) < len(chosen):
        return [
            Caution(
                f"Validation images chose the epoch of {method.name}, and how much better that makes"
                " it look was not measured by the version that trained it: train it again, or look"
                " at test images.",
                blocks=True,
            )
        ]
    if not held_out or not (change := ACCURACY.change(fmean(measured), fmean(held_out))).strip(
        "0."
    ):
        return []
    return [
        Caution(
            f"Validation images chose the epoch of {method.name}. Its accuracy is measured on images"
            f" held out of that choice; on the images used to choose, it is {change[1:]} points higher."
            if change[0] == "+"
            else f"Validation images chose the epoch of {method.name}. Its accuracy is measured on"
            f" images held out of that choice; on the images used to choose, it is {change[1:]}"
            " points lower."
        )
    ]


def _penalty(method: Method) -> list[Caution]:
    shares = [
        record.penalty / record.objective
        for run in method.runs
        for record in run.records
        if record.objective > 0
    ]
    if not shares or not 0 < max(shares) < IDLE_PENALTY:
        return []
    return [
        Caution(
            f"The penalty of {method.name} had almost no effect: at most {max(shares):.1%} of what"
            " was minimized; try a larger strength."
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
            f"One of its epochs takes {how_long} {'as' if ratio > 1 else 'it takes'} with"
            f" {_the(baseline)}: equal epochs are unequal time."
        )
    ]
