"""How long does it take from the end of an epoch to its point on the screen?

Runs of a small network train in the server while Chromium shows them; the training thread and the
page share one clock. The time is from the moment an epoch has been measured, before it is stored,
to the first frame after the one that drew its point in both charts, with one run and with eight
that take turns. Points that existed when the page was opened do not count.

    python -m benchmarks.latency
"""

import argparse
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Browser, Page

from benchmarks.browser import chromium, painted, watched_page
from benchmarks.following import Point, follow_points
from benchmarks.report import Finding, at_most, percentile, print_findings
from benchmarks.serving import Server, serve
from tests.browser.page_state import CHART, open_page, statuses, wait_until

MEDIAN_LIMIT = 200.0
"""Milliseconds."""

P95_LIMIT = 400.0

TECHNIQUES = (
    "l2=1e-4",
    "l2=1e-3",
    "l1=1e-4",
    "dropout=0.1",
    "dropout=0.3",
    "dropout=0.5",
    "gaussian_noise=0.1",
)
"""Technique of each run but the first, which has none."""

SETTINGS = {"train_size": "1000", "hidden_layers": "128", "epochs": "5000"}
"""More epochs than are needed: the runs are stopped at the end."""

PEERS = {
    "trackio": "its page polls every second (documented default; not measured here)",
}


def main() -> None:
    """Measure both and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=40, help="how long each is measured")
    options = parser.parse_args()
    findings: list[Finding] = []
    details: dict[str, object] = {}
    with chromium() as browser:
        for runs in (1, 8):
            with tempfile.TemporaryDirectory() as home, serve(Path(home)) as server:
                found = measure(server, browser, runs, options.seconds)
            name = f"{runs} live run{'s' * (runs > 1)}"
            latencies = [point.painted for point in found]
            findings += describe(name, latencies)
            details[name] = {
                "points_per_second": len(found) / options.seconds,
                "p95_ms": percentile(latencies, 0.95),
                "median_ms_until_the_server_looks": median(p.waited for p in found),
                "median_ms_until_the_server_has_answered": median(p.answered for p in found),
            }
    print_findings(
        "How long from the end of an epoch to its point on the screen?",
        findings,
        **details,
        peers=PEERS,
    )


def describe(name: str, latencies: list[float]) -> list[Finding]:
    """Report the median and the 95th percentile."""
    what = f"end of epoch to painted point, {name}"
    p95 = percentile(latencies, 0.95)
    return [
        at_most(what, "ms", latencies, MEDIAN_LIMIT),
        at_most(f"{what}, 95th percentile", "ms", [p95], P95_LIMIT),
    ]


def measure(server: Server, browser: Browser, runs: int, seconds: float) -> list[Point]:
    """Return the latencies of all points of some runs, over some seconds."""
    page = watched_page(browser)
    start_runs(page, server.address, runs)
    wait_for_all(page, runs)
    began = time.time()
    page.wait_for_timeout(seconds * 1000)
    until = time.time()
    page.wait_for_timeout(2000)  # the last ones are still on their way
    seen = painted(page)
    page.get_by_role("button", name="Stop all").click()
    page.context.close()

    points, missed = follow_points(server.event_log, seen, began, until)
    assert not missed, f"{missed} points were never painted"
    return points


def start_runs(page: Page, address: str, runs: int) -> None:
    """Compose runs by link and click Start for each, all in one comparison."""
    query: dict[str, str] = dict(SETTINGS)
    for count, technique in enumerate(("", *TECHNIQUES)[:runs], 1):
        if technique:
            query["technique"] = technique
        open_page(page, f"{address}/?{urlencode(query)}")
        page.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_selector(CHART)
        # A page that is left before its rows show the run may not have started it.
        wait_until(partial(shows_rows, page, count))
        query["comparison"] = parse_qs(urlsplit(page.url).query)["comparison"][0]


def shows_rows(page: Page, count: int) -> bool:
    """Tell whether the table of runs has `count` rows."""
    return len(statuses(page)) == count


def wait_for_all(page: Page, runs: int) -> None:
    """Wait until each run shows a few points: by then everything is compiled and loaded."""
    page.wait_for_function(
        """(runs) => {
             const last = Object.values(window.bench.last);
             return last.length === runs && Math.min(...last) >= 5;
           }""",
        arg=runs,
        timeout=90_000,
    )


if __name__ == "__main__":
    main()
