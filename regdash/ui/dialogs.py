"""Questions that are asked before something is changed for good."""

import streamlit as st

from regdash.runs.records import Run
from regdash.runs.store import NAME_LIMIT
from regdash.ui.services import scheduler


@st.dialog("Rename run")
def ask_name(run: Run) -> None:
    """Ask for another name."""
    with st.form("rename", border=False):
        name = st.text_input(
            "Name",
            value=run.name,
            max_chars=NAME_LIMIT,
            help="Leave it empty to have the automatic name back.",
        )
        if st.form_submit_button("Rename", type="primary"):
            scheduler().store.rename_run(run.id, name)
            st.rerun()


@st.dialog("Delete run")
def ask_delete(run: Run) -> None:
    """Ask whether a run shall really go."""
    st.markdown(f"Delete **{run.name}** with its curves, predictions and weights?")
    st.caption("This cannot be undone.")
    delete, keep = st.columns(2)
    if delete.button("Delete", type="primary", width="stretch", icon=":material/delete:"):
        scheduler().delete(run.id)
        st.rerun()
    if keep.button("Keep", width="stretch"):
        st.rerun()
