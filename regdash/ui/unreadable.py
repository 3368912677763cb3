"""List of runs that cannot be shown, with reasons and buttons to delete them."""

from collections.abc import Sequence

import streamlit as st

from regdash.settings.formatting import count_of, format_status
from regdash.settings.markdown import plain
from regdash.store.records import UnreadableRun
from regdash.ui import dialogs


def show_unreadable(runs: Sequence[UnreadableRun]) -> None:
    """List the runs of a comparison that cannot be shown; show nothing if there are none."""
    if not runs:
        return
    st.markdown(f"**{count_of(len(runs), 'run')} cannot be shown**")
    for run in runs:
        words, button = st.columns([6, 1.3], vertical_alignment="center")
        words.markdown(plain(run.sentence))
        words.caption(plain(_status_line(run)))
        button.button(
            "Delete",
            icon=":material/delete:",
            width="stretch",
            key=f"delete_{run.id}",
            on_click=dialogs.request,
            args=("delete", [run.id]),
        )


def _status_line(run: UnreadableRun) -> str:
    """Return text such as `finished · 2026-11-25 16:00 UTC`, and its final message."""
    facts = [format_status(run.status), f"{run.ended or run.created:%Y-%m-%d %H:%M} UTC"]
    return " · ".join([*facts, run.message] if run.message else facts)
