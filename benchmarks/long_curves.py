"""Does the page stay responsive with 50 live runs of 2,000 epochs, in a store of 1,000 other runs?

The curves are synthetic, because only the page is measured. 50 runs are at epoch 1,900, and a thread
in the server adds 25 epochs per second to them in rotation, as training threads would. Reported are
the first paint (from the navigation to the frame after every chart shows all points of every run)
with an empty browser cache and again in the same browser, the server time and bytes per update, the
latency of points, and the time between frames while the page is only watched, while the mouse moves
across the left chart, and while it zooms by dragging; the frames also when no run is active.

    python -m benchmarks.long_curves
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks import browser as tab
from benchmarks.filling import fill, fill_others, specs
from benchmarks.following import Point, follow_points
from benchmarks.report import Finding, Spread, at_most, percentile, print_findings
from benchmarks.serving import Server, serve
from tests.browser.page_state import CHART, open_page

RUNS, EPOCHS, BEGUN = 50, 2000, 1900

OTHERS, OTHER_RUNS, OTHER_EPOCHS = 100, 10, 20
"""Comparisons, runs per comparison and epochs per run in the rest of the store."""

WARM_UP = 6.0
"""Seconds after the first page, in which the server loads TensorFlow in the background."""

FIRST_PAINT_LIMIT = 2.0
"""Seconds."""

UPDATE_LIMIT = 50.0
"""Milliseconds."""


@dataclass
class Seen:
    """Measurements of one opened page."""

    first_paint: float
    """Seconds from the navigation until all points of all runs are on the screen."""
    first_bytes: int
    again: float = 0.0
    """The same on a repeat visit."""
    frames: dict[str, list[float]] = field(default_factory=dict)
    """Milliseconds between frames, by what was done meanwhile."""
    updates: list[float] = field(default_factory=list)
    """Server milliseconds of each update."""
    update_bytes: float = 0.0
    updates_per_second: float = 0.0
    points: list[Point] = field(default_factory=list)
    """Painted points of epochs that ended while the page was watched."""
    missed: int = 0
    """Number of points that were not painted within two seconds after that."""


def main() -> None:
    """Fill the stores, measure both and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="duration of each action")
    parser.add_argument("--rounds", type=int, default=3, help="how often the live page is opened")
    parser.add_argument("--seeds", type=int, default=1, help="runs that share a method")
    options = parser.parse_args()
    with tab.chromium() as browser:
        live = look(browser, options, active=True)
        still = look(browser, options, active=False)
    watched = live[-1]
    findings = [
        at_most(
            "first paint, 50 live runs, first visit",
            "s",
            [seen.first_paint for seen in live],
            FIRST_PAINT_LIMIT,
        ),
        at_most(
            "first paint, 50 live runs, repeat visit",
            "s",
            [seen.again for seen in live],
            FIRST_PAINT_LIMIT,
        ),
        at_most("server time per update", "ms", watched.updates, UPDATE_LIMIT),
        *point_findings(watched),
        *frame_findings("live runs", watched),
        Finding(
            "first paint, no live runs, first visit", "s", Spread.of(s.first_paint for s in still)
        ),
        *frame_findings("no live runs", still[-1]),
    ]
    print_findings(
        "Does the page stay responsive with 50 live runs of 2,000 epochs?",
        findings,
        first_bytes=watched.first_bytes,
        bytes_per_update=watched.update_bytes,
        bytes_per_update_share=watched.update_bytes / watched.first_bytes,
        updates_per_second=watched.updates_per_second,
        update_p95_ms=percentile(watched.updates, 0.95),
        points_painted=len(watched.points),
        points_not_painted=watched.missed,
        frames={
            f"{name}, {doing}": smoothness(frames)
            for name, seen in (("live runs", watched), ("no live runs", still[-1]))
            for doing, frames in seen.frames.items()
        },
    )


def frame_findings(name: str, seen: Seen) -> list[Finding]:
    """Report the time between frames, one row per action."""
    return [
        Finding(f"time between frames, {name}, {doing}", "ms", Spread.of(frames))
        for doing, frames in seen.frames.items()
    ]


def point_findings(seen: Seen) -> list[Finding]:
    """Report the latency of painted points, if there are any."""
    ways = [point.painted for point in seen.points]
    name = "end of epoch to painted point, 50 live runs"
    return [Finding(name, "ms", Spread.of(ways))] if ways else []


