"""Registers the live element with Streamlit.

`st.plotly_chart` creates a new DOM node at every change of its data, which loses zoom and hover.
This element is mounted once and receives only changes.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import streamlit as st

from regdash.live.plotly_js import plotly_address
from regdash.ui.elements import make_element

_STYLES = ("controls.css", "charts.css", "table.css", "present.css")


@lru_cache(maxsize=1)
def _element() -> Callable[..., Any]:
    return make_element("live", "live", "index.js", html="element.html", styles=_STYLES)


@lru_cache(maxsize=1)
def _study_element() -> Callable[..., Any]:
    return make_element(
        "live",
        "study",
        "study.js",
        html="study.html",
        styles=("controls.css", "charts.css", "study.css"),
    )


@lru_cache(maxsize=1)
def _peak_element() -> Callable[..., Any]:
    return make_element(
        "live",
        "peak",
        "peak.js",
        html="peak.html",
        styles=("controls.css", "charts.css", "study.css"),
    )


@lru_cache(maxsize=1)
def _preloader() -> Callable[..., Any]:
    return make_element("live", "preload", "preload.js")


@lru_cache(maxsize=1)
def _history_keeper() -> Callable[..., Any]:
    return make_element("live", "link", "link.js")


def preload_charts() -> None:
    """On a page without charts: let the browser load their scripts when idle."""
    _preloader()(
        data={"plotly": plotly_address(st.get_option("server.baseUrlPath"))}, key="preload"
    )


def keep_history() -> None:
    """On every page: keep the browser's history to one entry for each page and comparison.

    See `assets/link.js`.
    """
    _history_keeper()(key="link")


def live_element(data: dict[str, Any], *, key: str, on_action: Callable[[], None]) -> Any:
    """Draw the live element.

    Args:
        data: `comparison`, which identifies what is shown. To follow a comparison: `page_state`, the
            state shown by the page around the element (see `page_state_of`); the page is redrawn
            when that has changed; `started`, the ids of the runs that were started last, whose rows
            come into view; `composer`, a number: when it increases, the composer comes into view;
            `presented`, what presentation mode shows besides, which is not available without it (see
            `ui.presenting`). For
            charts only: `compact`, the keys of both charts, and `updates`, everything to draw (see
            `LiveFeed.updates`).
        key: Key of the element on the page.
        on_action: Called when the user presses a button of a run; the result's `action` then is
            `{"kind": kind, "lines": [id, ...]}`, of runs or groups, where kind is `stop`, `again`,
            `duplicate`, `rename` or `delete`; or a kind without lines, `picture` or `code`.
    """
    return _element()(
        data={**data, "plotly": plotly_address(st.get_option("server.baseUrlPath"))},
        key=key,
        on_action_change=on_action,
        on_changed_change=_redraw,
        height="content",
    )


def study_element(
    comparison_id: str, page_state: str, *, key: str, on_action: Callable[[], None]
) -> Any:
    """Draw the element of a study, which follows it.

    Args:
        comparison_id: The comparison that contains the study's trials.
        page_state: State shown by the page around it (see `live.study_feed.study_state`); the page
            is redrawn when that has changed.
        key: Key of the element on the page.
        on_action: Called when the user wants to open a trial; the result's `action` then is
            `{"kind": "open", "trial": id}`.
    """
    return _study_element()(
        data={
            "comparison": comparison_id,
            "page_state": page_state,
            "plotly": plotly_address(st.get_option("server.baseUrlPath")),
        },
        key=key,
        on_action_change=on_action,
        on_changed_change=_redraw,
        height="content",
    )


def peak_element(*, key: str) -> Any:
    """Draw the element of *Past the peak*, which follows it.

    Args:
        key: Key of the element on the page.
    """
    return _peak_element()(
        data={"plotly": plotly_address(st.get_option("server.baseUrlPath"))},
        key=key,
        height="content",
    )


def _redraw() -> None:
    """Do nothing: the callback itself makes Streamlit redraw the page."""
