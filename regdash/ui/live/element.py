"""Registers the live element with Streamlit.

`st.plotly_chart` makes a new DOM node at every change of its data, which loses zoom and hover.
This element is mounted once and is handed only what is new.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from regdash.live.plotly_js import plotly_address

_ASSETS = Path(__file__).parent / "assets"


@lru_cache(maxsize=1)
def _element() -> Callable[..., Any]:
    """Register the element; Streamlit knows its folder only once the server runs."""
    return st.components.v2.component(
        "regdash.live",
        html=(_ASSETS / "element.html").read_text("utf-8"),
        css="style.css",
        js="index.js",
        isolate_styles=False,
    )


@lru_cache(maxsize=1)
def _preloader() -> Callable[..., Any]:
    return st.components.v2.component("regdash.preload", js="preload.js", isolate_styles=False)


def preload_charts() -> None:
    """On a page without charts: have the browser load what they need once it is idle."""
    _preloader()(
        data={"plotly": plotly_address(st.get_option("server.baseUrlPath"))}, key="preload"
    )


def live_element(data: dict[str, Any], *, key: str, on_action: Callable[[], None]) -> Any:
    """Draw the live element.

    Args:
        data: `comparison`, which tells what is shown from others. To follow a comparison:
            `standing`, what the page around the element knows (see `standing_of`); the page is
            drawn anew when that has changed. For charts alone: `compact`, the keys of both
            charts, and `news`, all there is to draw (see `LiveFeed.news`).
        key: Stable name of the element in the page.
        on_action: Called when the reader presses a button of a run; the result's `action` then is
            `{"kind": "stop" | "again" | "rename" | "delete", "line": id}`, of a run or a group.
    """
    return _element()(
        data={**data, "plotly": plotly_address(st.get_option("server.baseUrlPath"))},
        key=key,
        on_action_change=on_action,
        on_changed_change=_redraw,
        height="content",
    )


def _redraw() -> None:
    """The page is drawn anew because something was told; nothing else is to be done."""
