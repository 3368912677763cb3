"""Serves the plotly.js of the plotly package."""

from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from regdash.live.immutable import Content

PLOTLY_PATH = "/regdash/plotly.js"


def below_base(path: str, base: str) -> str:
    """Return a path below the server's base path (empty: the root), as the browser requests it."""
    base = base.strip("/")
    return f"/{base}{path}" if base else path


def plotly_address(base: str) -> str:
    """Return the URL path of plotly.js, below the server's base path; it has the version."""
    return f"{below_base(PLOTLY_PATH, base)}?v={version('plotly')}"


def serve_plotly(request: Request) -> Response:
    """Return the file."""
    return _content().respond(request)


@lru_cache(maxsize=1)
def _content() -> Content:
    return Content(
        (files("plotly") / "package_data" / "plotly.min.js").read_bytes(), "text/javascript"
    )
