"""Routes served in addition to Streamlit's own."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from regdash.live.plotly_js import PLOTLY_PATH, below_base, serve_plotly

if TYPE_CHECKING:
    from regdash.services.runs import RunService

LIVE_PATH = "/regdash/live"


def live_routes(find_service: "Callable[[], RunService]", base: str = "") -> list[BaseRoute]:
    """Return the routes of the live element.

    Args:
        find_service: Returns the run service whose comparisons are streamed; called only when the
            first page connects.
        base: The server's base path.
    """

    async def follow_comparison(socket: WebSocket) -> None:
        # Imported late: its dependencies would delay the server's first response.
        from regdash.live.stream import follow

        await follow(socket, find_service)

    return [
        WebSocketRoute(below_base(LIVE_PATH, base), follow_comparison),
        Route(below_base(PLOTLY_PATH, base), serve_plotly),
    ]
