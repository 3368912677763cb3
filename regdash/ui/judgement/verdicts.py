"""One word on each method, with its reason and what was unfair."""

from collections.abc import Sequence

import streamlit as st

from regdash.analysis.methods import At, Method, On, pair_accuracies
from regdash.analysis.verdict import Verdict
from regdash.analysis.wording import join_words
from regdash.figures.effects import Effect, draw_effects
from regdash.ui.judgement.marks import badge, name_in_colour
from regdash.ui.plain import plain
from regdash.ui.theme import on_dark

_NAMED = 8
"""Methods without a verdict that are named; of others only the number is told."""


def show_verdicts(
    baseline: Method, judged: Sequence[tuple[Method, Verdict]], on: On, at: At
) -> None:
    """Show the verdicts, and the differences as a figure."""
    if not judged:
        st.info(
            "One method alone: add a run with another technique, and it is compared with this one."
        )
        return
    for method, verdict in judged:
        if verdict.word != "not yet":
            show_verdict(method, verdict)
    waiting = [plain(method.name) for method, verdict in judged if verdict.word == "not yet"]
    if waiting:
        named = join_words([*waiting[:_NAMED], *_more(len(waiting) - _NAMED)])
        st.caption(f"Not yet, since runs are still going: {named}.")
    if any(verdict.about == "networks" for _, verdict in judged):
        st.caption(
            "With one run each, two networks are compared, not two methods: another seed may turn"
            " the order around. Repeat with seeds to compare the methods."
        )
    effects = [
        Effect(
            method.name,
            method.look,
            100 * verdict.difference,
            100 * verdict.interval.low,
            100 * verdict.interval.high,
            tuple(100 * (a - b) for a, b in pair_accuracies(method, baseline, on, at))
            if verdict.about == "methods"
            else (),
        )
        for method, verdict in judged
        if verdict.difference is not None and verdict.interval is not None
    ]
    if effects:
        st.plotly_chart(
            draw_effects(effects, on, dark=on_dark()),
            theme=None,
            key="effects",
            config={"displaylogo": False, "displayModeBar": False},
        )
        st.caption(
            f"Against {plain(baseline.name)}. Bars: 95% interval of the difference (certainty)."
            " Small dots: each seed (spread)."
        )


def _more(others: int) -> list[str]:
    return [f"{others} more"] if others > 0 else []


def show_verdict(method: Method, verdict: Verdict) -> None:
    """Show the verdict on one method."""
    name, word, reason = st.columns([2.4, 1.5, 5.5], vertical_alignment="top")
    name.html(name_in_colour(method))
    word.markdown(badge(verdict.word))
    with reason:
        st.markdown(plain(verdict.reason))
        for caution in verdict.cautions:
            if not caution.blocks:
                st.caption(f":material/warning: {plain(caution.sentence)}")
