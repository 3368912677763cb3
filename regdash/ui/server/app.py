"""The application of an installed package: `regdash serve` has Streamlit run this file.

Streamlit reads `.streamlit/config.toml` beside it, and looks for an `st.App` in its text.
"""

import streamlit as st

from regdash.ui.server.options import app_options

app = st.App(**app_options())
