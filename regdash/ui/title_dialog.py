"""The dialog that renames a comparison."""

from collections.abc import Iterable

import streamlit as st

from regdash.settings.markdown import plain
from regdash.settings.messages import check_length
from regdash.store.records import Comparison
from regdash.store.writing import NAME_LIMIT
from regdash.ui import dialogs
from regdash.ui.services import run_service

KIND = "rename_comparison"


def request(comparison_id: str) -> None:
    """Open the dialog at the next rerun."""
    dialogs.request(KIND, [comparison_id])


def show_title(comparison: Comparison, what: str) -> None:
    """Show a title with the button that changes it.

    Args:
        comparison: What is open.
        what: What users call it, such as `comparison`.
    """
    st.header(plain(comparison.title), anchor=False, width="content")
    st.button(
        "Rename comparison",
        icon=":material/edit:",
        type="tertiary",
        on_click=request,
        args=(comparison.id,),
        key="rename_comparison",
        help=f"Rename this {what}",
    )


def open_requested(comparisons: Iterable[Comparison]) -> None:
    """Open the dialog if it was requested for one of these comparisons, until it is closed."""
    wanted = dialogs.requested(KIND)
    for comparison in comparisons:
        if comparison.id in wanted:
            _show(comparison)


@st.dialog("Rename comparison", on_dismiss=dialogs.close)
def _show(comparison: Comparison) -> None:
    with st.form("rename_comparison_form", border=False):
        # No `max_chars`: the browser would drop a longer text without a word.
        title = st.text_input("Title", value=comparison.title)
        if st.form_submit_button("Rename", type="primary"):
            with dialogs.closing():
                advice = "Enter a title, or close the dialog to keep the present one."
                check_length("Title", title, NAME_LIMIT, least=1, advice=advice)
                run_service().store.rename_comparison(comparison.id, title)
