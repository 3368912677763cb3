"""Takes a browser that leaves while its connection is being opened for what it is: no error."""

from starlette.types import ASGIApp, Receive, Scope, Send

_LEFT = ("WebSocket is not connected", "once a close message has been sent")
"""What Starlette says when Streamlit reads from a WebSocket whose browser has left, and when it then closes it."""


class IgnoreEarlyDisconnects:
    """Middleware without which the server would print a traceback for each such browser."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Process a request."""
        try:
            await self._app(scope, receive, send)
        except RuntimeError as error:
            if scope["type"] != "websocket" or not any(words in str(error) for words in _LEFT):
                raise
