"""Tables of a judgement as texts, for pages and reports alike: a list of rows, by column."""

from collections.abc import Sequence

from regdash.judging.deltas import Delta, accuracy_interval, compare_figures
from regdash.judging.methods import Method, accuracy_name
from regdash.judging.verdict import Verdict
from regdash.metrics import METRICS
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.formatting import (
    ACCURACY,
    NOTHING,
    Quantity,
    format_accuracy,
    format_p,
    format_range,
)
from regdash.stats.proportions import Interval
from regdash.stats.spread import describe, mean_interval, probability_better

Row = dict[str, str | int]

ACCURACIES_EXPLAINED = (
    "Spread: how much another seed may differ. Interval of the mean: how precisely the mean over"
    " seeds is known, on these images. Wilson's interval: how precisely one network's accuracy is"
    " known from this number of images."
)

DIFFERENCES_EXPLAINED = (
    "The interval covers the variation over seeds and images (crossed random effects, t with"
    " Satterthwaite's degrees of freedom); *Seeds alone* is for these images only (Welch)."
    " *Needed*: the smallest difference that would currently count as better or worse. *p*:"
    " Weerahandi's generalized p-value for this look alone. *p over all looks* allows for looking"
    " after every seed (group-sequential). *Holm's p* also corrects for all methods compared with"
    " this baseline; it decides the verdict, at 0.05. *P(better)*: share of the seeds won."
)


def list_accuracies(methods: Sequence[Method], on: EvaluationSet, at: EpochChoice) -> list[Row]:
    """List accuracies with spread and intervals.

    Args:
        methods: One per row.
        on: Images they are measured on.
        at: Epoch that is evaluated.
    """
    rows: list[Row] = []
    for method in methods:
        values = method.values(accuracy_name(on), at)
        spread = describe(values) if values else None
        sd = None if spread is None else spread.sd
        rows.append(
            {
                "Method": method.name,
                "Seeds": len(values),
                "Mean": format_accuracy(spread.mean) if spread else NOTHING,
                "Spread (sd)": NOTHING if sd is None else f"{100 * sd:.2f}",
                "95% interval of the mean (t)": _shares(mean_interval(values) if values else None),
                "95% interval of one network (Wilson)": _wilson(method, on, at),
            }
        )
    return rows


def list_differences(
    baseline: Method, judged: Sequence[tuple[Method, Verdict]], at: EpochChoice
) -> list[Row]:
    """List differences in accuracy from a baseline with their tests, in percentage points."""
    return [_difference_row(method, baseline, verdict, at) for method, verdict in judged]


def list_figures(
    methods: Sequence[Method], baseline: Method, at: EpochChoice, *, revealed: bool
) -> list[Row]:
    """List all figures, each with its difference from the baseline in parentheses.

    Args:
        methods: One per row.
        baseline: The baseline.
        at: Epoch that is evaluated.
        revealed: Whether test results may be seen.
    """
    rows: list[Row] = []
    for method in methods:
        deltas = compare_figures(method, baseline, at)
        row: Row = {"Method": method.name}
        for metric in METRICS.figures:
            hidden = metric.from_test and not revealed
            cell = _cell(deltas.get(metric.key), metric.quantity)
            row[metric.title] = "hidden" if hidden else cell
        rows.append(row)
    return rows


def explain_figures(baseline: str) -> str:
    """Explain the table of `list_figures`.

    Args:
        baseline: Name of the baseline, ready for the place where the text is shown.
    """
    notes = " ".join(f"{m.title}: {m.note}." for m in METRICS.figures if m.note)
    return (
        f"Means over the seeds; in parentheses, the difference from {baseline} (accuracies and shares"
        f" in percentage points, losses and gap in nats). {notes}"
    )


def _cell(delta: Delta | None, quantity: Quantity) -> str:
    if delta is None:
        return NOTHING
    text = quantity.text(delta.value.mean)
    if delta.reference is None:
        return text
    return f"{text} ({quantity.change(delta.value.mean, delta.reference.mean)})"


def _difference_row(method: Method, baseline: Method, verdict: Verdict, at: EpochChoice) -> Row:
    over_seeds = verdict.scope == "methods"
    return {
        "Method": method.name,
        "Verdict": verdict.word,
        "Difference": NOTHING if verdict.accuracies is None else verdict.points,
        "95% interval": _points(verdict.interval),
        "Seeds alone": _points(verdict.seed_interval),
        "Needed": NOTHING
        if verdict.critical_difference is None
        else f"{ACCURACY.shown(verdict.critical_difference)}",
        "P(better)": _wins(method, baseline, verdict.on, at) if over_seeds else NOTHING,
        "p": format_p(verdict.p_value),
        "p over all looks": format_p(verdict.repeated_p),
        "Holm's p": format_p(verdict.adjusted_p),
    }


def _wins(method: Method, baseline: Method, on: EvaluationSet, at: EpochChoice) -> str:
    name = accuracy_name(on)
    mine, theirs = (
        {run.pair: f[name] for run in m.complete if name in (f := run.figures(at))}
        for m in (method, baseline)
    )
    common = sorted(mine.keys() & theirs.keys())
    if not common:
        return NOTHING
    wins = probability_better([mine[p] for p in common], [theirs[p] for p in common])
    return f"{wins.wins:g} of {wins.n} ({wins.interval.low:.0%} to {wins.interval.high:.0%})"


def _wilson(method: Method, on: EvaluationSet, at: EpochChoice) -> str:
    if not method.complete:
        return NOTHING
    text = _shares(accuracy_interval(method.complete[0], on, at))
    several = len(method.complete) > 1 and text != NOTHING
    return f"{text}, seed {method.complete[0].spec.seed}" if several else text


def _shares(interval: Interval | None) -> str:
    if interval is None:
        return NOTHING
    return f"{ACCURACY.shown(interval.low)} to {ACCURACY.text(interval.high)}"


def _points(interval: Interval | None) -> str:
    if interval is None:
        return NOTHING
    return format_range(interval.low, interval.high)
