"""Options of the Streamlit application."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware

from regdash.live.plotly_js import plotly_address
from regdash.live.routes import live_routes
from regdash.ui.elements import addresses_of, asset_folders
from regdash.ui.server.disconnects import IgnoreEarlyDisconnects
from regdash.ui.server.lifespan import lifespan
from regdash.ui.server.preload import PreloadCharts

if TYPE_CHECKING:
    from regdash.live.downloads import Downloads
    from regdash.services.runs import RunService


def app_options() -> dict[str, Any]:
    """Return the arguments of `st.App`: the main script, additional routes, and middleware."""
    base = st.get_option("server.baseUrlPath")
    return {
        "script_path": Path(__file__).with_name("main.py"),
        "routes": live_routes(_find_service, _find_downloads, base, asset_folders()),
        "middleware": [
            Middleware(IgnoreEarlyDisconnects),
            Middleware(
                PreloadCharts, scripts=[plotly_address(base)], modules=addresses_of("live", base)
            ),
        ],
        "lifespan": lifespan,
    }


def _find_service() -> "RunService":
    # Imported late, so that the server responds before the store is loaded.
    from regdash.ui.services import run_service

    return run_service()


def _find_downloads() -> "Downloads":
    from regdash.ui.services import downloads

    return downloads()
