"""No page has an accessibility violation that axe calls serious or critical, in light and dark.

axe-core comes from `npm install` at the root of the repository.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.page_state import CHART, ROWS, open_page, wait_until
from tests.browser.serving import ROOT, serve
from tests.support.shown_store import ShownStore, fill_store

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

RUN_AXE = """async (allowed) => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  return serious.flatMap(({ id, nodes }) => nodes.map(({ target, html, failureSummary }) => {
    const element = document.querySelector(target[0]);
    const allowance = allowed.findIndex(([rule, selector]) => rule === id && element.matches(selector));
    return { allowance, text: `${id} at ${target}: ${html.slice(0, 200)}\\n${failureSummary}` };
  }));
}"""


ALL_OPAQUE = """() => [...document.querySelectorAll('[data-testid=stElementContainer]')]
    .every((element) => getComputedStyle(element).opacity === '1')"""


@dataclass(frozen=True)
class Allowance:
    """A violation in an element that Streamlit draws and that we cannot change."""

    rule: str
    """axe's name of the rule."""
    selector: str
    """CSS selector of the violating elements."""
    view: str
    """View in which it occurs; see `VIEWS`."""
    reason: str
    """Why we cannot change it."""


ALLOWANCES: tuple[Allowance, ...] = ()


@pytest.fixture(scope="session")
def axe() -> str:
    """Source of axe-core."""
    if not AXE.exists():
        message = "axe-core is missing: run `npm install` at the root of the repository."
        if os.environ.get("REGDASH_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    return AXE.read_text("utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def stored(home: Path) -> ShownStore:
    return fill_store(home)


@pytest.fixture(scope="module")
def server(home: Path, stored: ShownStore) -> Iterator[str]:
    with serve(home) as address:
        yield address


def settle(page: Page) -> None:
    """Wait until the page's script has run and what it drew is no longer faded."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    page.wait_for_function(ALL_OPAQUE)


def open_part(page: Page) -> str:
    """Return the part of the judgement in the page's address, to which the script writes it."""
    found = page.evaluate("new URL(location).searchParams.get('part')")
    return found or "Verdict"


def opened(page: Page) -> Iterator[str]:
    """Open one by one all popovers, expanders and tabs of the page."""
    page.keyboard.press("Escape")
    closed = page.locator("details:not([open]) > summary:visible")
    for left in reversed(range(closed.count())):
        closed.first.click()
        expect(closed).to_have_count(left)
    settle(page)
    yield "with open expanders"
    for button in page.locator("button[aria-haspopup=dialog]:visible:enabled").all():
        button.click()
        settle(page)
        yield f"with '{button.inner_text()}' open"
        page.keyboard.press("Escape")
    for part in page.get_by_role("radiogroup", name="Judgement").get_by_role("radio").all():
        name = part.inner_text()
        part.click()
        # The script has begun to draw it, and has not merely not begun yet.
        wait_until(lambda name=name: open_part(page) == name)
        settle(page)
        yield f"with '{name}'"


def start_page(page: Page, address: str, stored: ShownStore) -> Iterator[str]:
    """The start page, with an earlier comparison."""
    open_page(page, address)
    expect(page.get_by_text("A race").first).to_be_visible()
    yield "as opened"
    yield from opened(page)
    page.get_by_role("button", name="Import runs").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settle(page)
    yield "with the dialog that imports runs"


def invalid_settings(page: Page, address: str, stored: ShownStore) -> Iterator[str]:
    """Messages about a link and about settings."""
    open_page(page, f"{address}/?comparison=none&epochs=soon&train_size=40000&technique=dropout")
    expect(page.get_by_text("which is not in this store")).to_be_visible()
    yield "as opened"


def race(page: Page, address: str, stored: ShownStore) -> Iterator[str]:
    """A finished race, its judgement and its dialogs."""
    open_page(page, f"{address}/?comparison={stored.race}")
    page.wait_for_selector(f"{CHART} .main-svg")
    yield "as opened"
    page.keyboard.press("p")
    page.keyboard.press("q")
    expect(page.locator(".rd-present .rd-code svg")).to_be_visible()
    settle(page)
    yield "presented, with the QR code"
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page.locator(".rd-present")).to_have_count(0)
    page.get_by_role("button", name="Show each seed").first.click()
    page.get_by_role("checkbox", name="Show seed 1").first.uncheck()
    yield "with seeds shown and a run hidden"
    yield from opened(page)
    for action in ("rename", "delete"):
        page.locator(f"{ROWS} [data-action={action}]").first.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        settle(page)
        yield f"with the dialog to {action}"
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Export", exact=True).click()
    for tab in ("Keras", "MLflow"):
        page.get_by_role("tab", name=tab).click()
        settle(page)
        yield f"with the Export dialog, {tab}"


