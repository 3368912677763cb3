"""A verdict on each method compared with the baseline, in one word.

*Better* and *worse* are statements about methods: about what new seeds on new images of this kind
would show. They require at least three seeds per method, an uncertainty that covers both seeds and
images (`stats.crossed`), a p-value that holds for unequal variances (`stats.uncertainty`) and over
all looks (`stats.sequential`), and Holm's correction for all methods compared with one baseline.
Equal methods are thus distinguished in at most 5 % of comparisons, however often one looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from regdash.judging.comparison import (
    count_repeats,
    has_predictions,
    networks_interval,
    uncertainty_of,
)
from regdash.judging.fairness import Caution, check_fairness
from regdash.judging.methods import Method, accuracy_name
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.formatting import ACCURACY
from regdash.stats.power import seeds_needed
from regdash.stats.proportions import LEVEL, Interval, holm
from regdash.stats.sequential import FIRST_LOOK, look_level, repeated_p
from regdash.stats.spread import describe
from regdash.stats.uncertainty import Uncertainty

Word = Literal["better", "worse", "not distinguishable", "not comparable", "one seed", "not yet"]

ALPHA = 1.0 - LEVEL
"""Probability, at most, that a comparison of equal methods ever shows a false verdict."""


@dataclass(frozen=True)
class Verdict:
    """How a method compares with the baseline in accuracy. Differences are shares, -1 to 1."""

    method: str
    """Key of the method."""
    word: Word
    on: EvaluationSet = "validation"
    scope: Literal["methods", "networks", "nothing"] = "nothing"
    """Whether the interval is about methods, or only about these networks."""
    why_not: str = ""
    """Why there is no verdict on methods, in a sentence."""
    accuracies: tuple[float, float] | None = None
    """Mean accuracy of the method and of the baseline."""
    seeds: tuple[int, int] = (0, 0)
    """Complete seeds of the method and of the baseline."""
    look: int = 0
    """Number of independent repeats; see `count_repeats`."""
    in_progress: bool = False
    """Whether runs of either method are queued or running."""
    interval: Interval | None = None
    """Interval of the difference: over new seeds and new images, or over new images for these
    networks (see `scope`). Not adjusted for other methods or looks."""
    seed_interval: Interval | None = None
    """Interval over new seeds on the same images."""
    p_value: float | None = None
    """p-value at this look alone; see `Uncertainty.p_value`."""
    repeated_p: float | None = None
    """p-value over all looks."""
    adjusted_p: float | None = None
    """p-value over all looks after Holm's correction; it decides the verdict."""
    variants: int = 1
    """Number of methods tested against this baseline."""
    level: float = ALPHA
    """Level over all looks that `repeated_p` is compared with, after Holm's correction."""
    uncertainty: Uncertainty | None = None
    """Uncertainty of the difference; None with too few seeds for a verdict."""
    cautions: tuple[Caution, ...] = ()

    @property
    def difference(self) -> float | None:
        """Method minus baseline, as a share."""
        return None if self.accuracies is None else self.accuracies[0] - self.accuracies[1]

    @property
    def points(self) -> str:
        """Difference between both accuracies as displayed, in percentage points, such as `+0.41`."""
        assert self.accuracies is not None
        return ACCURACY.change(*self.accuracies)

    @cached_property
    def critical_difference(self) -> float | None:
        """Smallest difference that would be significant now, as a share."""
        if self.uncertainty is None:
            return None
        return self.uncertainty.critical_difference(look_level(self.level, self.look))

    @cached_property
    def single_look_difference(self) -> float | None:
        """The same for a single look at a single method."""
        return None if self.uncertainty is None else self.uncertainty.critical_difference(ALPHA)

    @cached_property
    def seeds_needed(self) -> int | None:
        """Seeds per method that would detect a difference of this size with 80 % power.

        None if it is detected already, or if even 30 seeds would not be enough.
        """
        if (
            self.uncertainty is None
            or self.difference is None
            or self.word != "not distinguishable"
        ):
            return None
        return seeds_needed(self.difference, self.uncertainty, self.look, ALPHA / self.variants)

    @cached_property
    def needs_more_images(self) -> bool:
        """Whether more seeds would detect a difference of this size only with more images."""
        if self.uncertainty is None or self.difference is None or self.seeds_needed is not None:
            return False
        without_images = replace(self.uncertainty, image_variance=0.0)
        needed = seeds_needed(self.difference, without_images, self.look, ALPHA / self.variants)
        return needed is not None


