"""Lets the browser load the scripts of the charts together with the page.

Otherwise it would ask for them only when Streamlit has started, the page's script has run, and the
element is on the page: 30 modules in four steps, and then plotly.js.
"""

from collections.abc import Sequence
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WITH_CHARTS = ("comparison", "study")
"""Parameters of links to pages with charts."""


class PreloadCharts:
    """Middleware that adds a `Link` header (RFC 8288) to pages opened with charts."""

    def __init__(self, app: ASGIApp, scripts: Sequence[str], modules: Sequence[str]) -> None:
        """Wrap an application.

        Args:
            app: The application.
            scripts: URL paths of the scripts to load.
            modules: URL paths of the JavaScript modules to load.
        """
        self._app = app
        self._value = ", ".join(
            [f"<{path}>; rel=preload; as=script" for path in scripts]
            + [f"<{path}>; rel=modulepreload" for path in modules]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Process a request."""
        if scope["type"] != "http" or not _opens_charts(scope):
            await self._app(scope, receive, send)
            return

        async def send_with_links(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Link", self._value)
            await send(message)

        await self._app(scope, receive, send_with_links)


def _opens_charts(scope: Scope) -> bool:
    query = parse_qs(scope["query_string"].decode("latin-1"))
    return any(name in query for name in WITH_CHARTS)
