"""Questions that are asked before something is changed for good."""

import streamlit as st

from regdash.runs.records import Run
from regdash.runs.store import NAME_LIMIT
from regdash.ui.plain import plain
from regdash.ui.services import scheduler


def _answered() -> None:
    st.session_state.pop("asking", None)


@st.dialog("Rename run", on_dismiss=_answered)
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
            _answered()
            st.rerun()


@st.dialog("Delete run", on_dismiss=_answered)
def ask_delete(run: Run) -> None:
    """Ask whether a run shall really go."""
    st.markdown(f"Delete **{plain(run.name)}** with its curves, predictions and weights?")
    st.caption("This cannot be undone.")
    delete, keep = st.columns(2)
    if delete.button("Delete", type="primary", width="stretch", icon=":material/delete:"):
        scheduler().delete(run.id)
        _answered()
        st.rerun()
    if keep.button("Keep", width="stretch"):
        _answered()
        st.rerun()