def smoothness(frames: list[float]) -> dict[str, float]:
    """Summarize slow frames: the median hides them, but they can take most of the time."""
    return {
        "p95_ms": percentile(frames, 0.95),
        "longest_ms": max(frames),
        "frames_per_second": 1000 * len(frames) / sum(frames),
        "share_of_time_in_frames_over_100_ms": sum(f for f in frames if f > 100) / sum(frames),
    }


def look(browser: Browser, options: argparse.Namespace, *, active: bool) -> list[Seen]:
    """Serve a filled store and open the comparison; the last time, also watch and use it.

    Without live runs it is opened only once, for information.
    """
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        fill_others(folder, OTHERS, OTHER_RUNS, OTHER_EPOCHS)
        wanted = specs(RUNS, EPOCHS if active else BEGUN, options.seeds)
        status = "running" if active else "finished"
        comparison_id = fill(folder, "Fifty long runs", wanted, BEGUN, status)
        with serve(folder, grow=comparison_id if active else "") as server:
            warm = tab.watched_page(browser)
            open_page(warm, f"{server.address}/data")
            warm.wait_for_timeout(WARM_UP * 1000)
            warm.context.close()
            seen = []
            for number in range(options.rounds if active else 1):
                page = tab.watched_page(browser)
                seen.append(open_comparison(page, server, comparison_id))
                seen[-1].again = open_comparison(page, server, comparison_id).first_paint
                if number == options.rounds - 1 or not active:
                    use(page, server, seen[-1], options.seconds)
                page.context.close()
    return seen


def open_comparison(page: Page, server: Server, comparison_id: str) -> Seen:
    """Open the page and wait until everything is drawn."""
    page.goto(f"{server.address}/?comparison={comparison_id}", wait_until="commit")
    page.wait_for_function(
        """([runs, epoch]) => {
             const painted = new Set(window.bench.points.filter((p) => p.epoch >= epoch).map((p) => p.line));
             return painted.size >= runs;
           }""",
        arg=[RUNS, BEGUN],
        timeout=120_000,
        polling=200,
    )
    first = {p.run: p.at for p in reversed(tab.painted(page)) if p.epoch >= BEGUN}
    painted = max(first.values())
    size = sum(size for at, size in tab.received(page) if at <= painted)
    return Seen(painted - tab.navigation_start(page), size)


def use(page: Page, server: Server, seen: Seen, seconds: float) -> None:
    """Watch the page, move the mouse across its left chart and zoom in."""
    page.wait_for_timeout(4000)  # work after the first paint is done
    began = time.time()
    box = page.locator(CHART).first.locator(".nsewdrag").first.bounding_box()
    assert box
    left, top, width, height = box["x"], box["y"], box["width"], box["height"]

    def watch() -> None:
        page.wait_for_timeout(seconds * 1000)

    def point() -> None:
        repeat(seconds, lambda share: page.mouse.move(left + width * share, top + height * 0.6))

    def zoom() -> None:
        page.mouse.move(left + width * 0.2, top + height * 0.3)
        page.mouse.down()
        repeat(
            seconds,
            lambda share: page.mouse.move(
                left + width * (0.25 + 0.7 * share), top + height * (0.35 + 0.5 * share)
            ),
        )
        page.mouse.up()
        page.wait_for_timeout(1000)

    for name, do in (("watched", watch), ("mouse moving", point), ("zooming", zoom)):
        tab.clear_frames(page)
        do()
        seen.frames[name] = tab.frame_times(page)
        if name == "watched":
            record_updates(page, server, seen, began, time.time())


def repeat(seconds: float, do: Callable[[float], None]) -> None:
    """Repeat an action; its argument sweeps from 0 to 1 every two seconds."""
    began = time.monotonic()
    while (now := time.monotonic() - began) < seconds:
        do(now % 2 / 2)
        time.sleep(0.016)


def record_updates(page: Page, server: Server, seen: Seen, began: float, until: float) -> None:
    """Record what the server did in a period of time."""
    updates = [look for look in server.event_log.read("look", began, until) if look["bytes"]]
    sizes = [size for at, size in tab.received(page) if began <= at < until]
    page.wait_for_timeout(2000)
    seen.points, seen.missed = follow_points(server.event_log, tab.painted(page), began, until)
    seen.updates = [1000 * update["seconds"] for update in updates]
    seen.update_bytes = sum(sizes) / max(1, len(updates))
    seen.updates_per_second = len(updates) / (until - began)


if __name__ == "__main__":
    main()
