"""Serves the plotly.js of the plotly package, compressed once and cached by the browser."""

import gzip
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

PLOTLY_PATH = "/regdash/plotly.js"

_CACHE_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
"""The URL contains the version, so its content never changes."""


def below_base(path: str, base: str) -> str:
    """Return a path below the server's base path (empty: the root), as the browser requests it."""
    base = base.strip("/")
    return f"/{base}{path}" if base else path


def plotly_address(base: str) -> str:
    """Return the URL path of plotly.js, below the server's base path."""
    return f"{below_base(PLOTLY_PATH, base)}?v={version('plotly')}"


def serve_plotly(request: Request) -> Response:
    """Return the file, compressed with gzip if the browser accepts that."""
    compress = "gzip" in request.headers.get("accept-encoding", "")
    headers = {**_CACHE_HEADERS, "Content-Encoding": "gzip"} if compress else _CACHE_HEADERS
    content = _compressed() if compress else _plain()
    return Response(content, media_type="text/javascript", headers=headers)


def _plain() -> bytes:
    return (files("plotly") / "package_data" / "plotly.min.js").read_bytes()


@lru_cache(maxsize=1)
def _compressed() -> bytes:
    return gzip.compress(_plain(), 6)
