"""One word on each method, with its reason and what was unfair."""

from collections.abc import Sequence

import streamlit as st

from regdash.analysis.certainty import gather_certainty
from regdash.analysis.methods import At, Method, On
from regdash.analysis.verdict import Verdict, judge
from regdash.figures.effects import Effect, draw_effects
from regdash.ui.judgement.marks import badge, name_in_colour, on_dark
from regdash.ui.plain import plain


def show_verdicts(baseline: Method, others: Sequence[Method], on: On, at: At) -> None:
    """Show the verdicts, and the differences as a figure."""
    if not others:
        st.info(
            "One method alone: add a run with another technique, and it is compared with this one."
        )
        return
    verdicts = judge(baseline, others, on=on, at=at)
    for method, verdict in zip(others, verdicts, strict=True):
        show_verdict(method, verdict)
    if any(verdict.about == "networks" for verdict in verdicts):
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
            tuple(100 * d for d in gather_certainty(method, baseline, on, at).differences)
            if verdict.about == "methods"
            else (),
        )
        for method, verdict in zip(others, verdicts, strict=True)
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
