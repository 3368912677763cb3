"""Chromium with pages that record what is painted when."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import find_chromium

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"


class Painted(NamedTuple):
    """The moment from which every chart shows a run up to an epoch."""

    run: str
    epoch: int
    at: float
    """Unix time in seconds of the first frame after the one that drew it."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Launch the browser; see `chromiums`."""
    with chromiums([False]) as (browser,):
        yield browser


@contextmanager
def chromiums(yielding: Sequence[bool]) -> Iterator[list[Browser]]:
    """Launch several browsers.

    Args:
        yielding: Whether each gets only processor time that is otherwise idle. Needs `chrt`.

    Raises:
        RuntimeError: There is no Chromium on this machine.
    """
    path = find_chromium()
    if path is None:
        raise RuntimeError("No Chromium on this machine: install it to run this benchmark.")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browsers = [
            playwright.chromium.launch(
                executable_path=_yielding(path, Path(folder)) if gives_way else path,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            for gives_way in yielding
        ]
        try:
            yield browsers
        finally:
            for browser in browsers:
                browser.close()


def _yielding(path: str, folder: Path) -> Path:
    """Create a command that runs the browser and its processes at idle priority.

    `nice` is not enough: as root, Chromium resets the priority of its pages. And where Linux first
    divides processor time between sessions (autogroup), the session must yield, too.
    """
    command = folder / "chromium"
    command.write_text(
        "#!/bin/sh\n"
        "[ -w /proc/self/autogroup ] && echo 19 > /proc/self/autogroup\n"
        f'exec chrt --idle 0 "{path}" "$@"\n'
    )
    command.chmod(0o755)
    return command


def watched_page(browser: Browser) -> Page:
    """Open a page in a new window that records what it shows in every frame."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(path=Path(__file__).with_name("watch.js"))
    return page


def painted(page: Page) -> list[Painted]:
    """Return everything that was painted since the page was loaded, in order."""
    found = page.evaluate("() => window.bench.points")
    return [Painted(p["line"], int(p["epoch"]), p["at"] / 1000) for p in found]


def navigation_start(page: Page) -> float:
    """Return the Unix time in seconds when the page was requested."""
    return page.evaluate("() => performance.timeOrigin") / 1000


def received(page: Page) -> list[tuple[float, int]]:
    """Return Unix time in seconds and size in bytes of each message from the server."""
    return [(at / 1000, size) for at, size in page.evaluate("() => window.bench.received")]


def clear_frames(page: Page) -> None:
    """Clear the recorded frames."""
    page.evaluate("() => { window.bench.frames.length = 0; }")


def frame_times(page: Page) -> list[float]:
    """Return the milliseconds between the frames since `clear_frames`."""
    return page.evaluate(
        "() => window.bench.frames.slice(1).map((at, index) => at - window.bench.frames[index])"
    )
