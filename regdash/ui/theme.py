"""Light or dark."""

import streamlit as st


def on_dark() -> bool:
    """Whether the viewer's page is dark, as far as the server knows."""
    return st.context.theme.type == "dark"
