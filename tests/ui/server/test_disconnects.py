"""Browsers that leave early are no errors; others are."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketState

from regdash.ui.server.disconnects import IgnoreEarlyDisconnects


async def receive() -> dict[str, str]:
    return {"type": "websocket.disconnect"}


async def send(message: object) -> None:
    """Drop it."""


async def read(scope: Scope, receive: Receive, send: Send) -> None:
    """Read, though the browser has left, as Streamlit does."""
    await WebSocket(scope, receive, send).receive_bytes()


async def read_and_close(scope: Scope, receive: Receive, send: Send) -> None:
    """Do what Streamlit does if the connection has been closed since: it closes what it cannot read."""
    websocket = WebSocket(scope, receive, send)
    websocket.application_state = WebSocketState.DISCONNECTED
    try:
        await websocket.receive_bytes()
    except RuntimeError:
        await websocket.close()


def run(kind: str, served: Exception | ASGIApp) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if isinstance(served, Exception):
            raise served
        await served(scope, receive, send)

    async def call() -> None:
        scope = {"type": kind, "path": "/", "headers": []}
        await IgnoreEarlyDisconnects(app)(scope, receive, send)  # type: ignore[arg-type]

    # In a thread of its own: a browser test may have left its event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, call()).result()


@pytest.mark.parametrize("served", [read, read_and_close])
def test_a_browser_that_has_left_is_no_error(served: ASGIApp) -> None:
    run("websocket", served)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("websocket", RuntimeError("something else")),
        ("websocket", ValueError("WebSocket is not connected")),
        ("http", RuntimeError("WebSocket is not connected")),
    ],
)
def test_other_errors_are_raised(kind: str, error: Exception) -> None:
    with pytest.raises(type(error)):
        run(kind, error)
