"""Live charts and table of the runs of a comparison."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from regdash.live.feed import LiveFeed, group_id, page_state_of
from regdash.store.records import Comparison, Run
from regdash.ui import dialogs, export, navigation, race
from regdash.ui.composer import copy_run, focus_requests
from regdash.ui.live import live_element
from regdash.ui.presenting import CODE, ask_for_code, describe_presented
from regdash.ui.services import run_service

ELEMENT = "live"


_COPIED = "copied_from_table"


def follow_runs(
    comparison: Comparison,
    runs: list[Run],
    *,
    own_references: bool = False,
    has_composer: bool = True,
) -> None:
    """Show live charts and table; the page is redrawn whenever a run ends.

    Args:
        comparison: The comparison.
        runs: Its runs, as shown by the page around the element.
        own_references: Whether the methods of a case study are judged against their own references.
        has_composer: Whether the page has a composer; without one, *Duplicate and change* opens the
            comparison on the page Compare, and there is no presentation mode.
    """
    if st.session_state.pop(_COPIED, False) and not has_composer:
        navigation.request_compare(comparison.id)
        navigation.go_to_compare()
    live_element(
        {
            "comparison": comparison.id,
            "page_state": page_state_of(runs, comparison),
            "started": race.started_runs(),
            "composer": focus_requests(),
            "references": own_references,
            "presented": describe_presented(comparison, runs) if has_composer else None,
        },
        key=ELEMENT,
        on_action=lambda: _act(comparison, runs),
    )


def show_stop_all(runs: list[Run], width: Literal["stretch", "content"] = "stretch") -> None:
    """Show the button that stops all queued and running runs."""
    st.button(
        "Stop all",
        icon=":material/stop:",
        disabled=not any(run.active for run in runs),
        on_click=race.stop_all,
        args=(runs,),
        width=width,
        key="stop_all",
    )


def show_charts(
    name: str, runs: list[Run], measures: tuple[str, str], comparison: Comparison
) -> None:
    """Show two charts of some runs in their current state, without controls and table.

    Args:
        name: Unique name of the charts on the page.
        runs: Runs to draw.
        measures: Keys of the left and the right chart.
        comparison: Their comparison; determines which epochs are marked.
    """
    live_element(
        {
            "comparison": f"{name}:{','.join(run.id for run in runs)}",
            "compact": measures,
            "updates": LiveFeed(run_service(), verdicts=False).updates(runs, comparison),
        },
        key=name,
        on_action=lambda: _open_picture(name, comparison, runs),
    )


def _open_picture(element: str, comparison: Comparison, runs: Sequence[Run]) -> None:
    """Open the dialog with a picture of one chart."""
    action = st.session_state[element].get("action") or {}
    if action.get("kind") == export.PICTURE:
        ids = [run.id for run in runs]
        export.request_picture(
            comparison.id, ids, str(action.get("view", "")), str(action.get("chart", ""))
        )


def _act(comparison: Comparison, runs: list[Run]) -> None:
    """Perform an action on the runs of some rows of the table: runs, or all runs of a method."""
    action = st.session_state[ELEMENT].get("action") or {}
    if action.get("kind") == export.PICTURE:
        _open_picture(ELEMENT, comparison, runs)
        return
    if action.get("kind") == CODE:
        ask_for_code(comparison.id)
        return
    lines = action.get("lines", ())
    chosen = [run for run in runs if run.id in lines or group_id(run.method) in lines]
    if not chosen:
        return
    if action["kind"] == "stop":
        race.stop_all(chosen)
    elif action["kind"] == "again":
        race.start_again(chosen)
    elif action["kind"] == "duplicate":
        copy_run(chosen[0])
        st.session_state[_COPIED] = True
    else:
        dialogs.request(action["kind"], [run.id for run in chosen])
