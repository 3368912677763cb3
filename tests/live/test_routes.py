"""Routes in addition to Streamlit's own; streaming is tested with the whole server."""

import gzip
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from regdash.live.downloads import DOWNLOAD_PATH, Download, Downloads
from regdash.live.immutable import Folder
from regdash.live.plotly_js import below_base, plotly_address
from regdash.live.routes import ASSET_PATH, live_routes
from regdash.services.runs import RunService
from tests.browser.serving import free_port


def no_service() -> RunService:
    raise AssertionError("No comparison was requested.")


@contextmanager
def serve(
    base: str, folders: Sequence[Folder] = (), downloads: Downloads | None = None
) -> Iterator[str]:
    """Serve only these routes; yields the server's URL."""
    port = free_port()
    files = downloads or Downloads()
    application = Starlette(routes=live_routes(no_service, lambda: files, base, folders))
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


def test_a_written_file_is_served_as_an_attachment() -> None:
    downloads = Downloads()
    token = downloads.add(
        Download(b"<script>", "\N{GREEK SMALL LETTER ALPHA} 'b'.html", "text/html")
    )
    with serve("/some", downloads=downloads) as address:
        with urllib.request.urlopen(f"{address}/some{DOWNLOAD_PATH}/{token}") as answer:
            assert answer.read() == b"<script>"
            assert answer.headers["Content-Disposition"] == (
                "attachment; filename*=UTF-8''%CE%B1%20%27b%27.html"
            )
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/some{DOWNLOAD_PATH}/{token[:-1]}")


def test_paths_below_a_base() -> None:
    assert below_base("/x", "") == below_base("/x", "/") == "/x"
    assert below_base("/x", "a/b/") == "/a/b/x"


@pytest.mark.parametrize("base", ["", "/some/where/"])
def test_the_browser_keeps_scripts_until_any_of_them_changes(tmp_path: Path, base: str) -> None:
    (tmp_path / "one.js").write_text("export const one = 1;")
    (tmp_path / "two.css").write_text("a { color: red }")
    (tmp_path / "element.html").write_text("<p>")
    before = Folder(tmp_path)
    (tmp_path / "two.css").write_text("a { color: lime }")
    after = Folder(tmp_path)
    assert before.version != after.version == Folder(tmp_path).version
    assert after.names == ["one.js", "two.css"]
    assert after.read("element.html") == "<p>"
    with serve(base, [before, after]) as address:

        def fetch(folder: Folder, name: str, **headers: str) -> tuple[bytes, Message]:
            path = below_base(ASSET_PATH.format(version=folder.version, name=name), base)
            request = urllib.request.Request(address + path, headers=headers)
            with urllib.request.urlopen(request) as response:
                return response.read(), response.headers

        script, headers = fetch(before, "one.js")
        assert (script, headers.get_content_type()) == (b"export const one = 1;", "text/javascript")
        assert "immutable" in headers["Cache-Control"]
        assert fetch(before, "two.css")[0] == b"a { color: red }"
        style, headers = fetch(after, "two.css", **{"Accept-Encoding": "gzip"})
        assert gzip.decompress(style) == b"a { color: lime }"
        assert headers.get_content_type() == "text/css"
        for name in ("element.html", "none.js", "..%2Fone.js"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                fetch(after, name)
