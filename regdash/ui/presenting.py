"""What presentation mode needs from the server; the mode itself is in `live/assets/present.js`."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from regdash.services.setups import describe_setup, seeds_of, setup_of
from regdash.services.sharing import link_picture, share_runs
from regdash.settings.messages import InputError
from regdash.store.records import Comparison, Run
from regdash.ui import link
from regdash.ui.addresses import is_loopback

CODE = "code"
"""Kind of the element's action that asks for the QR code of the link."""

_ASKED = "presented_code"

_SHORT = 60
"""Most characters of a link that a room can copy from below its QR code."""

_OWN_MACHINE = (
    "Other devices cannot open this link; open the dashboard by this machine's network address."
)

_draw = lru_cache(maxsize=4)(link_picture)


def ask_for_code(comparison_id: str) -> None:
    """Include the QR code from the next run of the page on; drawing it takes a while."""
    st.session_state[_ASKED] = comparison_id


def describe_presented(comparison: Comparison, runs: Sequence[Run]) -> dict[str, Any]:
    """Describe what presentation mode shows besides charts and table.

    Args:
        comparison: The open comparison.
        runs: Its runs.

    Returns:
        JSON data: its `title`, its `setup` in one line (empty if not known), and `code`, None until
        it was asked for: the `picture` of the link's QR code as SVG, empty if there is none, and the
        `text` below it.
    """
    setup = setup_of(comparison, runs)
    line = describe_setup(setup, seeds_of(comparison, runs)) if setup is not None else ""
    asked = st.session_state.get(_ASKED) == comparison.id
    code = _describe_code(comparison, runs) if asked else None
    return {"title": comparison.title, "setup": line, "code": code}


def _describe_code(comparison: Comparison, runs: Sequence[Run]) -> dict[str, str]:
    try:
        address = link.shared_address(comparison.id, share_runs(comparison, runs))
        picture = _draw(address)
    except InputError as error:
        return {"picture": "", "text": " ".join(error.sentences)}
    if is_loopback(urlsplit(address).hostname or ""):
        return {"picture": picture, "text": _OWN_MACHINE}
    return {"picture": picture, "text": address if len(address) <= _SHORT else ""}
