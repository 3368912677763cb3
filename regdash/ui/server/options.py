"""Options of the Streamlit application."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from regdash.live.routes import live_routes
from regdash.ui.server.lifespan import lifespan

if TYPE_CHECKING:
    from regdash.services.runs import RunService


def app_options() -> dict[str, Any]:
    """Return the arguments of `st.App`: the main script, and additional routes."""
    return {
        "script_path": Path(__file__).with_name("main.py"),
        "routes": live_routes(_find_service, st.get_option("server.baseUrlPath")),
        "lifespan": lifespan,
    }


def _find_service() -> "RunService":
    # Imported late, so that the server responds before the store is loaded.
    from regdash.ui.services import run_service

    return run_service()
