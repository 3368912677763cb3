"""A button that writes a file when it is pressed, and saves it."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import streamlit as st

from regdash.live.downloads import DOWNLOAD_PATH, Download
from regdash.live.plotly_js import below_base
from regdash.services.export import ExportedFile
from regdash.settings.messages import InputError
from regdash.ui.elements import make_element
from regdash.ui.services import downloads


@lru_cache(maxsize=1)
def _element() -> Callable[..., Any]:
    return make_element("export", "save", "save.js", html="save.html", styles=("button.css",))


def show_save_button(
    label: str,
    write: Callable[[], str | bytes | ExportedFile],
    name: str = "",
    media_type: str = "application/octet-stream",
    *,
    first: bool = False,
    problem: str = "",
) -> None:
    """Show the button.

    The file is written by the script run that follows the press, so with what was typed until then.

    Args:
        label: What it says, unique on the page.
        write: Returns the content, or a file with its name; an `InputError` is explained below the button.
        name: Name of the file, if `write` returns the content alone.
        media_type: Its type, such as `text/csv`.
        first: Whether it is the main button.
        problem: Why the file cannot be written at all; empty if it can.
    """
    key = f"save_{label}"
    presses = f"{key}_presses"
    number: int = st.session_state.setdefault(presses, 0)
    answer = _answer(key, number, lambda: _keep(write(), name, media_type))
    _element()(
        data={
            "label": label,
            "busy": "Writing\N{HORIZONTAL ELLIPSIS}",
            "primary": first,
            "disabled": bool(problem),
            "help": problem,
            "number": number,
            **answer._asdict(),
        },
        key=key,
        height="content",
        on_pressed_change=lambda: st.session_state.update({presses: number + 1}),
    )


class _Answer(NamedTuple):
    """What came of a press."""

    press: int = 0
    """Which press it answers."""
    address: str = ""
    """URL path of the file; empty if it could not be written."""
    name: str = ""
    """Name of the file."""
    problem: str = ""
    """Why it could not."""


def _answer(key: str, press: int, keep: Callable[[], tuple[str, str]]) -> _Answer:
    """Return the answer to the last press; each press is answered once.

    The answer stays until the next one: a script run that is interrupted may not reach the browser.
    """
    name = f"{key}_answer"
    before: _Answer = st.session_state.get(name, _Answer())
    if before.press == press:
        return before
    try:
        answer = _Answer(press, *keep())
    except InputError as error:
        answer = _Answer(press, problem=" ".join(error.sentences))
    except Exception:
        # Not again at the next script run; that an interrupted run has no answer is right.
        st.session_state[name] = _Answer(press, problem="The file could not be written.")
        raise
    st.session_state[name] = answer
    return answer


def _keep(content: str | bytes | ExportedFile, name: str, media_type: str) -> tuple[str, str]:
    """Keep a file for the browser; return its URL path and its name."""
    if isinstance(content, ExportedFile):
        name, content = content.name, content.data
    data = content.encode() if isinstance(content, str) else content
    token = downloads().add(Download(data, name, media_type))
    return below_base(f"{DOWNLOAD_PATH}/{token}", st.get_option("server.baseUrlPath")), name
