"""What the server answers beside Streamlit's own addresses."""

from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from regdash.ui.live.plotly_js import PLOTLY_PATH, serve_plotly, under_base

LIVE_PATH = "/regdash/live"


def live_routes() -> list[BaseRoute]:
    """Addresses of the live element."""
    return [
        WebSocketRoute(under_base(LIVE_PATH), _follow),
        Route(under_base(PLOTLY_PATH), serve_plotly),
    ]


async def _follow(socket: WebSocket) -> None:
    # Imported late: all that lies behind would keep the server from answering at first.
    from regdash.ui.live.stream import follow

    await follow(socket)
