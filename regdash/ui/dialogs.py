"""Dialogs that rename and delete runs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from regdash.settings.markdown import plain
from regdash.settings.messages import InputError, check_length
from regdash.store.records import Run, StoredRun
from regdash.store.writing import NAME_LIMIT
from regdash.ui.services import run_service

_OPEN = "open_dialog"


def request(kind: str, ids: Sequence[str]) -> None:
    """Open a dialog at the next rerun.

    Args:
        kind: `rename` or `delete`, or the kind of another dialog; see `requested`.
        ids: Ids of the runs or of the comparison it is about.
    """
    st.session_state[_OPEN] = (kind, list(ids))


def open_requested(runs: Sequence[StoredRun]) -> None:
    """Open the requested dialog, until it is closed."""
    renamed = [run for run in runs if run.id in requested("rename") and isinstance(run, Run)]
    deleted = [run for run in runs if run.id in requested("delete")]
    if renamed:
        _show_rename(renamed)
    elif deleted:
        _show_delete(deleted)


def requested(kind: str) -> list[str]:
    """Return the ids that the requested dialog is about; none if it is of another kind."""
    wanted, ids = st.session_state.get(_OPEN, (None, []))
    return list(ids) if wanted == kind else []


def close() -> None:
    """Close the open dialog at the next rerun."""
    st.session_state.pop(_OPEN, None)


@contextmanager
def closing() -> Iterator[None]:
    """Close the open dialog after what is done inside; an `InputError` is shown and keeps it open."""
    try:
        yield
    except InputError as error:
        st.error(plain(" ".join(error.sentences)), icon=":material/error:")
    else:
        close()
        st.rerun()


@st.dialog("Rename run", on_dismiss=close)
def _show_rename(runs: list[Run]) -> None:
    """Show a form to rename a run, or all seeds of a method."""
    with st.form("rename", border=False):
        name = st.text_input(
            "Name",
            value=runs[0].name,
            help="Leave it empty to restore the automatic name.",
        )
        if st.form_submit_button("Rename", type="primary"):
            with closing():
                check_length("Name", name, NAME_LIMIT)
                for run in runs:
                    run_service().store.rename_run(run.id, name)


@st.dialog("Delete run", on_dismiss=close)
def _show_delete(runs: Sequence[StoredRun]) -> None:
    """Ask for confirmation to delete a run, or all seeds of a method."""
    what = f"all {len(runs)} seeds of " if len(runs) > 1 else ""
    st.markdown(f"Delete {what}**{plain(runs[0].name)}** with its curves, predictions and weights?")
    st.caption("This cannot be undone.")

    def delete() -> None:
        for run in runs:
            run_service().delete(run.id)

    show_buttons("Delete", delete, close)


def show_buttons(word: str, act: Callable[[], None], close: Callable[[], None]) -> None:
    """Show the buttons of a confirmation dialog: confirm, or keep everything.

    Args:
        word: Label of the confirming button, such as `Delete`.
        act: Called on confirmation.
        close: Called after either button; closes the dialog.
    """
    do, keep = st.columns(2)
    done = do.button(word, type="primary", width="stretch", icon=":material/delete:")
    if done:
        act()
    if keep.button("Keep", width="stretch") or done:
        close()
        st.rerun()
