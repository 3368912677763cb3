"""An open comparison, from its header to its judgement."""

import streamlit as st

from regdash.store.records import Comparison
from regdash.ui import dialogs
from regdash.ui.compare.header import show_header
from regdash.ui.follow import follow_runs
from regdash.ui.judgement import show_judgement
from regdash.ui.services import run_service, runs_of
from regdash.ui.unreadable import show_unreadable


def show_comparison(comparison: Comparison) -> None:
    """Draw a comparison that was not deleted."""
    runs = runs_of(comparison.id)
    show_header(comparison, runs)
    unreadable = run_service().store.unreadable_runs(comparison.id)
    dialogs.open_requested([*runs, *unreadable])
    if not runs:
        show_unreadable(unreadable)
        if not unreadable:
            st.info("All runs of this comparison were deleted. Compose one and press Start.")
        return
    follow_runs(comparison, runs)
    show_unreadable(unreadable)
    show_judgement(comparison, runs)
