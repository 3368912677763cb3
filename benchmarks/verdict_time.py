"""How long from the press on the first race card to its last word, in a real Chromium?

A page is open and drawn all the while. Beside it, in the same run, the same networks are trained
with no page open: what watching costs.

    python -m benchmarks.verdict_time
"""

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.browser import chromium, watched_page
from benchmarks.cold_start import START
from benchmarks.report import at_most, faster, print_findings, timed
from benchmarks.serving import APP, serve
from regdash.content.presets import find_preset
from regdash.jobs.scheduler import Scheduler
from tests.browser.page_state import CHART

LIMIT = 30.0
"""Seconds that people wait."""

JUDGED = "5 seeds."
"""How the sentence of a verdict on all seeds ends."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--wait", type=float, default=10, help="seconds before the press")
    options = parser.parse_args()
    watched: list[float] = []
    alone: list[float] = []
    for _ in range(options.rounds):
        watched.append(press_to_last_word(options.wait))
        alone.append(train_alone())
    print_findings(
        "How long from the press on the first race card to its last word, in a real Chromium?",
        [
            at_most("overfit race, 20 runs: press to last word", "s", watched, LIMIT),
            faster("overfit race, 20 runs", watched, "with no page open", alone, None),
        ],
    )


def press_to_last_word(wait: float) -> float:
    """Seconds from the click until all verdicts stand on the page."""
    with (
        chromium() as browser,
        tempfile.TemporaryDirectory() as home,
        serve(Path(home), APP) as server,
    ):
        page = watched_page(browser)
        page.goto(server.address)
        page.wait_for_selector(f"{START}:visible")
        page.wait_for_timeout(wait * 1000)
        began = time.perf_counter()
        page.locator("[class*=st-key-preset] button").first.click()
        page.wait_for_selector(CHART)
        # Asked seldom: looking through the page takes time from drawing it.
        while page.get_by_text(JUDGED).count() < 3:
            page.wait_for_timeout(500)
        return time.perf_counter() - began


def train_alone() -> float:
    """Seconds to train the same, compiled beforehand as the server does."""
    preset = find_preset("overfit")
    with tempfile.TemporaryDirectory() as home:
        scheduler = Scheduler(Path(home))
        comparison = scheduler.store.add_comparison("")
        scheduler.wait(scheduler.submit(comparison, preset.specs(epochs=1)))
        seconds = timed(lambda: scheduler.wait(scheduler.submit(comparison, preset.lineup())))
        scheduler.close()
    return seconds


if __name__ == "__main__":
    main()
