"""Deleting comparisons, and undoing it."""

import streamlit as st

from regdash.services.runs import UNDO_TIME
from regdash.settings.formatting import count_of
from regdash.settings.markdown import plain
from regdash.store.records import Comparison
from regdash.ui import link
from regdash.ui.services import run_service
from regdash.ui.start.local_time import show_time

_UNDO = "deleted_comparison"

_MOST = 50
"""Maximum number of deleted comparisons that are listed."""


def delete(comparison: Comparison, active: int) -> None:
    """Delete a comparison, and offer to undo that until the next action.

    Args:
        comparison: What is deleted; its runs in progress are stopped.
        active: Number of these.
    """
    run_service().delete_comparison(comparison.id)
    st.session_state[_UNDO] = (comparison.id, comparison.title, active)


def forget_undo() -> None:
    """Withdraw the offer to undo: something else was done since."""
    st.session_state.pop(_UNDO, None)


def restore(comparison_id: str) -> None:
    """Restore a deleted comparison."""
    run_service().store.restore_comparison(comparison_id)
    forget_undo()


def show_undo() -> None:
    """Say what was just deleted, with a button that undoes it; show nothing if nothing was."""
    if _UNDO not in st.session_state:
        return
    comparison_id, title, active = st.session_state[_UNDO]
    stopped = f" {count_of(active, 'run')} in progress stopped." if active else ""
    with st.container(
        key="undo", border=True, horizontal=True, vertical_alignment="center", gap="small"
    ):
        st.markdown(f"Deleted '{plain(title)}'.{stopped}", width="content")
        st.button(
            "Undo",
            icon=":material/undo:",
            key="undo_delete",
            on_click=restore,
            args=(comparison_id,),
        )


def show_list() -> None:
    """List the deleted comparisons that can still be restored; show nothing if there are none."""
    found = run_service().store.comparisons(_MOST, deleted=True)
    if not found:
        return
    with st.expander("Recently deleted", icon=":material/delete:", key="recently_deleted"):
        st.caption(f"They can be restored for {UNDO_TIME.days} days; their runs were stopped.")
        for comparison in found:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(_sentence(comparison), width="content")
                _show_restore(comparison)


def show_deleted(comparison: Comparison) -> None:
    """Show, in place of a deleted comparison, that it was deleted, and how to restore it."""
    with st.container(key="deleted", border=True, gap="small"):
        st.markdown(f"{_sentence(comparison)} It can be restored for {UNDO_TIME.days} days.")
        with st.container(horizontal=True, gap="small"):
            _show_restore(comparison)
            st.button(
                "Show all comparisons",
                key="leave_deleted",
                on_click=link.open_comparison,
                args=(None,),
            )


def _sentence(comparison: Comparison) -> str:
    when = show_time(comparison.deleted) if comparison.deleted else ""
    return f"'{plain(comparison.title)}' was deleted {when}."


def _show_restore(comparison: Comparison) -> None:
    st.button(
        "Restore",
        icon=":material/undo:",
        key=f"restore_{comparison.id}",
        on_click=restore,
        args=(comparison.id,),
    )
