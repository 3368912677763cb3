"""Registers the live element with Streamlit.

`st.plotly_chart` makes a new DOM node at every change of its data, which loses zoom and hover.
This element is mounted once and is handed only what is new.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import streamlit as st

_ASSETS = Path(__file__).parent / "assets"


@lru_cache(maxsize=1)
def _provide_plotly() -> None:
    """Put the plotly.js of the plotly package beside the element's own files."""
    target = _ASSETS / "vendor" / "plotly.min.js"
    with as_file(files("plotly") / "package_data" / "plotly.min.js") as source:
        if target.exists() and target.stat().st_size == source.stat().st_size:
            return
        target.parent.mkdir(exist_ok=True)
        # Another process may do the same: move a finished copy into place.
        handle, copy = tempfile.mkstemp(dir=target.parent)
        os.close(handle)
        shutil.copyfile(source, copy)
        os.chmod(copy, 0o644)
        os.replace(copy, target)


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


def live_element(
    data: dict[str, Any], *, key: str, on_action: Callable[[], None], on_resync: Callable[[], None]
) -> Any:
    """Draw the live element.

    Args:
        data: See `regdash.ui.live.feed.LiveFeed.payload`.
        key: Stable name of the element in the page.
        on_action: Called when the reader presses a button of a run; the result's `action` then is
            `{"kind": "stop" | "again" | "rename" | "delete", "line": id}`, of a run or a group.
        on_resync: Called when the element misses points and needs all of them.
    """
    _provide_plotly()
    return _element()(
        data=data, key=key, on_action_change=on_action, on_resync_change=on_resync, height="content"
    )
