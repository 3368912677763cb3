"""What the server answers beside Streamlit's own addresses."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from regdash.live.plotly_js import PLOTLY_PATH, serve_plotly, under_base

if TYPE_CHECKING:
    from regdash.services.runs import RunService

LIVE_PATH = "/regdash/live"


def live_routes(find_service: "Callable[[], RunService]", base: str = "") -> list[BaseRoute]:
    """Addresses of the live element.

    Args:
        find_service: Gives the run service whose comparisons are streamed; called when the first
            page asks, not before.
        base: The server's base path.
    """

    async def follow_comparison(socket: WebSocket) -> None:
        # Imported late: all that lies behind would keep the server from answering at first.
        from regdash.live.stream import follow

        await follow(socket, find_service)

    return [
        WebSocketRoute(under_base(LIVE_PATH, base), follow_comparison),
        Route(under_base(PLOTLY_PATH, base), serve_plotly),
    ]
