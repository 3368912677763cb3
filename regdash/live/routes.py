"""Routes served in addition to Streamlit's own."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from regdash.live.downloads import DOWNLOAD_PATH, Downloads, serve_downloads
from regdash.live.immutable import Folder, serve_folders
from regdash.live.plotly_js import PLOTLY_PATH, below_base, serve_plotly

if TYPE_CHECKING:
    from regdash.services.runs import RunService

LIVE_PATH = "/regdash/live"

ASSET_PATH = "/regdash/assets/{version}/{name}"
"""Path of a script or style sheet; scripts import each other from the same folder."""


def live_routes(
    find_service: "Callable[[], RunService]",
    find_downloads: Callable[[], Downloads],
    base: str = "",
    folders: Iterable[Folder] = (),
) -> list[BaseRoute]:
    """Return the routes of our elements.

    Args:
        find_service: Returns the run service whose comparisons are streamed; called only when the
            first page connects.
        find_downloads: Returns the files that pages have written.
        base: The server's base path.
        folders: Scripts and style sheets of the elements.
    """

    async def follow_comparison(socket: WebSocket) -> None:
        # Imported late: its dependencies would delay the server's first response.
        from regdash.live.stream import follow

        await follow(socket, find_service)

    return [
        WebSocketRoute(below_base(LIVE_PATH, base), follow_comparison),
        Route(below_base(PLOTLY_PATH, base), serve_plotly),
        Route(below_base(ASSET_PATH, base), serve_folders(folders)),
        Route(below_base(f"{DOWNLOAD_PATH}/{{token}}", base), serve_downloads(find_downloads)),
    ]
