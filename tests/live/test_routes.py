"""Routes in addition to Streamlit's own; streaming is tested with the whole server."""

import gzip
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette

from regdash.live.plotly_js import below_base, plotly_address
from regdash.live.routes import live_routes
from regdash.services.runs import RunService
from tests.browser.serving import free_port


def no_service() -> RunService:
    raise AssertionError("No comparison was requested.")


@contextmanager
def serve(base: str) -> Iterator[str]:
    """Serve only these routes; yields the server's URL."""
    port = free_port()
    application = Starlette(routes=live_routes(no_service, base))
    server = uvicorn.Server(uvicorn.Config(application, port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize("base", ["", "/some/where/"])
def test_plotly_is_served_below_the_base_path(base: str) -> None:
    with serve(base) as address:
        url = address + plotly_address(base)
        plain = urllib.request.urlopen(url).read()
        request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(urllib.request.urlopen(request).read()) == plain
    assert b"plotly.js" in plain[:200]


def test_paths_below_a_base() -> None:
    assert below_base("/x", "") == below_base("/x", "/") == "/x"
    assert below_base("/x", "a/b/") == "/a/b/x"
