"""A real Chromium whose pages note what is painted when."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import find_chromium

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"


class Painted(NamedTuple):
    """From this moment on every chart shows a run up to this epoch."""

    run: str
    epoch: int
    at: float
    """Time of day in seconds, of the first frame after the one that drew it."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Launch the browser; see `chromiums`."""
    with chromiums([False]) as (browser,):
        yield browser


@contextmanager
def chromiums(yielding: Sequence[bool]) -> Iterator[list[Browser]]:
    """Launch several browsers.

    Args:
        yielding: Whether each gets only the processor time that nobody else wants. Needs `chrt`.

    Raises:
        RuntimeError: There is none on this machine.
    """
    path = find_chromium()
    if path is None:
        raise RuntimeError("No Chromium on this machine: install one to run this benchmark.")
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
    """A command that runs the browser, with all the processes it starts, when others are idle.

    `nice` would not do: run as root, Chromium gives its pages their usual priority back. And where
    Linux shares processors between sessions first (autogroup), the browser's has to yield, too.
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
    """A tab in a window of its own that looks at itself once a frame."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(path=Path(__file__).with_name("watch.js"))
    return page


def painted(page: Page) -> list[Painted]:
    """Everything that was painted since the page was loaded, in order."""
    found = page.evaluate("() => window.bench.points")
    return [Painted(p["line"], int(p["epoch"]), p["at"] / 1000) for p in found]


def navigation_start(page: Page) -> float:
    """Time of day in seconds when the page was asked for."""
    return page.evaluate("() => performance.timeOrigin") / 1000


def received(page: Page) -> list[tuple[float, int]]:
    """Time of day and bytes of each message that the server has sent to the page."""
    return [(at / 1000, size) for at, size in page.evaluate("() => window.bench.received")]


def forget_frames(page: Page) -> None:
    """Begin to note frames anew."""
    page.evaluate("() => { window.bench.frames.length = 0; }")


def frame_times(page: Page) -> list[float]:
    """Milliseconds between the frames since `forget_frames`."""
    return page.evaluate(
        "() => window.bench.frames.slice(1).map((at, index) => at - window.bench.frames[index])"
    )
