"""Streams a comparison to the pages that show it.

For charts and table to grow, no script is run anew: that would have the browser go through the
whole page each time, which takes longer than drawing the points and slows training on the same
machine. An element opens a WebSocket; it is sent what is new as soon as it is there, and answers
when it has drawn it. A page that is slow or not looked at gets less often, but then everything.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from statistics import median
from urllib.parse import urlsplit

from starlette.websockets import WebSocket, WebSocketDisconnect

from regdash.live.feed import LiveFeed
from regdash.services.comparisons import current_runs
from regdash.services.runs import RunService
from regdash.settings.instrumentation import timed

BEAT = 1.0
"""Seconds without news after which progress is looked at, and runs of other processes."""

PAUSE = 0.1
"""Least seconds between two messages: more often nobody sees, and others want the processor."""

QUIET_PAUSE = 0.4
"""The same after news that moved no line of the charts, such as those of folded seeds: numbers in a
table that change more often nobody reads."""

REST = 2.0
"""The page rests so many times as long as drawing takes it: most of its time is the reader's."""

LONGEST_REST = 1.0
"""Seconds."""

_FORBIDDEN = 1008


async def follow(socket: WebSocket, find_service: Callable[[], RunService]) -> None:
    """Stream the comparison named in the address until the page goes away.

    Args:
        socket: Of the page; pages of other sites are refused.
        find_service: Gives the run service that has the comparison.
    """
    if not _same_origin(socket):
        # Pages of other sites may open WebSockets to this machine.
        await socket.close(_FORBIDDEN)
        return
    await socket.accept()
    with suppress(WebSocketDisconnect):
        await _Stream(socket, find_service(), socket.query_params.get("comparison", "")).run()


def _same_origin(socket: WebSocket) -> bool:
    origin = socket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == socket.headers.get("host")


class _Stream:
    """One element that follows a comparison."""

    def __init__(self, socket: WebSocket, service: RunService, comparison_id: str) -> None:
        self._socket = socket
        self._service = service
        self._comparison_id = comparison_id
        self._feed = LiveFeed(service)
        self._changed = asyncio.Event()
        self._drawn = asyncio.Event()
        self._active = False
        self._drawings = 0
        self._took: deque[float] = deque(maxlen=5)
        self._quiet = False

    async def run(self) -> None:
        """Send news and hear answers until the other side is gone."""
        sending, hearing = (asyncio.create_task(task) for task in (self._send(), self._hear()))
        try:
            await asyncio.wait({sending, hearing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            hearing.cancel()
            for end in await asyncio.gather(sending, hearing, return_exceptions=True):
                if isinstance(end, Exception) and not isinstance(end, WebSocketDisconnect):
                    raise end

    async def _hear(self) -> None:
        """Every message says that what was sent last is drawn; `table`, that no chart had to be."""
        while (message := await self._socket.receive())["type"] != "websocket.disconnect":
            self._quiet = message.get("text") == "table"
            self._drawn.set()

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()

        def wake() -> None:
            with suppress(RuntimeError):  # the server is closing
                loop.call_soon_threadsafe(self._changed.set)

        with self._service.store.notifier.subscribe(self._comparison_id, wake):
            while True:
                self._changed.clear()
                message = await asyncio.to_thread(self._look)
                if message:
                    began = loop.time()
                    self._drawn.clear()
                    await self._socket.send_text(message)
                    await self._drawn.wait()
                    await asyncio.sleep(self._pause(loop.time() - began))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), BEAT if self._active else None)

    def _pause(self, took: float) -> float:
        """Seconds to wait after a drawing that took so long."""
        if self._drawings:  # the first one waits for plotly.js
            self._took.append(took)
        self._drawings += 1
        usual = median(self._took or [0.0])  # one slow drawing among quick ones is chance
        least = QUIET_PAUSE if self._quiet else PAUSE
        return max(least - took, min(REST * usual, LONGEST_REST))

    @timed("look", lambda message: {"bytes": len(message)})
    def _look(self) -> str:
        """What is new, as JSON; empty if nothing is."""
        comparison = self._service.store.comparison(self._comparison_id)
        runs = [] if comparison is None else current_runs(self._service, comparison.id)
        self._active = any(run.active for run in runs)
        if comparison is None:
            return ""
        found = self._feed.news(runs, comparison)
        return json.dumps(found, separators=(",", ":")) if found else ""
