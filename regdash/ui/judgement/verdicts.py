"""The verdict on each method, with its explanation and cautions."""

import streamlit as st

from regdash.figures.effects import draw_effects, list_effects
from regdash.judging.methods import Method
from regdash.judging.reasons import explain_cost, explain_verdict
from regdash.judging.verdict import Verdict
from regdash.services.advice import diagnose_method
from regdash.services.effect_pictures import describe_effects
from regdash.services.judgement import Judgement
from regdash.settings.formatting import join_words
from regdash.settings.markdown import plain
from regdash.store.records import Run
from regdash.ui import export
from regdash.ui.judgement.marks import badge, name_in_color
from regdash.ui.judgement.offers import show_offers
from regdash.ui.plotly_config import still_figure
from regdash.ui.repeats import offer_repeats
from regdash.ui.theme import is_dark

_NAMED = 8
"""Most methods without a verdict that are named; the others are only counted."""


def show_verdicts(judgement: Judgement, runs: list[Run]) -> None:
    """Show the verdicts, what to try next, and the differences as a figure.

    Args:
        judgement: The verdicts.
        runs: The runs that were judged.
    """
    comparison = judgement.selection.comparison
    baseline, judged = judgement.baseline, judgement.judged
    if not judged:
        st.info(
            "There is only one method. Add a variant with a technique to compare it with this one."
        )
        show_offers(comparison, runs, baseline, diagnose_method(baseline), "verdict")
        return
    for method, verdict in judged:
        if verdict.accuracies is not None or verdict.word != "not yet":
            show_verdict(method, verdict)
    waiting = [
        plain(method.name)
        for method, verdict in judged
        if verdict.accuracies is None and verdict.word == "not yet"
    ]
    if waiting:
        named = join_words([*waiting[:_NAMED], *_more(len(waiting) - _NAMED)])
        st.caption(f"No verdict yet, because runs are still in progress: {named}.")
    verdicts = [verdict for _, verdict in judged]
    cost = explain_cost(verdicts)
    if cost:
        st.caption(cost)
    offer_repeats(comparison.id, runs, verdicts)
    show_offers(comparison, runs, baseline, diagnose_method(baseline), "verdict")
    _show_effects(judgement)


def _show_effects(judgement: Judgement) -> None:
    baseline, effects = judgement.baseline, list_effects(judgement.judged, judgement.at)
    if not effects:
        return
    st.plotly_chart(
        draw_effects(effects, judgement.on, dark=is_dark()),
        theme=None,
        key="effects",
        config=still_figure(),
        alt=f"Difference of each method from {baseline.name}, in percentage points, with its 95%"
        " interval. The verdicts above list the numbers.",
    )
    st.caption(
        f"Differences from the mean of {plain(baseline.name)}. Bars: 95% interval of the difference"
        " (certainty). Small dots: individual seeds (spread)."
    )
    export.show_picture_button(
        "Picture of the differences", lambda: describe_effects(judgement), key="effects"
    )


def _more(others: int) -> list[str]:
    return [f"{others} more"] if others > 0 else []


def show_verdict(method: Method, verdict: Verdict) -> None:
    """Show the verdict on one method."""
    name, word, reason = st.columns([2.4, 1.5, 5.5], vertical_alignment="top")
    name.html(name_in_color(method))
    word.markdown(badge(verdict.word))
    with reason:
        st.markdown(plain(explain_verdict(verdict)))
        for caution in verdict.cautions:
            if not caution.blocks:
                st.caption(f":material/warning: {plain(caution.sentence)}")
