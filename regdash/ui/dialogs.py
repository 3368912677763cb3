"""Dialogs that ask for confirmation or a name before something is changed permanently."""

from collections.abc import Callable, Sequence

import streamlit as st

from regdash.store.records import Run
from regdash.store.unreadable import UnreadableRun
from regdash.store.writing import NAME_LIMIT
from regdash.ui.plain import plain
from regdash.ui.services import scheduler

StoredRun = Run | UnreadableRun


def ask(kind: str, runs: Sequence[StoredRun]) -> None:
    """Open a dialog for these runs when the page is next drawn; kind is `rename` or `delete`."""
    st.session_state["asking"] = (kind, [run.id for run in runs])


def open_asked(runs: Sequence[StoredRun]) -> None:
    """Show the requested dialog until it is answered."""
    kind, ids = st.session_state.get("asking", (None, []))
    chosen = [run for run in runs if run.id in ids]
    readable = [run for run in chosen if isinstance(run, Run)]
    if readable and kind == "rename":
        _ask_name(readable)
    elif chosen and kind == "delete":
        _ask_delete(chosen)


def _answered() -> None:
    st.session_state.pop("asking", None)


@st.dialog("Rename run", on_dismiss=_answered)
def _ask_name(runs: list[Run]) -> None:
    """Ask for a new name for a run, or for all seeds of a method."""
    with st.form("rename", border=False):
        name = st.text_input(
            "Name",
            value=runs[0].name,
            max_chars=NAME_LIMIT,
            help="Leave empty to restore the automatic name.",
        )
        if st.form_submit_button("Rename", type="primary"):
            for run in runs:
                scheduler().store.rename_run(run.id, name)
            _answered()
            st.rerun()


@st.dialog("Delete run", on_dismiss=_answered)
def _ask_delete(runs: Sequence[StoredRun]) -> None:
    """Ask for confirmation before a run, or all seeds of a method, are deleted."""
    what = f"all {len(runs)} seeds of " if len(runs) > 1 else ""
    st.markdown(f"Delete {what}**{plain(runs[0].name)}** with its curves, predictions and weights?")
    st.caption("This cannot be undone.")

    def delete() -> None:
        for run in runs:
            scheduler().delete(run.id)

    show_answers("Delete", delete, _answered)


def show_answers(word: str, act: Callable[[], None], answered: Callable[[], None]) -> None:
    """Show the two buttons of a dialog: one acts, the other keeps things as they are.

    Args:
        word: Label of the first button, such as `Delete`.
        act: Called if the first button is pressed.
        answered: Called if either is pressed, to close the dialog.
    """
    do, keep = st.columns(2)
    done = do.button(word, type="primary", width="stretch", icon=":material/delete:")
    if done:
        act()
    if keep.button("Keep", width="stretch") or done:
        answered()
        st.rerun()
