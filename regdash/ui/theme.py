"""The light or dark theme."""

import streamlit as st


def on_dark() -> bool:
    """Whether the theme of the viewer is dark, as far as the server knows."""
    return st.context.theme.type == "dark"
