"""Deleting comparisons, and undoing it."""

from collections.abc import Iterable

import streamlit as st

from regdash.services.listing import Entry
from regdash.services.runs import UNDO_TIME
from regdash.settings.formatting import count_of
from regdash.settings.markdown import plain
from regdash.store.records import Comparison
from regdash.ui import dialogs, link
from regdash.ui.services import run_service
from regdash.ui.start.local_time import show_time

KIND = "delete_comparison"

_UNDO = "deleted_comparison"

_MOST = 50
"""Maximum number of deleted comparisons that are listed."""


def request(entry: Entry) -> None:
    """Delete a comparison; ask first if runs of it are in progress, since they would be stopped."""
    if entry.active:
        forget_undo()
        dialogs.request(KIND, [entry.comparison.id])
    else:
        _delete(entry)


def open_requested(entries: Iterable[Entry]) -> None:
    """Open the question if it was requested for one of these comparisons, until it is answered."""
    wanted = dialogs.requested(KIND)
    for entry in entries:
        if entry.comparison.id in wanted:
            _ask(entry)


@st.dialog("Delete comparison", on_dismiss=dialogs.close)
def _ask(entry: Entry) -> None:
    """Ask for confirmation to delete a comparison and to stop its runs."""
    st.markdown(f"Delete **{plain(entry.comparison.title)}**?")
    active = count_of(entry.active, "run")
    st.caption(
        f"{active} in progress will be stopped. The comparison can be restored for {UNDO_TIME.days}"
        " days, but stopped runs do not go on."
    )
    dialogs.show_buttons("Delete", lambda: _delete(entry), dialogs.close)


def _delete(entry: Entry) -> None:
    """Delete a comparison, and offer to undo that until the next action."""
    comparison = entry.comparison
    run_service().delete_comparison(comparison.id)
    st.session_state[_UNDO] = (comparison.id, comparison.title, entry.active)


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
