"""How much is training slowed down by open pages?

One run trains while alternately 0, 1 and 5 pages are open, each in a separate window of Chromium; an
epoch counts if it lies completely within a turn. Chromium uses the same cores as the training, which
it would not with remote viewers. So the same is also measured with a Chromium that gets only idle
processor time (`chrt --idle`), where five pages would get too little to draw at all; and the
processor time of the server for updates is reported. The network of the article has targets; a small
one, with many more points per second, is for information.

    python -m benchmarks.watching [--network small]
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlencode

from playwright.sync_api import Browser

from benchmarks import browser as tab
from benchmarks.report import Finding, Spread, print_findings
from benchmarks.serving import Server, serve
from tests.browser.page_state import CHART, open_page


class Watch(NamedTuple):
    """The pages that are open during a turn."""

    pages: int
    yielding: bool = False
    """Whether Chromium gets only idle processor time."""
    limit: float | None = None
    """Maximum slowdown of an epoch, as a share."""

    def __str__(self) -> str:
        way = ", Chromium at idle priority" if self.yielding else ""
        return f"{self.pages} page{'s' * (self.pages > 1)} open{way}"


class Network(NamedTuple):
    """A network that is trained, and how it is watched."""

    name: str
    settings: dict[str, str]
    watches: list[Watch]


ALONE = Watch(0)

LAST_EPOCH = f"document.querySelector('{CHART}')?.data?.[0]?.x?.at(-1)"
"""Last epoch of the first trace of the left chart, which without a band is that of the only run."""

NETWORKS = {
    "large": Network(
        "784-500x5-10 on 34,300 images",
        {"epochs": "2000"},
        [ALONE, Watch(1, False, 0.03), Watch(5, False, 0.10), Watch(1, True)],
    ),
    "small": Network(
        "784-500x2-10 on 1,000 images",
        {"epochs": "5000", "train_size": "1000", "hidden_layers": "500x2"},
        [ALONE, Watch(1), Watch(5)],
    ),
}


@dataclass
class Turns:
    """Measurements of all turns of one kind."""

    seconds: list[float] = field(default_factory=list)
    """Seconds of each epoch."""
    epochs_behind: list[int] = field(default_factory=list)
    """Epochs missing from the charts of each page at the end of a turn, to show that it was drawn."""
    looks: list[float] = field(default_factory=list)
    """Processor seconds per second that the server needed for updates."""
    looks_per_second: list[float] = field(default_factory=list)
    """Updates per second of all pages together."""


def main() -> None:
    """Train, watch and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="turns of each kind")
    parser.add_argument("--epochs", type=int, default=4, help="minimum epochs per turn")
    parser.add_argument("--seconds", type=float, default=5, help="minimum seconds per turn")
    parser.add_argument("--network", choices=NETWORKS, default="large", help="what is trained")
    options = parser.parse_args()
    network = NETWORKS[options.network]
    turns = take_turns(network, options)
    details: dict[str, Any] = {
        str(watch): {
            "seconds_of_each_epoch": found.seconds,
            "epochs_that_each_page_was_behind": found.epochs_behind,
            "server_looks_cpu": median(found.looks),
            "looks_per_second": median(found.looks_per_second),
        }
        for watch, found in turns.items()
    }
    print_findings(
        "How much is training slowed down by open pages?", describe(network, turns), **details
    )


def describe(network: Network, turns: Mapping[Watch, Turns]) -> list[Finding]:
    """Compare the seconds of an epoch with and without pages; the ratio is the slowdown."""
    alone = Spread.of(turns[ALONE].seconds)
    findings = []
    for watch in network.watches[1:]:
        spread = Spread.of(turns[watch].seconds)
        slowdown = spread.median / alone.median - 1
        findings.append(
            Finding(
                f"epoch of {network.name}, {watch}",
                "s",
                spread,
                "no page open",
                alone,
                slowdown,
                "" if watch.limit is None else f"slowdown under {watch.limit:.0%}",
                None if watch.limit is None else slowdown < watch.limit,
            )
        )
    return findings


def take_turns(network: Network, options: argparse.Namespace) -> dict[Watch, Turns]:
    """Train one run while the numbers of open pages alternate."""
    turns = {watch: Turns() for watch in network.watches}
    with (
        tempfile.TemporaryDirectory() as home,
        serve(Path(home)) as server,
        tab.chromiums([False, True]) as browsers,
    ):
        address = start_run(browsers[0], server, network.settings)
        for _ in range(options.rounds):
            for watch, found in turns.items():
                with opened(browsers[watch.yielding], address, watch.pages) as pages:
                    take_turn(server, pages, found, options)
    return turns


def start_run(browser: Browser, server: Server, settings: Mapping[str, str]) -> str:
    """Start a run and close the page; return the address of its comparison."""
    page = tab.watched_page(browser)
    open_page(page, f"{server.address}/?{urlencode(settings)}")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_function("() => window.bench.points.length > 1")
    address = page.url
    page.context.close()
    return address


@contextmanager
def opened(browser: Browser, address: str, count: int) -> Iterator[Sequence[tab.Page]]:
    """Open pages, wait until each shows the run, and close them afterwards."""
    pages = []
    for _ in range(count):
        # Not a page that records every frame: that alone would keep a core busy.
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(address, wait_until="commit")
        pages.append(page)
    for page in pages:
        page.wait_for_function(f"() => ({LAST_EPOCH}) > 0", polling=500, timeout=60_000)
    yield pages
    for page in pages:
        page.context.close()


def take_turn(
    server: Server, pages: Sequence[tab.Page], found: Turns, options: argparse.Namespace
) -> None:
    """Wait for some complete epochs and record them."""
    began = time.time()
    while True:
        if pages:
            pages[0].wait_for_timeout(500)
        else:
            time.sleep(0.5)
        until = time.time()
        # Started and ended within the turn.
        whole = [
            line["seconds"]
            for line in server.event_log.read("epoch", began, until)
            if line["at"] - line["seconds"] >= began
        ]
        if len(whole) >= options.epochs and until - began >= options.seconds:
            break
    found.seconds += whole
    latest = server.event_log.read("epoch")[-1]["epoch"]
    found.epochs_behind += [latest - page.evaluate(LAST_EPOCH) for page in pages]
    looks = server.event_log.read("look", began, until)
    found.looks.append(sum(look["cpu"] for look in looks) / (until - began))
    found.looks_per_second.append(len(looks) / (until - began))


if __name__ == "__main__":
    main()
