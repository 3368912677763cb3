"""Goes to the page Compare from other pages.

When the browser asks for another drawing of the old page while Streamlit goes to the new one, the later
of the two requests wins, and the page stays. So what was asked for is kept until Compare has been drawn.
"""

from time import monotonic

import streamlit as st

from regdash.ui import link

_REQUESTED = "compare_requested"

_LONGEST = 10.0
"""Seconds after which a request is dropped: the user may have gone elsewhere."""


def request_compare(comparison_id: str | None) -> None:
    """Show a comparison on the page Compare when the page is next drawn; None: its start page."""
    st.session_state[_REQUESTED] = comparison_id, monotonic()


def go_to_compare() -> None:
    """Go to Compare if that was asked for; called while another page is drawn, as no callback may."""
    if _REQUESTED not in st.session_state:
        return
    comparison_id, asked = st.session_state[_REQUESTED]
    if monotonic() - asked > _LONGEST:
        has_arrived()
        return
    link.open_comparison(comparison_id)
    parameters = {link.COMPARISON: comparison_id} if comparison_id else {}
    st.switch_page("../pages/compare.py", query_params=parameters)


def has_arrived() -> None:
    """Note that Compare has been drawn."""
    st.session_state.pop(_REQUESTED, None)
