"""How long does the whole case study take, from the click to the last verdict?

With a real server and Chromium, "Train all of it" is clicked with one seed; the time ends when
every row of the summary has its verdict. The peer trains the same ten networks one after another
with plain Keras `fit`, in a separate process that has imported Keras and loaded the images before
the measurement starts, like the server. The default is the quick size (2,000 images); the size of
the article takes about eight minutes:

    python -m benchmarks.case_study
    python -m benchmarks.case_study --size full --rounds 1
"""

import argparse
import json
import tempfile
import time
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browser import chromium, watched_page
from benchmarks.fresh_process import run_in_fresh_process
from benchmarks.interleaving import interleave
from benchmarks.plain_keras import fit_plain
from benchmarks.report import faster, print_findings, timed
from benchmarks.serving import Server, serve
from regdash.content.case_study import METHODS, Size
from regdash.datasets.preparation import prepare
from regdash.store.store import Store
from regdash.training.runtime import load_keras
from tests.browser.page_state import open_page

TIMES_KERAS = 2.0

WORDS: dict[Size, str] = {"quick": "Quick look", "full": "Full size"}

ALL_JUDGED = """(count) => {
  const rows = [...document.querySelectorAll("[data-testid=stTable] tbody tr")];
  return rows.length === count && rows.every((row) => !row.innerText.includes("not yet"));
}"""


def main() -> None:
    """Train both and print; with `--side`, only train plain Keras in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=WORDS, default="quick", help="of the case study")
    parser.add_argument("--rounds", type=int, default=2, help="how often both are trained")
    parser.add_argument("--side", choices=["plain"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(train_plain(options.size)))
        return
    steps: list[dict[str, float]] = []
    runs: list[dict[str, float]] = []
    with chromium() as browser:

        def ours() -> list[float]:
            seconds, of_runs = click_and_wait(browser, options.size)
            runs.append(of_runs)
            return [seconds]

        def plain() -> list[float]:
            steps.append(train_in_fresh_process(options.size))
            return [sum(steps[-1].values())]

        found = interleave({"plain": plain, "ours": ours}, options.rounds)
    print_findings(
        "How long does the whole case study take, from the click to the last verdict?",
        [
            faster(
                f"case study, {WORDS[options.size].lower()}, click to last verdict",
                found["ours"],
                "the same ten networks in plain Keras",
                found["plain"],
                TIMES_KERAS,
            )
        ],
        plain_seconds_of_each_network=steps,
        our_seconds_of_epochs=runs,
    )


def click_and_wait(browser: Browser, size: Size) -> tuple[float, dict[str, float]]:
    """Click the button with an empty store; return the seconds to the last verdict and per run."""
    with tempfile.TemporaryDirectory() as home, serve(Path(home)) as server:
        page = watched_page(browser)
        open_page(page, f"{server.address}/case_study")
        server.wait_until_idle()
        page.get_by_text(WORDS[size]).click()
        page.get_by_role("radio", name="1", exact=True).click()
        page.get_by_text(f"{len(METHODS)} runs, about").wait_for()
        began = time.perf_counter()
        page.get_by_role("button", name="Train all of it").click()
        page.wait_for_url("**study=*")
        page.wait_for_function(ALL_JUDGED, arg=len(METHODS), timeout=900_000, polling=200)
        seconds = time.perf_counter() - began
        page.context.close()
        return seconds, seconds_of_runs(server)


def seconds_of_runs(server: Server) -> dict[str, float]:
    """Return the seconds of the epochs of each run."""
    store = Store(server.home)
    (study,) = store.comparisons(kind="case study")
    runs = store.runs(study.id)
    found = {run.name: sum(e.seconds for e in store.epochs(run.id)) for run in runs}
    store.close()
    return found


def train_in_fresh_process(size: Size) -> dict[str, float]:
    """Train with plain Keras in a fresh process; return the seconds of each network."""
    return run_in_fresh_process("case_study", "--side", "plain", "--size", size)


def train_plain(size: Size) -> dict[str, float]:
    """Train all networks in this process; return the seconds of each."""
    load_keras()
    specs = {method.name: method.spec(size, seed=1) for method in METHODS}
    prepare(specs["baseline"].data)
    return {name: timed(partial(fit_plain, spec)) for name, spec in specs.items()}


if __name__ == "__main__":
    main()
