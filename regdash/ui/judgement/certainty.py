"""The numbers behind the verdicts."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from regdash.analysis.certainty import gather_certainty
from regdash.analysis.deltas import accuracy_interval
from regdash.analysis.methods import At, Method, On, accuracy_name
from regdash.analysis.proportions import Interval
from regdash.analysis.seeds import describe, mean_interval
from regdash.analysis.verdict import Verdict
from regdash.analysis.wording import NOTHING, format_accuracy, format_p, format_points, format_range
from regdash.ui.plain import plain


def show_certainty(
    baseline: Method, judged: Sequence[tuple[Method, Verdict]], on: On, at: At
) -> None:
    """Show accuracies with spread and interval, then differences with their tests."""
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
        "Spread: how far one more seed may lie. Interval of the mean: how well the mean is known."
        " Wilson's interval: how well one network's accuracy is known from this many images."
    )
    if not judged:
        return
    st.markdown(f"**Difference to {plain(baseline.name)}, percentage points**")
    _table([_difference_row(method, baseline, verdict, on, at) for method, verdict in judged])
    st.caption(
        "Over seeds: paired t test (Welch's if no seed is shared); the bootstrap assumes no shape"
        " but runs narrow with few seeds; P(better) is the share of seeds won. One run each:"
        " McNemar's test on the same images. Holm's p corrects for all methods that face this"
        " baseline and decides the verdict, at 0.05."
    )


def _difference_row(
    method: Method, baseline: Method, verdict: Verdict, on: On, at: At
) -> dict[str, str]:
    certainty = gather_certainty(method, baseline, on, at)
    over_seeds = verdict.about == "methods"
    wins = certainty.wins if over_seeds else None
    return {
        "Method": method.name,
        "Verdict": verdict.word,
        "Difference": NOTHING if verdict.difference is None else format_points(verdict.difference),
        "95% interval": _points(verdict.interval),
        "Bootstrap": _points(certainty.bootstrap) if over_seeds else NOTHING,
        "P(better)": NOTHING
        if wins is None
        else f"{wins.wins:g} of {wins.n} ({wins.interval.low:.0%} to {wins.interval.high:.0%})",
        "p": format_p(verdict.p_value),
        "Mid-p": format_p(verdict.mid_p),
        "Holm's p": format_p(verdict.adjusted_p),
    }


def _table(rows: list[dict[str, object]] | list[dict[str, str]]) -> None:
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _wilson(method: Method, on: On, at: At) -> str:
    if not method.complete:
        return NOTHING
    text = _shares(accuracy_interval(method.complete[0], on, at))
    several = len(method.complete) > 1 and text != NOTHING
    return f"{text}, seed {method.complete[0].spec.seed}" if several else text


def _shares(interval: Interval | None) -> str:
    if interval is None:
        return NOTHING
    return f"{100 * interval.low:.2f} to {100 * interval.high:.2f} %"


def _points(interval: Interval | None) -> str:
    if interval is None:
        return NOTHING
    return format_range(interval.low, interval.high)