def judge(
    baseline: Method, variants: Sequence[Method], *, on: EvaluationSet, at: EpochChoice
) -> list[Verdict]:
    """Judge methods against a baseline, with a correction for their number.

    Args:
        baseline: The method all variants are compared with.
        variants: The other methods, in any order.
        on: Images to compare on.
        at: Epoch whose networks are compared.

    Returns:
        One verdict per variant, in the order of `variants`.
    """
    measured = [_measure(method, baseline, on, at) for method in variants]
    tested = [verdict for verdict in measured if verdict.repeated_p is not None]
    adjusted = holm([v.repeated_p for v in tested if v.repeated_p is not None])
    significant = [
        verdict.repeated_p or 0.0
        for verdict, p_value in zip(tested, adjusted, strict=True)
        if p_value < ALPHA
    ]
    decided = {
        verdict.method: _decide(verdict, p_value, significant, len(tested))
        for verdict, p_value in zip(tested, adjusted, strict=True)
    }
    return [decided.get(verdict.method, verdict) for verdict in measured]


def _measure(method: Method, baseline: Method, on: EvaluationSet, at: EpochChoice) -> Verdict:
    """Return all but the final word; with a p-value if there are enough seeds."""
    cautions = tuple(check_fairness(method, baseline, on=on, at=at))
    verdict = Verdict(
        method.key,
        "not yet",
        on,
        seeds=(len(method.complete), len(baseline.complete)),
        in_progress=method.active or baseline.active,
        cautions=cautions,
    )
    blocking = [caution.sentence for caution in cautions if caution.blocks]
    if blocking:
        return replace(verdict, word="not comparable", why_not=" ".join(blocking))
    if min(verdict.seeds) == 0:
        waiting = [m.name for m in (method, baseline) if not m.complete]
        return replace(verdict, why_not=f"Waiting for {' and '.join(waiting)} to finish.")
    accuracies = [m.values(accuracy_name(on), at) for m in (method, baseline)]
    if not all(accuracies) or not all(has_predictions(m, on, at) for m in (method, baseline)):
        missing = f"No {on} predictions at this epoch were saved with these runs; train them again."
        return replace(verdict, word="not comparable", why_not=missing)
    ours, theirs = (describe(values).mean for values in accuracies)
    verdict = replace(verdict, accuracies=(ours, theirs))
    if min(verdict.seeds) == 1:
        return _of_networks(verdict, method, baseline, at)
    repeats = count_repeats(method, baseline)
    if repeats is None:
        unequal = "With several splits, both methods need the same seeds and splits."
        return replace(verdict, why_not=unequal)
    uncertainty = uncertainty_of(method, baseline, on, at)
    difference = ours - theirs
    verdict = replace(
        verdict,
        scope="methods",
        look=repeats,
        interval=uncertainty.interval(difference),
        seed_interval=uncertainty.seed_interval(difference),
    )
    if verdict.look < FIRST_LOOK:
        what = "seeds per method" if verdict.look == min(verdict.seeds) else "splits"
        return replace(verdict, why_not=f"A verdict requires at least {FIRST_LOOK} {what}.")
    p_value = uncertainty.p_value(difference)
    return replace(
        verdict,
        uncertainty=uncertainty,
        p_value=p_value,
        repeated_p=repeated_p(p_value, verdict.look),
    )


def _of_networks(verdict: Verdict, method: Method, baseline: Method, at: EpochChoice) -> Verdict:
    return replace(
        verdict,
        word="not yet" if verdict.in_progress else "one seed",
        scope="networks",
        interval=networks_interval(method, baseline, verdict.on, at),
    )


def _decide(
    verdict: Verdict, adjusted: float, significant: Sequence[float], variants: int
) -> Verdict:
    assert verdict.difference is not None
    assert verdict.repeated_p is not None
    # Holm's method divides the level only among the methods not yet found significant.
    before = sum(p_value < verdict.repeated_p for p_value in significant)
    word: Word = "not distinguishable"
    if adjusted < ALPHA:
        word = "better" if verdict.difference > 0 else "worse"
    return replace(
        verdict,
        word=word,
        adjusted_p=adjusted,
        variants=variants,
        level=ALPHA / (variants - before),
    )
