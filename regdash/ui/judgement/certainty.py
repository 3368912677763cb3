"""The statistics behind the verdicts."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from regdash.judging.deltas import accuracy_interval
from regdash.judging.methods import Method, accuracy_name
from regdash.judging.verdict import Verdict
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.formatting import (
    ACCURACY,
    NOTHING,
    format_accuracy,
    format_p,
    format_range,
)
from regdash.settings.markdown import plain
from regdash.stats.proportions import Interval
from regdash.stats.spread import describe, mean_interval, probability_better


def show_certainty(
    baseline: Method, judged: Sequence[tuple[Method, Verdict]], on: EvaluationSet, at: EpochChoice
) -> None:
    """Show accuracies with spread and intervals, and differences with their tests."""
    figure = accuracy_name(on)
    st.markdown(f"**Accuracy on {on} images**")
    rows = []
    for method in (baseline, *(method for method, _ in judged)):
        values = method.values(figure, at)
        spread = describe(values) if values else None
        rows.append(
            {
                "Method": method.name,
                "Seeds": len(values),
                "Mean": format_accuracy(spread.mean) if spread else NOTHING,
                "Spread (sd)": f"{100 * spread.sd:.2f}"
                if spread and spread.sd is not None
                else NOTHING,
                "95% interval of the mean (t)": _shares(mean_interval(values) if values else None),
                "95% interval of one network (Wilson)": _wilson(method, on, at),
            }
        )
    _table(rows)
    st.caption(
        "Spread: how much another seed may differ. Interval of the mean: how precisely the mean over"
        " seeds is known, on these images. Wilson's interval: how precisely one network's accuracy is"
        " known from this number of images."
    )
    if not judged:
        return
    st.markdown(f"**Difference from {plain(baseline.name)}, percentage points**")
    _table([_difference_row(method, baseline, verdict, at) for method, verdict in judged])
    st.caption(
        "The interval covers the variation over seeds and images (crossed random effects, t with"
        " Satterthwaite's degrees of freedom); *Seeds alone* is for these images only (Welch)."
        " *Needed*: the smallest difference that would currently count as better or worse. *p*:"
        " Weerahandi's generalized p-value for this look alone. *p over all looks* allows for looking"
        " after every seed (group-sequential). *Holm's p* also corrects for all methods compared with"
        " this baseline; it decides the verdict, at 0.05. *P(better)*: share of the seeds won."
    )


def _difference_row(
    method: Method, baseline: Method, verdict: Verdict, at: EpochChoice
) -> dict[str, str]:
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


def _table(rows: list[dict[str, object]] | list[dict[str, str]]) -> None:
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


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
