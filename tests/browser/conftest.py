"""Fixtures: the real server and a real Chromium."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.serving import serve


def find_chromium() -> str | None:
    """Return the path of a browser on this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


TIMEOUT = 60_000
"""Milliseconds that a test waits for what it expects; the page of a new server, whose modules are
still being imported and measured, can take ten seconds."""

expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        if os.environ.get("REGDASH_REQUIRE_BROWSER"):
            pytest.fail("No Chromium on this machine, but REGDASH_REQUIRE_BROWSER is set.")
        pytest.skip("No Chromium on this machine: install it to run the browser tests.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the store of a module's server."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[str]:
    """Address of a server with an empty store."""
    with serve(home) as address:
        yield address


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A new tab; the test fails if the page raises an error or sends requests to other hosts."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(TIMEOUT)
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(f"error: {error}"))
    tab.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((server, "data:", "blob:", server.replace("http", "ws")))
            else problems.append(f"requested {request.url}")
        ),
    )
    yield tab
    context.close()
    assert not problems
