"""Serves the plotly.js of the plotly package: packed once, and kept by the browser for good."""

import gzip
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

PLOTLY_PATH = "/regdash/plotly.js"

_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
"""The address names the version: what it gives never changes."""


def under_base(path: str, base: str) -> str:
    """A path as the browser asks for it, below the server's base path (empty: the root)."""
    base = base.strip("/")
    return f"/{base}{path}" if base else path


def plotly_address(base: str) -> str:
    """Where the browser finds plotly.js, below the server's base path."""
    return f"{under_base(PLOTLY_PATH, base)}?v={version('plotly')}"


def serve_plotly(request: Request) -> Response:
    """The file, packed if the browser can unpack it."""
    packs = "gzip" in request.headers.get("accept-encoding", "")
    headers = {**_FOR_GOOD, "Content-Encoding": "gzip"} if packs else _FOR_GOOD
    content = _packed() if packs else _plain()
    return Response(content, media_type="text/javascript", headers=headers)


def _plain() -> bytes:
    return (files("plotly") / "package_data" / "plotly.min.js").read_bytes()


@lru_cache(maxsize=1)
def _packed() -> bytes:
    return gzip.compress(_plain(), 6)
