"""The start page: replays that move, terms that explain themselves, the list of comparisons."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from regdash.content.glossary import explain
from regdash.content.presets import PRESETS
from regdash.content.recorded import find_recorded
from regdash.figures.palette import line_style
from regdash.store.store import Store
from regdash.ui.replay.element import MOST_LINES
from tests.browser.page_state import ROWS, open_page, wait_until

FIRST_ENDS = """() => [...document.querySelector('.rd-replay').querySelectorAll('circle')]
    .map((dot) => Number(dot.getAttribute('cx')))"""

LABELS = """() => [...document.querySelectorAll('.rd-replay svg')].map((svg) =>
    [...svg.querySelectorAll('.rd-run text')].map((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        const frame = svg.getBoundingClientRect();
        return { top, bottom, inside: left >= frame.left && right <= frame.right + 1 };
    }))"""


@pytest.fixture
def still(browser: Browser, server: str) -> Iterator[Page]:
    """A tab of someone who prefers reduced motion, on a projector."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_races_replay_and_pause_together(page: Page, server: str) -> None:
    open_page(page, server)
    expect(page.locator(".rd-replay")).to_have_count(len(PRESETS))
    wait_until(lambda: page.evaluate(FIRST_ENDS))
    before = page.evaluate(FIRST_ENDS)
    wait_until(lambda: page.evaluate(FIRST_ENDS) != before)
    pauses = page.locator(".rd-replay button")
    pauses.first.click()
    expect(pauses).to_have_text(["Play"] * len(PRESETS))
    held = page.evaluate(FIRST_ENDS)
    # Two more frames: nothing is drawn any more.
    page.evaluate("() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")
    assert page.evaluate(FIRST_ENDS) == held
    pauses.last.press("Enter")
    wait_until(lambda: page.evaluate(FIRST_ENDS) != held)


def test_the_final_state_stands_still_with_reduced_motion(still: Page, server: str) -> None:
    open_page(still, server)
    expect(still.locator(".rd-replay svg").first).to_be_visible()
    expect(still.locator(".rd-replay button").first).to_be_hidden()
    for replay, preset in enumerate(PRESETS):
        race = find_recorded(preset.key)
        svg = still.locator(".rd-replay").nth(replay).locator("svg")
        names = [line.name for line in race.lines[:MOST_LINES]]
        expect(svg.locator(".rd-run text")).to_have_text(names)
        drawn = [
            len(str(line.get_attribute("points")).split()) for line in svg.locator("polyline").all()
        ]
        assert drawn == [len(line.val_loss) for line in race.lines[:MOST_LINES]]
        expect(svg).to_have_attribute("aria-label", re.compile(f"seed {race.seed}, epoch by epoch"))
    for labels in still.evaluate(LABELS):
        heights = sorted(labels, key=lambda label: label["top"])
        assert all(label["inside"] for label in labels)
        centers = [(label["top"] + label["bottom"]) / 2 for label in heights]
        assert all(b - a > 11 for a, b in pairwise(centers))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_methods_have_the_colors_of_a_real_race(browser: Browser, server: str, scheme) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    open_page(page, server)
    line = page.locator(".rd-replay polyline")
    expect(line.first).to_be_attached()
    for index in range(MOST_LINES):
        wanted = getattr(line_style(index), scheme)
        red, green, blue = (int(wanted[i : i + 2], 16) for i in (1, 3, 5))
        expect(line.nth(index)).to_have_css("stroke", f"rgb({red}, {green}, {blue})")
    context.close()


def test_cards_and_buttons_are_in_view_on_a_projector(still: Page, server: str) -> None:
    open_page(still, server)
    starts = still.get_by_role("button", name="Start race")
    expect(starts).to_have_count(len(PRESETS))
    expect(still.locator(".rd-replay svg")).to_have_count(len(PRESETS))
    for start in starts.all():
        expect(start).to_be_in_viewport(ratio=1)


def test_a_term_explains_itself_on_hover_and_on_focus(still: Page, server: str) -> None:
    open_page(still, server)
    term = still.locator(".rd-term").first
    tip = term.get_by_role("tooltip", include_hidden=True)
    expect(tip).to_be_hidden()

    def hovered() -> bool:
        term.hover()  # again if the term has moved since, because a card above has got its picture
        return tip.is_visible()

    wait_until(hovered)
    still.mouse.move(5, 5)
    expect(tip).to_be_hidden()
    term.focus()
    expect(tip).to_be_visible()
    expect(tip).to_be_in_viewport(ratio=1)
    word = str(term.evaluate("(node) => node.firstChild.textContent"))
    assert tip.inner_text() == explain(word.removesuffix("s") if word == "seeds" else word)


def test_search_rename_delete_and_restore(page: Page, server: str, home: Path, tiny) -> None:
    store = Store(home)
    for title in ("Strengths of dropout", "For the talk"):
        comparison = store.add_comparison(title)
        store.end_run(store.add_run(comparison, tiny(), "me"), "finished")
    open_page(page, server)
    entries = page.locator("[class*=st-key-open_] button")
    expect(entries).to_have_text(["For the talk", "Strengths of dropout"])

    page.get_by_placeholder("Title, or name of a run").fill("STRENGTH")
    expect(entries).to_have_text(["Strengths of dropout"])
    page.get_by_placeholder("Title, or name of a run").fill("")
    expect(entries).to_have_count(2)

    page.get_by_role("button", name="Rename").first.click()
    page.get_by_role("textbox", name="Title", exact=True).fill("For *the* report")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(entries).to_have_text(["For *the* report", "Strengths of dropout"])

    page.get_by_role("button", name="Delete").first.click()
    expect(page.get_by_text("Deleted 'For *the* report'.")).to_be_visible()
    expect(entries).to_have_text(["Strengths of dropout"])
    page.get_by_role("button", name="Undo").click()
    expect(entries).to_have_count(2)
    expect(page.get_by_text("Deleted 'For *the* report'.")).to_be_hidden()

    # Opened by its link, a deleted comparison can be restored.
    link = f"{server}/?comparison={comparison}"
    store.delete_comparison(comparison)
    store.close()
    open_page(page, link)
    expect(page.get_by_text("'For *the* report' was deleted today")).to_be_visible()
    page.get_by_role("button", name="Restore").first.click()
    expect(page.locator(ROWS).first).to_be_visible()


def test_times_are_those_of_the_browser(browser: Browser, server: str, home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("Now")
    store.end_run(store.add_run(comparison, tiny(), "me"), "finished")
    created = store.comparison(comparison).created
    store.close()
    shown = {}
    for zone in ("UTC", "Asia/Kolkata"):
        context = browser.new_context(timezone_id=zone)
        page = context.new_page()
        open_page(page, server)
        entry = page.locator(f".st-key-entry_{comparison}")
        expect(entry).to_contain_text(re.compile(r"(today|yesterday) \d\d:\d\d"))
        shown[zone] = str(entry.inner_text())
        context.close()
    assert f"{created:%H:%M}" in shown["UTC"]
    assert f"{created + timedelta(hours=5, minutes=30):%H:%M}" in shown["Asia/Kolkata"]
