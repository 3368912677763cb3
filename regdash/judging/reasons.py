"""What a verdict says in sentences."""

from collections.abc import Sequence

from regdash.judging.verdict import Verdict
from regdash.settings.formatting import ACCURACY, count_of, format_range
from regdash.stats.proportions import LEVEL, Interval
from regdash.stats.sequential import LAST_LOOK


def give_reason(verdict: Verdict) -> str:
    """Why the word is what it is."""
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


def tell_verdict(name: str, rival: str, verdict: Verdict) -> str:
    """One line: a method, its rival, the word and the reason."""
    return f"{name}, against {rival}: {verdict.word}: {give_reason(verdict)}"


def _of_networks(verdict: Verdict) -> str:
    mine, theirs = verdict.seeds
    which = "these two networks" if mine == theirs == 1 else "these networks"
    start = f"{verdict.points} points between {which} on {verdict.on} images"
    interval = _interval(verdict.interval)
    text = f"{start}{interval} over new images." if interval else f"{start}."
    if verdict.going:
        return f"{text} More seeds are still training."
    return f"{text} Other seeds may reverse the order."


def _interval(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f", {LEVEL:.0%} interval {format_range(interval.low, interval.high)}"


def _seeds(verdict: Verdict) -> str:
    mine, theirs = verdict.seeds
    text = count_of(mine, "seed") if mine == theirs else f"{mine} and {theirs} seeds"
    return f"{text} so far" if verdict.going else text


def _stricter(verdict: Verdict) -> list[str]:
    """Why an interval may leave out 0 without a word."""
    assert verdict.interval is not None
    assert verdict.needed is not None
    if verdict.interval.low <= 0 <= verdict.interval.high:
        return []
    others = f" and {verdict.rivals} methods face one baseline" if verdict.rivals > 1 else ""
    return [
        f"The interval excludes 0, but because you may look after every seed{others}, a"
        f" difference must now be at least {ACCURACY.shown(verdict.needed)} points to count."
    ]


def _more_seeds(verdict: Verdict) -> str:
    if verdict.tell_at is not None:
        return (
            f"About {verdict.tell_at} seeds of each would settle a difference of this size"
            " (4 times in 5)."
        )
    if verdict.takes_more_images:
        return (
            "More seeds would not settle a difference of this size; more"
            f" {verdict.on} images would."
        )
    return (
        "Settling a difference of this size is not practical: it would take more than"
        f" {LAST_LOOK} seeds of each."
    )


def tell_price(verdicts: Sequence[Verdict]) -> str:
    """What it costs that one may look after every seed and at many methods; empty without words."""
    judged = [v for v in verdicts if v.needed and v.needed_once]
    if not judged:
        return ""
    times = _range([f"{(v.needed or 0.0) / (v.needed_once or 1.0):.1f}" for v in judged])
    looks, rivals = _range([f"{v.look}" for v in judged]), _range([f"{v.rivals}" for v in judged])
    also = f" and {rivals} methods face one baseline" if rivals != "1" else ""
    return (
        f"Because you may look after every seed{also}, a difference must be {times} times as large to"
        f" be called at {looks} seeds as with a single look at a single method. In return, for one"
        " baseline, epoch and set of images, at most 5% of comparisons of equal methods ever show a"
        " false word."
    )


def _range(texts: Sequence[str]) -> str:
    low, high = (choose(texts, key=float) for choose in (min, max))
    return low if low == high else f"{low} to {high}"
