"""Charts and table that follow the runs of a comparison while they train."""

import streamlit as st

from regdash.live.feed import LiveFeed, group_id, standing_of
from regdash.store.records import Comparison, Run
from regdash.ui import dialogs, race
from regdash.ui.live import live_element
from regdash.ui.services import scheduler

ELEMENT = "live"


def follow_runs(comparison: Comparison, runs: list[Run]) -> None:
    """Show charts and table, live; the page is drawn anew whenever a run ends.

    Args:
        comparison: The comparison.
        runs: Its runs as the page around the element knows them.
    """
    live_element(
        {"comparison": comparison.id, "standing": standing_of(runs, comparison)},
        key=ELEMENT,
        on_action=lambda: _act(runs),
    )


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


def show_charts(
    name: str, runs: list[Run], measures: tuple[str, str], comparison: Comparison
) -> None:
    """Show two charts of some runs as they stand, without controls and table.

    Args:
        name: Tells this place of the page from others.
        runs: What to draw.
        measures: Keys of the left and the right chart.
        comparison: Theirs: says which epochs are marked.
    """
    live_element(
        {
            "comparison": f"{name}:{','.join(run.id for run in runs)}",
            "compact": measures,
            "news": LiveFeed(scheduler()).news(runs, comparison),
        },
        key=name,
        on_action=_ignore,
    )


def _ignore() -> None:
    """Charts alone have no buttons."""


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
