"""The next question to an open comparison: few actions, and an answer that can be compared.

A click, a press of a key and typing a value count as one action each.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from regdash.services.comparisons import start_runs
from regdash.services.runs import RunService
from regdash.spec import RunSpec
from tests.browser.page_state import ROWS, names, open_page, points, statuses, wait_until
from tests.browser.serving import serve

COMMON = {
    "data": {"train_size": 1000, "validation_share": 0.1},
    "network": {"hidden_layers": [16]},
    "epochs": 4,
}


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server with a comparison of a baseline and dropout 0.5 over two seeds; their addresses."""
    home = tmp_path_factory.mktemp("race")
    service = RunService(home)
    specs = [
        RunSpec.from_dict({**COMMON, "techniques": techniques, "seed": seed})
        for seed in (1, 2)
        for techniques in ({}, {"dropout": {"rate": 0.5}})
    ]
    (started,) = start_runs(service, specs)
    assert service.wait(started.run_ids, timeout=120)
    service.close()
    with serve(home) as address:
        yield address, f"{address}/?comparison={started.comparison_id}"


@pytest.fixture
def server(race: tuple[str, str]) -> str:
    """Address of that server, for the fixture `page`."""
    return race[0]


class Visitor:
    """Acts on a page and counts it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, target: Locator) -> None:
        """Click once."""
        self.actions += 1
        target.click()

    def type(self, target: Locator, value: str) -> None:
        """Type a value into a field."""
        self.actions += 1
        target.fill(value)

    def slide(self, label: str, share: float) -> None:
        """Click on the track of a slider, at a share of its range."""
        self.actions += 1
        slider = self.page.get_by_test_id("stSlider").filter(has_text=label)
        slider.click(trial=True)  # waits until the sidebar has stopped moving
        track, thumb = slider.bounding_box(), slider.get_by_role("slider").bounding_box()
        assert track
        assert thumb
        radius = 6  # of the thumb: the track ends that far inside
        x = track["x"] + radius + share * (track["width"] - 2 * radius)
        self.page.mouse.click(x, thumb["y"] + thumb["height"] / 2)


def open_race(page: Page, address: str) -> Visitor:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(page, address)
    wait_until(lambda: len(points(page)) >= 2)
    return Visitor(page)


def footer(page: Page) -> Locator:
    return page.locator(".st-key-composer_footer")


def test_a_variant_takes_three_actions_and_is_comparable(page: Page, race: tuple[str, str]) -> None:
    visitor = open_race(page, race[1])
    before = names(page)
    visitor.click(page.get_by_role("button", name="Dropout", exact=True))
    visitor.slide("Hidden rate", 0.3 / 0.95)
    expect(footer(page)).to_contain_text("dropout 0.3")
    expect(footer(page)).to_contain_text("2 runs (seeds 1–2), about")
    expect(footer(page)).to_contain_text("comparable with the baseline")
    start = page.get_by_role("button", name="Start", exact=True)
    expect(start).to_be_in_viewport(ratio=1)
    visitor.click(start)
    assert visitor.actions <= 3

    row = page.locator(ROWS).filter(has_text="dropout 0.3")
    expect(row).to_be_in_viewport()
    wait_until(lambda: statuses(page) == ["finished"] * (len(before) + 1))
    assert names(page) == [*before, "dropout 0.3"]
    verdicts = page.get_by_text("points on validation images, 95% interval")
    expect(verdicts).to_have_count(len(before))
    expect(page.get_by_text("not comparable", exact=True)).to_have_count(0)


def test_start_does_not_train_the_same_twice(page: Page, race: tuple[str, str]) -> None:
    visitor = open_race(page, race[1])
    before = len(names(page))
    page.get_by_role("button", name="L2", exact=True).click()
    expect(footer(page)).to_contain_text("L2 1e-4")
    expect(footer(page)).to_contain_text("comparable with the baseline")
    visitor.page.get_by_role("button", name="Start", exact=True).dblclick()
    expect(footer(page)).to_contain_text("it is 'L2 1e-4'. Its next seed is 3")
    expect(page.get_by_role("button", name="Train seed 3")).to_be_visible()
    expect(page.get_by_role("button", name="Start", exact=True)).to_have_count(0)
    wait_until(lambda: statuses(page) == ["finished"] * (before + 1))
    expect(page.locator(ROWS).filter(has_text="L2 1e-4")).to_contain_text("2")
    assert page.locator("tr[data-status]").count() == 3 * (before + 1)  # a method and two seeds


def test_other_epochs_for_all_take_three_actions(page: Page, race: tuple[str, str]) -> None:
    visitor = open_race(page, race[1])
    before = names(page)
    title = page.locator(".st-key-comparison_header h2").inner_text()
    visitor.click(page.get_by_role("button", name="Change", exact=True))
    visitor.type(page.get_by_role("dialog").get_by_role("spinbutton", name="Epochs"), "6")
    visitor.click(page.get_by_role("button", name="Train all again with this"))
    assert visitor.actions <= 3

    expect(page.locator(".st-key-comparison_header h2")).to_have_text(f"{title}, 6 epochs")
    expect(page.get_by_role("dialog")).to_have_count(0)
    wait_until(lambda: statuses(page) == ["finished"] * len(before))
    assert names(page) == before
    wait_until(lambda: points(page) == [6] * len(before))
    header = page.locator(".st-key-comparison_header")
    expect(header).to_contain_text("6 epochs · 10% held out · seeds 1–2")
    # Back to the old one.
    page.get_by_role("button", name=f"Made from '{title}'").click()
    expect(page.locator(".st-key-comparison_header h2")).to_have_text(title)
    wait_until(lambda: set(points(page)) == {4})


def test_invalid_settings_are_explained_in_the_dialog(page: Page, race: tuple[str, str]) -> None:
    open_race(page, race[1])
    page.get_by_role("button", name="Change", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("spinbutton", name="Training images").fill("90000")
    dialog.get_by_role("button", name="Train all again with this").click()
    expect(dialog.get_by_text("90,000")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert page.url.split("&")[0] == race[1]


def test_a_deviation_is_a_chip(page: Page, race: tuple[str, str]) -> None:
    open_race(page, race[1])
    page.get_by_text("Deviate from the set-up").click()
    field = page.get_by_role("spinbutton", name="Training images")
    expect(field).to_have_value("1000")
    field.fill("300")
    field.press("Enter")
    chip = page.get_by_role("button", name="300 images: cannot be compared")
    expect(chip).to_be_visible()
    expect(footer(page)).to_contain_text("cannot be compared with the baseline")
    wait_until(lambda: "train_size=300" in page.url)
    chip.click()
    expect(chip).to_have_count(0)
    expect(field).to_have_value("1000")
    wait_until(lambda: "train_size" not in page.url)


def test_a_comparison_is_renamed_in_three_actions(page: Page, race: tuple[str, str]) -> None:
    visitor = open_race(page, race[1])
    visitor.click(page.get_by_role("button", name="Rename comparison"))
    field = page.get_by_role("dialog").get_by_role("textbox", name="Title")
    visitor.type(field, "What does dropout do?")
    visitor.click(page.get_by_role("dialog").get_by_role("button", name="Rename"))
    assert visitor.actions <= 3
    expect(page.locator(".st-key-comparison_header h2")).to_have_text("What does dropout do?")


def test_the_head_takes_little_room(page: Page, race: tuple[str, str]) -> None:
    open_race(page, race[1])
    header = page.locator(".st-key-comparison_header").bounding_box()
    assert header
    assert header["height"] <= 62
    assert header["y"] <= 76  # right below the navigation
    page.set_viewport_size({"width": 390, "height": 844})
    overflow = """() => [...document.querySelectorAll('.st-key-comparison_header *')]
        .some((node) => node.getBoundingClientRect().right > innerWidth)"""
    wait_until(lambda: not page.evaluate(overflow))


def test_advice_is_started_by_its_button(page: Page, race: tuple[str, str]) -> None:
    open_race(page, race[1])
    before = names(page)
    offer = page.get_by_role("button", name=re.compile("^Train longer"))
    expect(offer.first).to_have_text(re.compile(r"Train longer \(8 epochs\)"))
    offer.first.dblclick()  # the second press starts nothing
    wait_until(lambda: statuses(page) == ["finished"] * len(before))
    wait_until(lambda: points(page) == [8] * len(before))
    expect(page.locator(".st-key-comparison_header h2")).to_contain_text("8 epochs")
    open_page(page, race[0])
    expect(page.locator("[class*=st-key-open_]", has_text="8 epochs")).to_have_count(1)


def test_duplicate_and_change_takes_three_actions(page: Page, race: tuple[str, str]) -> None:
    visitor = open_race(page, race[1])
    before = names(page)
    page.get_by_test_id("stSidebar").hover()  # shows the button that closes it
    page.get_by_test_id("stSidebarCollapseButton").locator("button").click()
    expect(page.get_by_role("button", name="Dropout", exact=True)).not_to_be_in_viewport()
    row = page.locator(ROWS).filter(has_text="dropout 0.5")
    visitor.click(row.locator("[data-action=duplicate]"))
    expect(page.get_by_role("heading", name="Copy of dropout 0.5")).to_be_visible()
    expect(page.locator(".st-key-set_techniques button").first).to_be_focused()
    expect(footer(page)).to_contain_text("it is 'dropout 0.5'. Its next seed is 3")
    visitor.slide("Hidden rate", 0.7 / 0.95)
    expect(footer(page)).to_contain_text("dropout 0.7")
    visitor.click(page.get_by_role("button", name="Start", exact=True))
    assert visitor.actions <= 3
    wait_until(lambda: statuses(page) == ["finished"] * (len(before) + 1))
    assert names(page) == [*before, "dropout 0.7"]


def test_the_answer_is_in_view_on_a_projector(page: Page, race: tuple[str, str]) -> None:
    open_race(page, race[1])
    for chart in page.locator(".rd-live .js-plotly-plot").all():
        expect(chart).to_be_in_viewport(ratio=1)
    rows = page.locator(ROWS).all()[:4]
    assert len(rows) >= 2
    for row in rows:
        expect(row).to_be_in_viewport(ratio=1)
        expect(row).to_contain_text(
            re.compile("baseline|better|worse|not distinguishable|one seed|not yet")
        )
