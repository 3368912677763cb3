"""Compare: compose runs, watch them grow side by side."""

import streamlit as st

from regdash.runs.records import Run
from regdash.ui import dialogs, link, race
from regdash.ui.cards import show_welcome
from regdash.ui.composer import show_composer
from regdash.ui.live import live_element
from regdash.ui.live.feed import LiveFeed
from regdash.ui.plain import plain
from regdash.ui.services import begin_warm_up, scheduler

TICK = 0.25
"""Seconds between two looks at the store while something runs."""

ELEMENT = "live"


def show_page() -> None:
    """Draw the page."""
    with st.sidebar:
        show_composer()
    comparison_id = link.open_comparison_id()
    comparison = scheduler().store.comparison(comparison_id) if comparison_id else None
    if comparison_id and comparison is None:
        st.warning(
            f"The link names the comparison '{plain(comparison_id[:40])}', which is not in this store."
            " Choose another one below.",
            icon=":material/link_off:",
        )
    if comparison is None:
        show_welcome()
    else:
        _show_comparison(comparison.id, comparison.title)
    begin_warm_up()


def _show_comparison(comparison_id: str, title: str) -> None:
    runs = _runs(comparison_id)
    active = any(run.active for run in runs)
    heading, stop, new = st.columns([6, 1.3, 2], vertical_alignment="center")
    heading.subheader(plain(title), anchor=False)
    stop.button(
        "Stop all",
        icon=":material/stop:",
        disabled=not active,
        on_click=race.stop_all,
        args=(runs,),
        width="stretch",
        key="stop_all",
    )
    new.button(
        "New comparison",
        icon=":material/add_chart:",
        on_click=link.open_comparison,
        args=(None,),
        width="stretch",
        key="new_comparison",
    )
    if not runs:
        st.info("All runs of this comparison were deleted. Compose one and press Start.")
        return
    _open_dialog(runs)

    def follow() -> None:
        current = _runs(comparison_id)
        live_element(
            _feed(comparison_id).payload(current),
            key=ELEMENT,
            on_action=lambda: _act(current),
            on_resync=_feed(comparison_id).send_all,
        )
        # Only a full run of the page starts or ends the polling and opens dialogs.
        ended = any(r.active for r in current) != active or not current
        if ended or st.session_state.pop("asked_now", False):
            st.rerun()

    st.fragment(follow, run_every=TICK if active else None)()


def _runs(comparison_id: str) -> list[Run]:
    """The runs as they stand; those of a terminal that was closed do not stay `running`."""
    runs = scheduler().store.runs(comparison_id)
    if any(run.active and scheduler().progress(run.id) is None for run in runs):
        scheduler().mark_interrupted()
        runs = scheduler().store.runs(comparison_id)
    return runs


def _feed(comparison_id: str) -> LiveFeed:
    feeds = st.session_state.setdefault("feeds", {})
    if comparison_id not in feeds:
        feeds.clear()
        feeds[comparison_id] = LiveFeed(scheduler(), comparison_id)
    return feeds[comparison_id]


def _act(runs: list[Run]) -> None:
    """Do what a button of the table asks."""
    action = st.session_state[ELEMENT].get("action") or {}
    run = next((run for run in runs if run.id == action.get("run")), None)
    if run is None:
        return
    if action["kind"] == "stop":
        scheduler().stop(run.id)
    elif action["kind"] == "again":
        race.start_again(run)
    else:
        st.session_state["asking"] = (action["kind"], run.id)
        st.session_state["asked_now"] = True


def _open_dialog(runs: list[Run]) -> None:
    # Asked until it is answered: a page that is drawn anew opens the same dialog again.
    kind, run_id = st.session_state.get("asking", (None, None))
    run = next((run for run in runs if run.id == run_id), None)
    if run is None:
        return
    if kind == "rename":
        dialogs.ask_name(run)
    elif kind == "delete":
        dialogs.ask_delete(run)


show_page()
