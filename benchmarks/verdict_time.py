"""How long from the click on the first race card to its last verdict, in Chromium?

A page is open and drawn throughout. In the same run, the same networks are also trained with no
page open, which shows what watching costs.

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
from regdash.services.runs import RunService
from tests.browser.page_state import CHART

LIMIT = 30.0
"""Seconds that people are willing to wait."""

JUDGED = "5 seeds."
"""Occurs in the sentence of a verdict once all its seeds are complete."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--wait", type=float, default=10, help="seconds before the click")
    options = parser.parse_args()
    watched: list[float] = []
    alone: list[float] = []
    for _ in range(options.rounds):
        watched.append(click_to_last_verdict(options.wait))
        alone.append(train_alone())
    print_findings(
        "How long from the click on the first race card to its last verdict, in Chromium?",
        [
            at_most("overfit race, 20 runs: click to last verdict", "s", watched, LIMIT),
            faster("overfit race, 20 runs", watched, "with no page open", alone, None),
        ],
    )


def click_to_last_verdict(wait: float) -> float:
    """Return the seconds from the click until the page shows all verdicts."""
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
        # Poll slowly: searching the page takes time away from drawing it.
        while page.get_by_text(JUDGED).count() < 3:
            page.wait_for_timeout(500)
        return time.perf_counter() - began


def train_alone() -> float:
    """Return the seconds to train the same runs, compiled beforehand as the server does."""
    preset = find_preset("overfit")
    with tempfile.TemporaryDirectory() as home:
        service = RunService(Path(home))
        comparison = service.store.add_comparison("")
        service.wait(service.submit(comparison, preset.specs(epochs=1)))
        seconds = timed(lambda: service.wait(service.submit(comparison, preset.lineup())))
        service.close()
    return seconds


if __name__ == "__main__":
    main()
