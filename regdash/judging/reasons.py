"""Explanations of verdicts in sentences."""

from collections.abc import Sequence

from regdash.judging.verdict import Verdict
from regdash.settings.formatting import ACCURACY, count_of, format_range
from regdash.stats.proportions import LEVEL, Interval
from regdash.stats.sequential import LAST_LOOK


def explain_verdict(verdict: Verdict) -> str:
    """Return the explanation of a verdict."""
    if verdict.accuracies is None:
        return verdict.why_not
    if verdict.scope == "networks":
        return _of_networks(verdict)
    sentences = [
        f"{verdict.points} points on {verdict.on} images{_interval(verdict.interval)} over new"
        f" seeds and new images; {_seeds(verdict)}."
    ]
    if verdict.why_not:
        sentences.append(verdict.why_not)
    if verdict.word == "not distinguishable":
        sentences += [*_stricter(verdict), _more_seeds(verdict)]
    return " ".join(sentences)


def format_verdict(name: str, reference: str, verdict: Verdict) -> str:
    """One line: a method, its reference, the word and the reason."""
    return f"{name}, against {reference}: {verdict.word}: {explain_verdict(verdict)}"


def _of_networks(verdict: Verdict) -> str:
    mine, theirs = verdict.seeds
    which = "these two networks" if mine == theirs == 1 else "these networks"
    start = f"{verdict.points} points between {which} on {verdict.on} images"
    interval = _interval(verdict.interval)
    text = f"{start}{interval} over new images." if interval else f"{start}."
    if verdict.in_progress:
        return f"{text} More seeds are still training."
    return f"{text} Other seeds may reverse the order."


def _interval(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f", {LEVEL:.0%} interval {format_range(interval.low, interval.high)}"


def _seeds(verdict: Verdict) -> str:
    mine, theirs = verdict.seeds
    text = count_of(mine, "seed") if mine == theirs else f"{mine} and {theirs} seeds"
    return f"{text} so far" if verdict.in_progress else text


def _stricter(verdict: Verdict) -> list[str]:
    """Explain why there is no verdict although the interval excludes 0."""
    assert verdict.interval is not None
    assert verdict.critical_difference is not None
    if verdict.interval.low <= 0 <= verdict.interval.high:
        return []
    others = _compared(f"{verdict.variants}") if verdict.variants > 1 else ""
    critical = ACCURACY.shown(verdict.critical_difference)
    return [
        f"The interval excludes 0, but because you may look after every seed{others}, a"
        f" difference must currently be at least {critical} points to count."
    ]


def _compared(methods: str) -> str:
    return f" and {methods} methods are compared with one baseline"


def _more_seeds(verdict: Verdict) -> str:
    if verdict.seeds_needed is not None:
        return (
            f"About {verdict.seeds_needed} seeds per method would settle a difference of this size"
            " (in 4 of 5 cases)."
        )
    if verdict.needs_more_images:
        return (
            "More seeds would not settle a difference of this size; more"
            f" {verdict.on} images would."
        )
    return (
        "Settling a difference of this size isn't practical: it would take more than"
        f" {LAST_LOOK} seeds per method."
    )


def explain_cost(verdicts: Sequence[Verdict]) -> str:
    """Return what looking after every seed and at several methods costs; empty without a p-value."""
    judged = [v for v in verdicts if v.critical_difference and v.single_look_difference]
    if not judged:
        return ""
    times = _range(
        [
            f"{(v.critical_difference or 0.0) / (v.single_look_difference or 1.0):.1f}"
            for v in judged
        ]
    )
    looks = _range([f"{v.look}" for v in judged])
    variants = _range([f"{v.variants}" for v in judged])
    others = _compared(variants) if variants != "1" else ""
    return (
        f"Because you may look after every seed{others}, a difference at {looks} seeds must be"
        f" {times} times as large to count as with a single look at a single method. In return, at"
        " most 5% of comparisons of equal methods ever show a false verdict (for one baseline, epoch,"
        " and set of images)."
    )


def _range(texts: Sequence[str]) -> str:
    low, high = (choose(texts, key=float) for choose in (min, max))
    return low if low == high else f"{low} to {high}"
