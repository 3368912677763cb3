"""The application of an installed package: `regdash serve` runs this file with Streamlit.

Streamlit reads `.streamlit/config.toml` next to it, and searches its source for an `st.App`.
"""

import streamlit as st

from regdash.ui.server.options import app_options

app = st.App(**app_options())
