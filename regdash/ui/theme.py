"""Light or dark theme."""

import streamlit as st


def is_dark() -> bool:
    """Return whether the page is dark, as far as the server knows."""
    return st.context.theme.type == "dark"
