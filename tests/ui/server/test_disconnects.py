"""Browsers that leave early are no errors; others are."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from regdash.ui.server.disconnects import IgnoreEarlyDisconnects


async def receive() -> dict[str, str]:
    return {"type": "websocket.disconnect"}


async def send(message: object) -> None:
    """Drop it."""


def run(kind: str, error: Exception | None) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if error is not None:
            raise error
        # What Streamlit does: it reads, though the browser has left.
        await WebSocket(scope, receive, send).receive_bytes()

    async def call() -> None:
        scope = {"type": kind, "path": "/", "headers": []}
        await IgnoreEarlyDisconnects(app)(scope, receive, send)  # type: ignore[arg-type]

    # In a thread of its own: a browser test may have left its event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, call()).result()


def test_a_browser_that_has_left_is_no_error() -> None:
    run("websocket", None)


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
