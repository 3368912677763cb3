"""How long from the command to a usable page, and from Start to the first point?

Compares with `streamlit hello`, the demo of Streamlit: each round starts both servers, opens the
page in Chromium as soon as the server answers, and waits until everything is drawn and, in RegDash,
the Start button is enabled. A few seconds later, when TensorFlow has loaded in the background, a run
is started: in odd rounds by Start with default settings, in even rounds by the first race card.

    python -m benchmarks.cold_start
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.browser import IDLE, chromium, painted, watched_page
from benchmarks.report import Finding, Spread, at_most, print_findings
from benchmarks.serving import APP, Server, serve
from regdash.store.store import Store
from tests.browser.page_state import CHART

HELLO = ("-m", "streamlit", "hello")

EXTRA_LIMIT = 1.5
"""Seconds."""

FIRST_POINT_LIMIT = 3.0
"""Seconds."""

START = ".st-key-start button:enabled"

BUTTONS = {
    "Start with default settings": START,
    "Start race on the first card": "[class*=st-key-preset] button",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6, help="how often both are started")
    parser.add_argument("--wait", type=float, default=8, help="seconds before a run is started")
    options = parser.parse_args()
    ours: list[float] = []
    hello: list[float] = []
    answered: dict[str, list[float]] = {"ours": [], "hello": []}
    first_points: dict[str, list[float]] = {way: [] for way in BUTTONS}
    first_epochs: dict[str, list[float]] = {way: [] for way in BUTTONS}
    with chromium() as browser:
        for number in range(options.rounds):
            way = list(BUTTONS)[number % len(BUTTONS)]
            with tempfile.TemporaryDirectory() as home, serve(Path(home), APP) as server:
                answered["ours"].append(time.time() - server.began)
                page, seconds = open_until(browser, server, f"{START}:visible")
                ours.append(seconds)
                page.wait_for_timeout(options.wait * 1000)
                first_points[way].append(first_point(page, BUTTONS[way]))
                first_epochs[way].append(first_epoch_seconds(server))
                page.context.close()
            with tempfile.TemporaryDirectory() as home, serve(Path(home), HELLO) as server:
                answered["hello"].append(time.time() - server.began)
                page, seconds = open_until(browser, server, "h1:visible")
                hello.append(seconds)
                page.context.close()
    print_findings(
        "How long from the command to a usable page, and from Start to the first point?",
        [
            compare_with_hello(ours, hello),
            *(
                at_most(f"first point painted after {way}", "s", seconds, FIRST_POINT_LIMIT)
                for way, seconds in first_points.items()
                if seconds
            ),
        ],
        seconds_until_the_server_answers=answered,
        seconds_of_the_first_epoch=first_epochs,
    )


def compare_with_hello(ours: Sequence[float], hello: Sequence[float]) -> Finding:
    """Compare the medians; their difference must stay below the limit."""
    more = median(ours) - median(hello)
    return Finding(
        "command to usable page",
        "s",
        Spread.of(ours),
        "streamlit hello",
        Spread.of(hello),
        more,
        f"at most {EXTRA_LIMIT:g} s more",
        more <= EXTRA_LIMIT,
    )


def open_until(browser: Browser, server: Server, selector: str) -> tuple[Page, float]:
    """Open the page; return it and the seconds from the command until an element is shown."""
    page = watched_page(browser)
    page.goto(server.address, wait_until="commit")
    page.wait_for_selector(selector)
    page.wait_for_selector(IDLE)
    return page, time.time() - server.began


def first_point(page: Page, button: str) -> float:
    """Click a button; return the seconds to the first point on the screen."""
    page.evaluate(
        """() => document.addEventListener(
             "click", () => { window.bench.clicked ??= Date.now(); }, true)"""
    )
    page.locator(button).first.click()
    page.wait_for_selector(CHART)
    page.wait_for_function("() => window.bench.points.length > 0")
    return painted(page)[0].at - page.evaluate("() => window.bench.clicked") / 1000


def first_epoch_seconds(server: Server) -> float:
    """Return the seconds of the first epoch, the lower limit for the first point."""
    store = Store(server.home)
    runs = store.recent_comparisons()[0][1]
    firsts = [epochs[0].seconds for run in runs if (epochs := store.epochs(run.id))]
    store.close()
    return firsts[0]


if __name__ == "__main__":
    main()
