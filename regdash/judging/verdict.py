"""One word on each method against the baseline, and its reason.

*Better* and *worse* speak about methods: about what new seeds on new images of this kind would
show. They take at least three seeds of each, an uncertainty that carries both sources of chance
(`crossed`), a p-value that holds for unequal spreads (`uncertainty`) and over all looks (`looks`),
and Holm's correction for all methods that face one baseline. So equal methods are told apart in at
most 5 % of comparisons, whenever one looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from regdash.judging.comparison import has_answers, networks_interval, uncertainty_of, units_of
from regdash.judging.fairness import Caution, check_fairness
from regdash.judging.methods import Method, accuracy_name
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.formatting import ACCURACY
from regdash.stats.power import seeds_to_tell
from regdash.stats.proportions import LEVEL, Interval, holm
from regdash.stats.sequential import FIRST_LOOK, look_level, repeated_p
from regdash.stats.spread import describe
from regdash.stats.uncertainty import Uncertainty

Word = Literal["better", "worse", "not distinguishable", "not comparable", "one seed", "not yet"]

ALPHA = 1.0 - LEVEL
"""A comparison of equal methods ever shows a false word at most this often."""


@dataclass(frozen=True)
class Verdict:
    """How a method did against the baseline, in accuracy. Differences are shares."""

    method: str
    word: Word
    on: EvaluationSet = "validation"
    scope: Literal["methods", "networks", "nothing"] = "nothing"
    why_not: str = ""
    """Why there is no word on methods, in a sentence."""
    accuracies: tuple[float, float] | None = None
    """Mean accuracy of the method and of the baseline."""
    seeds: tuple[int, int] = (0, 0)
    """Complete seeds of the method and of the baseline."""
    look: int = 0
    """Independent repeats: seeds of the one that has fewer, or splits; see `units_of`."""
    going: bool = False
    """Whether more seeds of either are going to come."""
    interval: Interval | None = None
    """Of this difference alone: over new seeds and new images; over new images of these very
    networks if it is about those. Not adjusted for other methods or looks."""
    seed_interval: Interval | None = None
    """Over new seeds on the same images."""
    p_value: float | None = None
    """At this look alone; see `Uncertainty.p_value`."""
    repeated_p: float | None = None
    """Over all looks."""
    adjusted_p: float | None = None
    """Over all looks, and after Holm's correction: this one decides the word."""
    rivals: int = 1
    """Methods judged against this baseline."""
    level: float = ALPHA
    """Level over all looks that `repeated_p` is held against; Holm's for its place."""
    seen: Uncertainty | None = None
    """Of the difference; None where too few seeds were trained for a word."""
    cautions: tuple[Caution, ...] = ()

    @property
    def difference(self) -> float | None:
        """Method minus baseline, as a share."""
        return None if self.accuracies is None else self.accuracies[0] - self.accuracies[1]

    @property
    def points(self) -> str:
        """The difference of both accuracies as they are shown, in percentage points."""
        assert self.accuracies is not None
        return ACCURACY.change(*self.accuracies)

    @cached_property
    def needed(self) -> float | None:
        """Smallest difference that would be called now."""
        return None if self.seen is None else self.seen.needed(look_level(self.level, self.look))

    @cached_property
    def needed_once(self) -> float | None:
        """The same if this were the only look, and at the only method."""
        return None if self.seen is None else self.seen.needed(ALPHA)

    @cached_property
    def tell_at(self) -> int | None:
        """Seeds of each that would tell a difference of this size in 4 of 5 cases.

        None if it is told already, or if even 30 seeds would not tell it.
        """
        if self.seen is None or self.difference is None or self.word != "not distinguishable":
            return None
        return seeds_to_tell(self.difference, self.seen, self.look, ALPHA / self.rivals)

    @cached_property
    def takes_more_images(self) -> bool:
        """Whether seeds would tell a difference of this size if they were asked about more images."""
        if self.seen is None or self.difference is None or self.tell_at is not None:
            return False
        sure = replace(self.seen, images=0.0)
        return seeds_to_tell(self.difference, sure, self.look, ALPHA / self.rivals) is not None


