"""The head of an open comparison: title, set-up, and actions on all its runs."""

import streamlit as st

from regdash.services.selection import Selection
from regdash.services.setups import describe_setup, seeds_of, setup_of
from regdash.settings.markdown import plain
from regdash.store.records import Comparison, Run
from regdash.ui import export, link, share, title_dialog
from regdash.ui.compare import setup_dialog
from regdash.ui.follow import show_stop_all
from regdash.ui.repeats import show_repeats
from regdash.ui.services import run_service


def show_header(comparison: Comparison, runs: list[Run]) -> None:
    """Show what a comparison is called, what its runs share, and its buttons."""
    with st.container(key="comparison_header", gap=None):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key="comparison_title"
        ):
            title_dialog.show_title(comparison, "comparison")
            st.space("stretch")
            show_stop_all(runs, width="content")
            show_repeats(comparison.id, runs)
            export.show_export_button(comparison, runs)
            _show_present_button(runs)
            share.show_share_button(comparison, runs)
            st.button(
                "New comparison",
                icon=":material/add_chart:",
                on_click=link.open_comparison,
                args=(None,),
                key="new_comparison",
            )
        _show_setup(comparison, runs)
    title_dialog.open_requested([comparison])
    setup_dialog.open_requested(comparison, runs)
    export.open_requested(Selection(comparison, runs))
    share.open_requested(comparison, runs)


def _show_present_button(runs: list[Run]) -> None:
    """Show the button that the live element listens to; see `live/assets/present.js`."""
    st.button(
        "Present",
        icon=":material/slideshow:",
        disabled=not runs,
        key="open_present",
        help="Charts, table and verdicts alone, in large type for a room (key P)",
    )


def _show_setup(comparison: Comparison, runs: list[Run]) -> None:
    """Show the set-up, the button that changes it, and the comparison it was made from."""
    setup = setup_of(comparison, runs)
    parent = comparison.parent and run_service().store.comparison(comparison.parent)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key="comparison_setup"
    ):
        if setup is not None:
            line = describe_setup(setup, seeds_of(comparison, runs))
            st.markdown(plain(line), width="content")
        if setup is not None and runs:
            st.button(
                "Change",
                icon=":material/tune:",
                type="tertiary",
                on_click=setup_dialog.request,
                args=(comparison.id, setup),
                key="change_setup",
                help="Train all methods again with another set-up",
            )
        if run_service().store.study(comparison.id) is not None:
            st.page_link(
                "../pages/studies.py",
                label="Open its study",
                icon=":material/timeline:",
                query_params={link.COMPARISON: comparison.id},
            )
        if parent and parent.deleted is None:
            st.button(
                plain(f"Made from '{parent.title}'"),
                icon=":material/arrow_back:",
                type="tertiary",
                on_click=link.open_comparison,
                args=(parent.id,),
                key="open_parent",
                help="Open the comparison whose methods this one trains again",
            )
