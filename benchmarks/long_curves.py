"""Does the page stay quick with 50 live runs of 2,000 epochs, in a store of 1,000 other runs?

The curves are synthetic: the question is the page's. 50 runs stand at epoch 1,900 and a thread in
the server measures 25 epochs a second for them, in rotation, as training threads would. Told are
the first paint (from the navigation to the frame after every chart shows all points of every
run) in a browser without any cache and again in the same one, the server's time and the bytes of a
tick, the way of the points to the screen, and the time between Chromium's frames while the page is
only watched, while the mouse moves across the left chart, and while it zooms by dragging; the
frames also when nothing runs any more.

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
from tests.browser.looking import CHART, open_page

RUNS, EPOCHS, BEGUN = 50, 2000, 1900

OTHERS, OTHER_RUNS, OTHER_EPOCHS = 100, 10, 20
"""Comparisons, runs of each and epochs of each of the rest of the store."""

WARM_UP = 6.0
"""Seconds after the first page of all, in which the server loads TensorFlow in the background."""

FIRST_PAINT_LIMIT = 2.0
"""Seconds."""

TICK_LIMIT = 50.0
"""Milliseconds."""


@dataclass
class Seen:
    """What one look at the page gave."""

    first_paint: float
    """Seconds from the navigation until all points of all runs are on the screen."""
    first_bytes: int
    again: float = 0.0
    """The same when the browser has been there before."""
    frames: dict[str, list[float]] = field(default_factory=dict)
    """Milliseconds between frames, by what was done meanwhile."""
    ticks: list[float] = field(default_factory=list)
    """Milliseconds of the server."""
    tick_bytes: float = 0.0
    ticks_per_second: float = 0.0
    points: list[Point] = field(default_factory=list)
    """Of epochs that ended while it was watched, those that were painted."""
    missed: int = 0
    """Those that were not, until the watching was over and two seconds more."""


def main() -> None:
    """Fill stores, look at both and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="how long each thing is done")
    parser.add_argument("--rounds", type=int, default=3, help="how often the live page is opened")
    parser.add_argument("--seeds", type=int, default=1, help="runs that share a method")
    options = parser.parse_args()
    with tab.chromium() as browser:
        live = look(browser, options, going=True)
        still = look(browser, options, going=False)
    watched = live[-1]
    findings = [
        at_most(
            "first paint, 50 runs live, a browser's first visit",
            "s",
            [seen.first_paint for seen in live],
            FIRST_PAINT_LIMIT,
        ),
        at_most(
            "first paint, 50 runs live, again in that browser",
            "s",
            [seen.again for seen in live],
            FIRST_PAINT_LIMIT,
        ),
        at_most("server's time of a tick", "ms", watched.ticks, TICK_LIMIT),
        *point_findings(watched),
        *frame_findings("live", watched),
        Finding(
            "first paint, nothing live, first visit", "s", Spread.of(s.first_paint for s in still)
        ),
        *frame_findings("nothing live", still[-1]),
    ]
    print_findings(
        "Does the page stay quick with 50 live runs of 2,000 epochs?",
        findings,
        first_bytes=watched.first_bytes,
        bytes_per_tick=watched.tick_bytes,
        bytes_per_tick_share=watched.tick_bytes / watched.first_bytes,
        ticks_per_second=watched.ticks_per_second,
        tick_p95_ms=percentile(watched.ticks, 0.95),
        points_painted=len(watched.points),
        points_not_painted=watched.missed,
        frames={
            f"{name}, {doing}": smoothness(frames)
            for name, seen in (("live", watched), ("nothing live", still[-1]))
            for doing, frames in seen.frames.items()
        },
    )


def frame_findings(name: str, seen: Seen) -> list[Finding]:
    """One row for each thing that was done."""
    return [
        Finding(f"time between frames, {name}, {doing}", "ms", Spread.of(frames))
        for doing, frames in seen.frames.items()
    ]


def point_findings(seen: Seen) -> list[Finding]:
    """The way to the screen of those points that got there, if any did."""
    ways = [point.painted for point in seen.points]
    name = "end of an epoch to point painted, 50 runs live"
    return [Finding(name, "ms", Spread.of(ways))] if ways else []


def smoothness(frames: list[float]) -> dict[str, float]:
    """What the median hides: most frames are quick, and the others take most of the time."""
    return {
        "p95_ms": percentile(frames, 0.95),
        "longest_ms": max(frames),
        "frames_per_second": 1000 * len(frames) / sum(frames),
        "share_of_time_in_frames_over_100_ms": sum(f for f in frames if f > 100) / sum(frames),
    }


def look(browser: Browser, options: argparse.Namespace, *, going: bool) -> list[Seen]:
    """Serve a filled store and open the comparison; the last time also watch and use it.

    Nothing live is opened once: it is told for information.
    """
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        fill_others(folder, OTHERS, OTHER_RUNS, OTHER_EPOCHS)
        wanted = specs(RUNS, EPOCHS if going else BEGUN, options.seeds)
        status = "running" if going else "finished"
        comparison_id = fill(folder, "Fifty long runs", wanted, BEGUN, status)
        with serve(folder, grow=comparison_id if going else "") as server:
            warm = tab.watched_page(browser)
            open_page(warm, f"{server.address}/data")
            warm.wait_for_timeout(WARM_UP * 1000)
            warm.context.close()
            seen = []
            for number in range(options.rounds if going else 1):
                page = tab.watched_page(browser)
                seen.append(open_comparison(page, server, comparison_id))
                seen[-1].again = open_comparison(page, server, comparison_id).first_paint
                if number == options.rounds - 1 or not going:
                    use(page, server, seen[-1], options.seconds)
                page.context.close()
    return seen


def open_comparison(page: Page, server: Server, comparison_id: str) -> Seen:
    """Open the page and wait until all is drawn."""
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
    """Watch the page, point at its left chart and zoom in it."""
    page.wait_for_timeout(4000)  # what it does after the first paint is done
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

    for name, do in (("watched", watch), ("pointed at", point), ("zoomed", zoom)):
        tab.forget_frames(page)
        do()
        seen.frames[name] = tab.frame_times(page)
        if name == "watched":
            note_ticks(page, server, seen, began, time.time())


def repeat(seconds: float, do: Callable[[float], None]) -> None:
    """Do something again and again, with the share of a sweep of two seconds that is over."""
    began = time.monotonic()
    while (now := time.monotonic() - began) < seconds:
        do(now % 2 / 2)
        time.sleep(0.016)


def note_ticks(page: Page, server: Server, seen: Seen, began: float, until: float) -> None:
    """What the server did in a span of time."""
    ticks = [look for look in server.event_log.read("message", began, until) if look["bytes"]]
    sizes = [size for at, size in tab.received(page) if began <= at < until]
    page.wait_for_timeout(2000)
    seen.points, seen.missed = follow_points(server.event_log, tab.painted(page), began, until)
    seen.ticks = [1000 * tick["seconds"] for tick in ticks]
    seen.tick_bytes = sum(sizes) / max(1, len(ticks))
    seen.ticks_per_second = len(ticks) / (until - began)


if __name__ == "__main__":
    main()