def studies(page: Page, address: str, stored: ShownStore) -> Iterator[str]:
    """The ready-made studies, one without runs, and one that has ended."""
    open_page(page, f"{address}/studies?study=peak")
    expect(page.locator("[data-findings] li").first).to_be_visible()
    settle(page)
    yield "with Past the peak"
    open_page(page, f"{address}/studies")
    expect(page.get_by_role("heading", name="How much dropout?")).to_be_visible()
    yield "as opened"
    page.get_by_role("button", name="A study").click()
    page.wait_for_selector(".rd-study .main-svg")
    expect(page.locator(".rd-study-values tbody tr")).to_have_count(2)
    settle(page)
    yield "with a study"
    yield from opened(page)


def case_study(page: Page, address: str, stored: ShownStore) -> Iterator[str]:
    """The case study with results for some of its steps."""
    open_page(page, f"{address}/case_study?study={stored.study}")
    page.wait_for_selector(".rd-compact .main-svg")
    expect(page.get_by_role("heading", name="Summary")).to_be_visible()
    yield "as opened"
    yield from opened(page)


def data(page: Page, address: str, stored: ShownStore) -> Iterator[str]:
    """The Data page, with a technique that changes images, in all its views."""
    open_page(page, f"{address}/data?train_size=500&label_noise=0.2&technique=augmentation")
    yield from data_views(page)
    yield from opened(page)


def imported(page: Page, address: str, stored: ShownStore) -> Iterator[str]:
    """An imported set in all views, and the dialog that removes it."""
    open_page(page, f"{address}/data?dataset={stored.image_set}")
    expect(page.get_by_role("heading", name="animals")).to_be_visible()
    yield from data_views(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settle(page)
    yield "with the dialog to remove it"


def data_views(page: Page) -> Iterator[str]:
    contents: dict[str, Locator] = {
        "Images": page.locator("figure img"),
        "Classes": page.locator(".js-plotly-plot .main-svg"),
        "What the network sees": page.locator("table img"),
    }
    for view, content in contents.items():
        page.get_by_role("radio", name=view).click()
        expect(content.first).to_be_visible()
        settle(page)
        yield view


VIEWS: dict[str, Callable[[Page, str, ShownStore], Iterator[str]]] = {
    view.__name__: view
    for view in (start_page, invalid_settings, race, studies, case_study, data, imported)
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_serious_violation(
    browser: Browser,
    server: str,
    stored: ShownStore,
    axe: str,
    view: str,
    scheme: Literal["light", "dark"],
) -> None:
    """Each allowance must occur, so that it is removed once Streamlit has changed."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.add_init_script(axe)
    allowances = [allowance for allowance in ALLOWANCES if allowance.view == view]
    used, found = set(), []
    for state in VIEWS[view](page, server, stored):
        for violation in page.evaluate(RUN_AXE, [[a.rule, a.selector] for a in allowances]):
            if violation["allowance"] >= 0:
                used.add(allowances[violation["allowance"]])
            else:
                found.append(f"{state}: {violation['text']}")
    context.close()
    assert not found, "\n\n".join(found)
    assert used == set(allowances)
