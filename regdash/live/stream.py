"""Streams a comparison or a study to the pages that show it.

Updates of charts and table do not rerun the page's script: the browser would process the whole
page each time, which takes longer than drawing the points and slows training on the same machine.
Instead, an element opens a WebSocket, receives updates as soon as they are available, and replies
when it has drawn them. A page that is slow or hidden receives fewer, larger updates.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from statistics import median
from typing import Any, Protocol
from urllib.parse import urlsplit

from starlette.websockets import WebSocket, WebSocketDisconnect

from regdash.live.feed import LiveFeed
from regdash.live.peak_feed import PeakFeed
from regdash.live.study_feed import StudyFeed
from regdash.services.comparisons import current_runs
from regdash.services.runs import RunService
from regdash.settings.instrumentation import timed

POLL_INTERVAL = 1.0
"""Seconds without changes after which progress and runs of other processes are polled."""

MIN_INTERVAL = 0.1
"""Minimum seconds between two messages: more would be invisible and cost processor time."""

MIN_TABLE_INTERVAL = 0.4
"""The same after updates that changed only the table, such as those of folded seeds: numbers that
change more often are unreadable."""

REST_FACTOR = 2.0
"""Pause as a multiple of the drawing time, so that the page stays responsive."""

MAX_REST = 1.0
"""Seconds."""

_POLICY_VIOLATION = 1008


async def follow(socket: WebSocket, find_service: Callable[[], RunService]) -> None:
    """Stream the comparison named in the URL until the page disconnects.

    Args:
        socket: Socket of the page. Its query has `comparison`, and `references=own` if methods of a
            case study are judged against their own references, or `feed=study` if it shows the study
            whose trials the comparison has, or `feed=peak` for *Past the peak*, of which the notices
            come under the name `peak`; pages of other sites are rejected.
        find_service: Returns the run service that has the comparison.
    """
    if not _same_origin(socket):
        # Pages of other sites may open WebSockets to this machine.
        await socket.close(_POLICY_VIOLATION)
        return
    await socket.accept()
    with suppress(WebSocketDisconnect):
        service, query = find_service(), socket.query_params
        comparison_id = query.get("comparison", "")
        source: Source
        if query.get("feed") == "study":
            source = StudyFeed(service, comparison_id)
        elif query.get("feed") == "peak":
            source = PeakFeed(service)
        else:
            own_references = query.get("references") == "own"
            source = _Comparison(
                service, comparison_id, LiveFeed(service, own_references=own_references)
            )
        await _Stream(socket, service, comparison_id, source).run()


class Source(Protocol):
    """What an element is told."""

    active: bool
    """Whether it may change without a notice, such as the progress of runs."""

    least_interval: float
    """Minimum seconds between two messages."""

    def updates(self) -> dict[str, Any]:
        """Return what has changed since the last call as JSON data; empty if nothing has."""
        ...


class _Comparison:
    """Updates of a comparison."""

    least_interval = MIN_INTERVAL

    def __init__(self, service: RunService, comparison_id: str, feed: LiveFeed) -> None:
        self._service = service
        self._comparison_id = comparison_id
        self._feed = feed
        self.active = False

    def updates(self) -> dict[str, Any]:
        comparison = self._service.store.comparison(self._comparison_id)
        runs = [] if comparison is None else current_runs(self._service, comparison.id)
        self.active = any(run.active for run in runs)
        return {} if comparison is None else self._feed.updates(runs, comparison)


def _same_origin(socket: WebSocket) -> bool:
    origin = socket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == socket.headers.get("host")


class _Stream:
    """The stream of a comparison or a study to one element."""

    def __init__(
        self, socket: WebSocket, service: RunService, comparison_id: str, source: Source
    ) -> None:
        self._socket = socket
        self._service = service
        self._comparison_id = comparison_id
        self._source = source
        self._changed = asyncio.Event()
        self._drawn = asyncio.Event()
        self._drawing_count = 0
        self._drawing_times: deque[float] = deque(maxlen=5)
        self._table_only = False

    async def run(self) -> None:
        """Send updates and receive replies until the client disconnects."""
        sending, receiving = (asyncio.create_task(task) for task in (self._send(), self._receive()))
        try:
            await asyncio.wait({sending, receiving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            receiving.cancel()
            for end in await asyncio.gather(sending, receiving, return_exceptions=True):
                if isinstance(end, Exception) and not isinstance(end, WebSocketDisconnect):
                    raise end

    async def _receive(self) -> None:
        """Receive replies: the last update is drawn; `table` if it changed no chart."""
        while (message := await self._socket.receive())["type"] != "websocket.disconnect":
            self._table_only = message.get("text") == "table"
            self._drawn.set()

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()

        def wake() -> None:
            with suppress(RuntimeError):  # the server is closing
                loop.call_soon_threadsafe(self._changed.set)

        with self._service.store.notifier.subscribe(self._comparison_id, wake):
            while True:
                self._changed.clear()
                message = await asyncio.to_thread(self._find_updates)
                if message:
                    began = loop.time()
                    self._drawn.clear()
                    await self._socket.send_text(message)
                    await self._drawn.wait()
                    await asyncio.sleep(self._remaining_pause(loop.time() - began))
                with suppress(TimeoutError):
                    await asyncio.wait_for(
                        self._changed.wait(), POLL_INTERVAL if self._source.active else None
                    )

    def _remaining_pause(self, took: float) -> float:
        """Return the seconds to wait after a drawing that took `took` seconds."""
        if self._drawing_count:  # the first one waits for plotly.js
            self._drawing_times.append(took)
        self._drawing_count += 1
        usual = median(self._drawing_times or [0.0])  # ignores single slow drawings
        least = MIN_TABLE_INTERVAL if self._table_only else self._source.least_interval
        return max(least - took, min(REST_FACTOR * usual, MAX_REST))

    @timed("message", lambda message: {"bytes": len(message)})
    def _find_updates(self) -> str:
        """Return the updates as JSON; empty if there are none."""
        found = self._source.updates()
        return json.dumps(found, separators=(",", ":")) if found else ""
