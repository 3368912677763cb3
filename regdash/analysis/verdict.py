"""One word on each method against the baseline, and its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from regdash.analysis.fairness import Caution, check_fairness
from regdash.analysis.methods import (
    At,
    Method,
    On,
    TrainedRun,
    accuracy_name,
    pair_accuracies,
    pair_runs,
)
from regdash.analysis.proportions import (
    LEVEL,
    Interval,
    PairedCounts,
    count_pairs,
    holm,
    mcnemar,
    paired_interval,
)
from regdash.analysis.seeds import SeedDifference, paired_difference, unpaired_difference
from regdash.analysis.wording import count_of, format_p, format_points, format_range

Word = Literal["better", "worse", "not distinguishable", "not comparable", "not yet"]

ALPHA = 1.0 - LEVEL
"""A verdict is wrong for two equal methods at most this often."""


@dataclass(frozen=True)
class Verdict:
    """How a method did against the baseline, in accuracy.

    Over at least two common seeds it speaks about methods: Student's paired t test on the seeds'
    differences (Welch's test if no seeds are shared). With one run each it speaks about two
    networks only: McNemar's exact test on the same images.
    """

    method: str
    word: Word
    reason: str
    about: Literal["methods", "networks", "nothing"] = "nothing"
    difference: float | None = None
    """Method minus baseline, as a share."""
    interval: Interval | None = None
    """Of this difference alone, not adjusted for other methods."""
    p_value: float | None = None
    adjusted_p: float | None = None
    """After Holm's correction for all methods that face the baseline."""
    mid_p: float | None = None
    """McNemar's mid-p, for two networks."""
    n: int = 0
    """Seeds."""
    paired: bool = True
    """Whether the same seeds, or the same images, were compared."""
    cautions: tuple[Caution, ...] = ()


def judge(baseline: Method, others: Sequence[Method], *, on: On, at: At) -> list[Verdict]:
    """Judge methods against a baseline, all at once.

    Args:
        baseline: The method the others are measured by.
        others: The other methods, in any order.
        on: Images to count on.
        at: Which epoch's networks.

    Returns:
        A verdict for each of `others`, in their order. Its word is `better` or `worse` only if the
        p-value, corrected by Holm's method for the number of methods judged, is below `ALPHA`.
    """
    measured = [_measure(method, baseline, on, at) for method in others]
    tested = [v for v in measured if v.p_value is not None]
    adjusted = dict(
        zip(
            [v.method for v in tested],
            holm([v.p_value for v in tested if v.p_value is not None]),
            strict=True,
        )
    )
    return [
        _pronounce(verdict, adjusted[verdict.method], len(tested), baseline, method, on, at)
        if verdict.method in adjusted
        else verdict
        for verdict, method in zip(measured, others, strict=True)
    ]


def _measure(method: Method, baseline: Method, on: On, at: At) -> Verdict:
    """Everything but the word."""
    cautions = tuple(check_fairness(method, baseline))
    verdict = Verdict(method.key, "not yet", "", cautions=cautions)
    blocking = [caution.sentence for caution in cautions if caution.blocks]
    if blocking:
        return replace(verdict, word="not comparable", reason=" ".join(blocking))
    if not method.complete or not baseline.complete:
        waiting = [m.name for m in (method, baseline) if not m.complete]
        return replace(verdict, reason=f"Waiting for {' and '.join(waiting)} to finish.")
    difference = _over_seeds(method, baseline, on, at)
    if difference is not None:
        return replace(
            verdict,
            about="methods",
            difference=difference.mean,
            interval=difference.interval,
            p_value=difference.p_value,
            n=difference.n,
            paired=difference.paired,
        )
    counts = _two_networks(method, baseline, on, at)
    if counts is None:
        return replace(
            verdict,
            word="not comparable",
            reason=f"No {on} answers at this epoch were saved with these runs; train them again.",
        )
    test = mcnemar(counts.first_only, counts.second_only)
    return replace(
        verdict,
        about="networks",
        difference=counts.difference,
        interval=paired_interval(counts),
        p_value=test.exact,
        mid_p=test.mid_p,
        n=1,
    )


def _over_seeds(method: Method, baseline: Method, on: On, at: At) -> SeedDifference | None:
    pairs = pair_accuracies(method, baseline, on, at)
    if len(pairs) >= 2:
        return paired_difference([a for a, _ in pairs], [b for _, b in pairs])
    values = [m.values(accuracy_name(on), at) for m in (method, baseline)]
    return unpaired_difference(*values) if min(map(len, values)) >= 2 else None


def _two_networks(method: Method, baseline: Method, on: On, at: At) -> PairedCounts | None:
    """Answers of the first pair, or of the first two runs on the same validation images."""
    for a, b in pair_runs(method, baseline) or _same_split(method, baseline):
        mine, theirs = a.right.get((at, on)), b.right.get((at, on))
        if mine is not None and theirs is not None:
            return count_pairs(mine, theirs)
    return None


def _same_split(method: Method, baseline: Method) -> list[tuple[TrainedRun, TrainedRun]]:
    return [
        (a, b)
        for a in method.complete
        for b in baseline.complete
        if a.spec.data.split_seed == b.spec.data.split_seed
    ]


def _pronounce(
    verdict: Verdict,
    adjusted: float,
    family: int,
    baseline: Method,
    method: Method,
    on: On,
    at: At,
) -> Verdict:
    assert verdict.difference is not None
    assert verdict.interval is not None
    assert verdict.p_value is not None
    word: Word = "not distinguishable"
    if adjusted < ALPHA:
        word = "better" if verdict.difference > 0 else "worse"
    low, high = verdict.interval.low, verdict.interval.high
    seeds = count_of(verdict.n, "seed")
    reason = (
        f"{format_points(verdict.difference)} points on {on}, {LEVEL:.0%} interval"
        f" {format_range(low, high)}, {seeds}"
    )
    if verdict.about == "networks":
        reason += ": this speaks about these two networks, not about the methods"
    else:
        reason += "" if verdict.paired else " of each, unpaired"
        reason += " so far" if method.active or baseline.active else ""
    reason += "."
    if word == "not distinguishable" and verdict.p_value >= ALPHA and (low > 0 or high < 0):
        reason += (
            f" The exact test (p = {format_p(verdict.p_value)}) is stricter than the interval."
        )
    if word == "not distinguishable" and verdict.p_value < ALPHA:
        reason += (
            f" Alone it would count; with {family} methods facing one baseline it may be chance"
            f" (Holm: p = {format_p(adjusted)})."
        )
    if on == "validation" and _chose_epoch(method, baseline, at):
        reason += (
            " These validation images also chose the epoch, so the figure is a little too good."
        )
    return replace(verdict, word=word, reason=reason, adjusted_p=adjusted)


def _chose_epoch(method: Method, baseline: Method, at: At) -> bool:
    """Whether validation images had a say in which epoch is looked at."""
    return at == "best" or any(
        technique.watches_validation for m in (method, baseline) for technique in m.spec.techniques
    )
