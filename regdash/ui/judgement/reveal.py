"""Test results stay hidden until they are revealed; the page then shows since when."""

import streamlit as st

from regdash.store.records import Comparison, Run
from regdash.ui.services import run_service


def show_reveal(comparison: Comparison, runs: list[Run]) -> None:
    """Show the button that reveals test results, or since when they are revealed."""
    if comparison.revealed is None:
        words, button = st.columns([5, 2], vertical_alignment="center")
        words.caption(
            "Test results are hidden: seeing them while you are still choosing would bias the choice."
        )
        button.button(
            "Reveal test results",
            icon=":material/visibility:",
            on_click=run_service().store.reveal_test,
            args=(comparison.id,),
            width="stretch",
            key="reveal_test",
            help="This can't be undone: the page will show that they were revealed, and when.",
        )
        return
    later = sum(run.created > comparison.revealed for run in runs)
    text = f"Test results were revealed on {comparison.revealed:%Y-%m-%d at %H:%M} UTC."
    if later:
        text += (
            f" {later} of the {len(runs)} runs were started after that, possibly by someone who had"
            " seen them."
        )
    st.caption(text)
