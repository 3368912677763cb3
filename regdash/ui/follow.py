"""Charts and table that follow the runs of a comparison while they train."""

import streamlit as st

from regdash.runs.records import Comparison, Run
from regdash.ui import dialogs, race
from regdash.ui.live import live_element
from regdash.ui.live.feed import LiveFeed, group_id
from regdash.ui.services import scheduler

TICK = 0.1
"""Seconds between two requests of the browser while something runs."""

WAIT = 0.2
"""Longest that such a request waits for news, in seconds: a click has to wait as long."""

ELEMENT = "live"


def runs_of(comparison_id: str) -> list[Run]:
    """The runs as they stand; those of a terminal that was closed do not stay `running`."""
    runs = scheduler().store.runs(comparison_id)
    if any(run.active and scheduler().progress(run.id) is None for run in runs):
        scheduler().mark_interrupted()
        runs = scheduler().store.runs(comparison_id)
    return runs


def follow_runs(comparison: Comparison, runs: list[Run]) -> None:
    """Show charts and table, live; draws the page anew whenever a run ends.

    Args:
        comparison: The comparison.
        runs: Its runs as the page around the element knows them.
    """
    known = _standing(runs)
    feed = feed_for(comparison.id, ELEMENT)
    news = scheduler().store.news
    seen: int | None = None

    def follow() -> None:
        # The first time the page around it is drawn, which must not wait.
        nonlocal seen
        seen = news.wait(-1, 0) if seen is None else news.wait(seen, WAIT)
        current = runs_of(comparison.id)
        live_element(
            feed.payload(current, revealed=comparison.revealed is not None),
            key=ELEMENT,
            on_action=lambda: _act(current),
            on_resync=feed.send_all,
        )
        # Only a full run of the page starts or ends the polling, judges anew, opens dialogs.
        if _standing(current) != known or st.session_state.pop("asked_now", False):
            st.rerun()

    active = any(run.active for run in runs)
    st.fragment(follow, run_every=TICK if active else None)()


def show_stop_all(runs: list[Run]) -> None:
    """Show the button that stops every run that is queued or going."""
    st.button(
        "Stop all",
        icon=":material/stop:",
        disabled=not any(run.active for run in runs),
        on_click=race.stop_all,
        args=(runs,),
        width="stretch",
        key="stop_all",
    )


def show_charts(name: str, runs: list[Run], measures: tuple[str, str]) -> None:
    """Show two charts of some runs as they stand, without controls and table.

    Args:
        name: Tells this place of the page from others.
        runs: What to draw.
        measures: Keys of the left and the right chart.
    """
    feed = feed_for(f"{name}:{','.join(run.id for run in runs)}", name)
    feed.send_all()
    live_element(
        feed.payload(runs, compact=measures),
        key=name,
        on_action=_ignore,
        on_resync=feed.send_all,
    )


def _ignore() -> None:
    """Charts alone have no buttons."""


def feed_for(name: str, key: str) -> LiveFeed:
    """The feed of a live element of this tab; another name begins a new one."""
    feeds = st.session_state.setdefault("feeds", {})
    if key not in feeds or feeds[key][0] != name:
        feeds[key] = (name, LiveFeed(scheduler(), name))
    return feeds[key][1]


def _standing(runs: list[Run]) -> list[tuple[str, str, bool]]:
    """What the parts of the page around the element depend on."""
    return [(run.id, run.name, run.active) for run in runs]


def _act(runs: list[Run]) -> None:
    """Do what a button of the table asks, with a run or all runs of a method."""
    action = st.session_state[ELEMENT].get("action") or {}
    line = action.get("line")
    chosen = [run for run in runs if line in (run.id, group_id(run.method))]
    if not chosen:
        return
    if action["kind"] == "stop":
        race.stop_all(chosen)
    elif action["kind"] == "again":
        race.start_again(chosen[0])
    else:
        dialogs.ask(action["kind"], chosen)
        st.session_state["asked_now"] = True