def judge(
    baseline: Method, others: Sequence[Method], *, on: EvaluationSet, at: EpochChoice
) -> list[Verdict]:
    """Judge methods against a baseline, all at once.

    Args:
        baseline: The method the others are measured by.
        others: The other methods, in any order.
        on: Images to count on.
        at: Which epoch's networks.

    Returns:
        A verdict for each of `others`, in their order.
    """
    measured = [_measure(method, baseline, on, at) for method in others]
    tested = [verdict for verdict in measured if verdict.repeated_p is not None]
    adjusted = holm([v.repeated_p for v in tested if v.repeated_p is not None])
    called = [
        verdict.repeated_p or 0.0
        for verdict, p_value in zip(tested, adjusted, strict=True)
        if p_value < ALPHA
    ]
    words = {
        verdict.method: _pronounce(verdict, p_value, called, len(tested))
        for verdict, p_value in zip(tested, adjusted, strict=True)
    }
    return [words.get(verdict.method, verdict) for verdict in measured]


def _measure(method: Method, baseline: Method, on: EvaluationSet, at: EpochChoice) -> Verdict:
    """Everything but the word; with a p-value if there are enough seeds for one."""
    cautions = tuple(check_fairness(method, baseline, on=on, at=at))
    verdict = Verdict(
        method.key,
        "not yet",
        on,
        seeds=(len(method.complete), len(baseline.complete)),
        going=method.active or baseline.active,
        cautions=cautions,
    )
    blocking = [caution.sentence for caution in cautions if caution.blocks]
    if blocking:
        return replace(verdict, word="not comparable", why_not=" ".join(blocking))
    if min(verdict.seeds) == 0:
        waiting = [m.name for m in (method, baseline) if not m.complete]
        return replace(verdict, why_not=f"Waiting for {' and '.join(waiting)} to finish.")
    accuracies = [m.values(accuracy_name(on), at) for m in (method, baseline)]
    if not all(accuracies) or not all(has_answers(m, on, at) for m in (method, baseline)):
        missing = f"No {on} answers at this epoch were saved with these runs; train them again."
        return replace(verdict, word="not comparable", why_not=missing)
    ours, theirs = (describe(values).mean for values in accuracies)
    verdict = replace(verdict, accuracies=(ours, theirs))
    if min(verdict.seeds) == 1:
        return _of_networks(verdict, method, baseline, at)
    units = units_of(method, baseline)
    if units is None:
        unequal = (
            "Seeds with other splits of the images tell only where both methods have the same."
        )
        return replace(verdict, why_not=unequal)
    seen = uncertainty_of(method, baseline, on, at)
    difference = ours - theirs
    verdict = replace(
        verdict,
        scope="methods",
        look=units,
        interval=seen.interval(difference),
        seed_interval=seen.seed_interval(difference),
    )
    if verdict.look < FIRST_LOOK:
        what = "seeds of each" if verdict.look == min(verdict.seeds) else "splits"
        return replace(verdict, why_not=f"It takes at least {FIRST_LOOK} {what}.")
    p_value = seen.p_value(difference)
    return replace(
        verdict, seen=seen, p_value=p_value, repeated_p=repeated_p(p_value, verdict.look)
    )


def _of_networks(verdict: Verdict, method: Method, baseline: Method, at: EpochChoice) -> Verdict:
    return replace(
        verdict,
        word="not yet" if verdict.going else "one seed",
        scope="networks",
        interval=networks_interval(method, baseline, verdict.on, at),
    )


def _pronounce(verdict: Verdict, adjusted: float, called: Sequence[float], rivals: int) -> Verdict:
    assert verdict.difference is not None
    assert verdict.repeated_p is not None
    # Holm's level for its place: those that were called before it no longer share in it.
    before = sum(p_value < verdict.repeated_p for p_value in called)
    word: Word = "not distinguishable"
    if adjusted < ALPHA:
        word = "better" if verdict.difference > 0 else "worse"
    return replace(
        verdict,
        word=word,
        adjusted_p=adjusted,
        rivals=rivals,
        level=ALPHA / (rivals - before),
    )
