"""The front door: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from regdash.ui.live.routes import live_routes
from regdash.ui.server.starting import lifespan

SCRIPT = Path(__file__).parent / "regdash" / "ui" / "server" / "main.py"

app = st.App(SCRIPT, routes=live_routes(), lifespan=lifespan)
