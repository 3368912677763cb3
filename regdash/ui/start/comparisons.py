"""The list of comparisons: search, open, rename, delete, import."""

import streamlit as st

from regdash.services.listing import Entry, list_comparisons
from regdash.settings.formatting import count_of
from regdash.settings.markdown import plain
from regdash.ui import link, title_dialog
from regdash.ui.services import run_service
from regdash.ui.start import arrivals, deleted
from regdash.ui.start.local_time import show_full_time, show_time

PAGE = 10
"""Entries that are added at a time."""

_MOST = 1000

_SEARCH, _SHOWN = "search_comparisons", "comparisons_shown"


def show_comparisons() -> None:
    """Show the newest comparisons, or those that are searched for."""
    st.subheader("Earlier comparisons", anchor=False)
    deleted.show_undo()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        searched = _show_search()
        arrivals.show_button()
    listing = list_comparisons(run_service(), st.session_state.get(_SHOWN, PAGE), searched)
    for entry in listing.entries:
        _show_entry(entry)
    if not listing.entries and searched:
        st.markdown(f"No comparison has '{plain(searched)}' in its title or in the name of a run.")
        st.button("Show all comparisons", on_click=_clear_search, key="clear_search")
    elif not listing.entries:
        st.markdown("No comparisons yet. Those that you start or import are listed here.")
    hidden = min(listing.total, _MOST) - len(listing.entries)
    if hidden > 0:
        st.button(
            f"Show {min(hidden, PAGE)} more of {hidden:,}",
            icon=":material/expand_more:",
            on_click=_show_more,
            key="more_comparisons",
        )
    deleted.show_list()
    title_dialog.open_requested(entry.comparison for entry in listing.entries)
    deleted.open_requested(listing.entries)
    arrivals.open_requested()


def _show_search() -> str:
    """Show the search box, unless there is nothing to search; return what is searched for."""
    if not run_service().store.count_comparisons():
        return ""
    text = st.text_input(
        "Search",
        type="search",
        live=True,
        key=_SEARCH,
        on_change=_restart_list,
        placeholder="Title, or name of a run",
        icon=":material/search:",
        label_visibility="collapsed",
        width=420,
    )
    return (text or "").strip()


def _show_entry(entry: Entry) -> None:
    comparison = entry.comparison
    with st.container(key=f"entry_{comparison.id}", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                f"**{plain(comparison.title)}**",
                type="tertiary",
                key=f"open_{comparison.id}",
                on_click=_open,
                args=(comparison.id,),
                wrap=True,
            )
            with st.container(horizontal=True, width="content", gap="small"):
                _show_actions(entry)
        st.caption(_describe(entry), help=f"Created {show_full_time(comparison.created)}")


def _show_actions(entry: Entry) -> None:
    comparison = entry.comparison
    st.button(
        "Rename",
        type="tertiary",
        icon=":material/edit:",
        key=f"rename_{comparison.id}",
        on_click=_request_rename,
        args=(comparison.id,),
    )
    st.button(
        "Delete",
        type="tertiary",
        icon=":material/delete:",
        key=f"delete_{comparison.id}",
        on_click=deleted.request,
        args=(entry,),
    )


def _describe(entry: Entry) -> str:
    """Return text such as `4 runs, 1 in progress · 1,000 digits · … · seed 1 · today 14:05`."""
    runs = [count_of(entry.runs, "run")] if entry.runs or not entry.unreadable else []
    runs += [f"{entry.active} in progress"] if entry.active else []
    runs += [f"{count_of(entry.unreadable, 'run')} cannot be shown"] if entry.unreadable else []
    parts = [", ".join(runs), entry.setup, show_time(entry.comparison.created)]
    if entry.parent is not None:
        parts.append(f"made from '{entry.parent.title}'")
    return plain(" · ".join(part for part in parts if part))


def _open(comparison_id: str) -> None:
    deleted.forget_undo()
    link.open_comparison(comparison_id)


def _show_more() -> None:
    st.session_state[_SHOWN] = st.session_state.get(_SHOWN, PAGE) + PAGE


def _restart_list() -> None:
    deleted.forget_undo()
    st.session_state.pop(_SHOWN, None)


def _clear_search() -> None:
    st.session_state[_SEARCH] = ""
    _restart_list()


def _request_rename(comparison_id: str) -> None:
    deleted.forget_undo()
    title_dialog.request(comparison_id)
