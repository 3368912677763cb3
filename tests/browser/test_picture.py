"""From a comparison to a saved picture, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Page, expect

from regdash.store.store import Store
from tests.browser.page_state import ROWS, open_page, wait_until
from tests.browser.serving import serve
from tests.support.recorded_store import copy_recorded, largest_comparison

TITLE = "<b>Three</b> seeds: $x$ \N{RIGHT-TO-LEFT OVERRIDE}/../=1+1"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_recorded(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def comparison(home: Path) -> str:
    """The comparison with most runs, with a hostile title."""
    chosen = largest_comparison(home)
    store = Store(home)
    store.rename_comparison(chosen, TITLE)
    store.close()
    return chosen


@pytest.fixture(scope="module")
def server(home: Path, comparison: str) -> Iterator[str]:
    with serve(home) as address:
        yield address


def save(page: Page) -> Download:
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save picture").click()
    return saved.value


def open_comparison(page: Page, server: str, comparison: str, view: str = "") -> None:
    open_page(page, f"{server}/?comparison={comparison}{view}")
    page.wait_for_selector(ROWS)


def test_two_clicks_save_a_picture_with_settings_and_verdicts(
    page: Page, server: str, comparison: str
) -> None:
    open_comparison(page, server, comparison)
    page.get_by_role("button", name="Picture", exact=True).click()
    saved = save(page)
    assert re.fullmatch(r"[\w.+-]+\.png", saved.suggested_filename)
    assert saved.path().read_bytes().startswith(b"\x89PNG")
    # Without scrolling, also on a projector.
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.get_by_role("button", name="Save picture")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_picture_follows_the_view_and_its_choices(
    page: Page, browser: Browser, server: str, comparison: str, tmp_path: Path
) -> None:
    open_comparison(page, server, comparison)
    page.locator("[data-tabs=left] [data-key=gap]").click()
    page.get_by_role("button", name="Picture", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Square", exact=True).click()
    dialog.get_by_text("SVG", exact=True).click()
    dialog.get_by_text("Gap", exact=True).click()
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning"
    )
    saved = save(page)
    path = tmp_path / saved.suggested_filename
    saved.save_as(path)
    assert path.suffix == ".svg"
    texts = read_svg(browser, path)
    assert "Generalization gap (nats)" in texts
    assert "Accuracy" not in texts
    assert any(text.startswith("<b>Three</b> seeds: $x$ /../=1+1") for text in texts)


def read_svg(browser: Browser, path: Path) -> list[str]:
    """Open an SVG; return its texts, which must be inside, in the font that it contains."""
    context = browser.new_context()
    tab = context.new_page()
    requested: list[str] = []
    tab.on("request", lambda request: requested.append(request.url))
    tab.goto(path.as_uri())
    found = tab.evaluate(
        """async () => {
             await document.fonts.ready;
             const page = document.documentElement.getBoundingClientRect();
             return [...document.querySelectorAll("text")].map((text) => {
               const box = text.getBoundingClientRect();
               const inside = box.left >= page.left && box.right <= page.right
                 && box.top >= page.top && box.bottom <= page.bottom;
               return { text: text.textContent, inside, fonts: document.fonts.size };
             });
           }"""
    )
    context.close()
    assert [url for url in requested if not url.startswith(("file:", "data:"))] == []
    assert all(text["inside"] for text in found)
    assert {text["fonts"] for text in found} == {2}
    return [text["text"] for text in found]


def test_a_picture_can_be_copied(page: Page, server: str, comparison: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_comparison(page, server, comparison)
    page.get_by_role("button", name="Picture", exact=True).click()
    button = page.locator(".st-key-copy_picture button")
    button.click()
    expect(button).to_have_text("Copied")
    size = page.evaluate(
        """async () => {
             const [item] = await navigator.clipboard.read();
             const picture = await createImageBitmap(await item.getType("image/png"));
             return [picture.width, picture.height];
           }"""
    )
    assert size == [2560, 1440]


def test_the_mode_bar_opens_a_picture_of_one_chart(
    page: Page, server: str, comparison: str
) -> None:
    open_comparison(page, server, comparison, "&view=1~x.seconds")
    chart = page.locator("[data-chart=right]")
    chart.hover()
    chart.locator("[data-title='Picture of this chart']").click()
    dialog = page.get_by_role("dialog")
    # Four sizes, three looks, one chart and side by side, three files.
    expect(dialog.get_by_role("radio")).to_have_count(12)
    assert save(page).path().read_bytes().startswith(b"\x89PNG")


def test_methods_are_shown_side_by_side(
    page: Page, browser: Browser, server: str, home: Path, comparison: str, tmp_path: Path
) -> None:
    store = Store(home)
    seventh = store.runs(comparison)[-1]  # six fit
    store.close()
    open_comparison(page, server, comparison, f"&view=1~left.accuracy~hidden.{seventh.id}")
    page.get_by_role("button", name="Picture", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("SVG", exact=True).click()
    dialog.get_by_text("Side by side", exact=True).click()
    expect(dialog.get_by_text("is shown: there is no room for both charts")).to_be_visible()
    texts = save_svg(page, browser, tmp_path)
    assert {"Accuracy, on the same axes for all", "not distinguishable"} <= {*texts}
    assert texts.count("L2 0.03") == 1
    # A change is shown where the name does not say it already.
    assert any(text.startswith("+ dropout 0") for text in texts)
    assert "+ L2 0.03" not in texts


def save_svg(page: Page, browser: Browser, folder: Path) -> list[str]:
    """Save the picture of the open dialog as an SVG; return its texts."""
    page.get_by_role("dialog").get_by_text("SVG", exact=True).click()
    path = folder / "picture.svg"

    def is_saved() -> bool:
        saved = save(page)
        saved.save_as(path)
        return saved.suggested_filename.endswith(".svg")

    wait_until(is_saved)
    return read_svg(browser, path)


def test_the_differences_and_the_class_balance_have_pictures(
    page: Page, browser: Browser, server: str, comparison: str, tmp_path: Path
) -> None:
    open_comparison(page, server, comparison)
    page.get_by_role("button", name="Picture of the differences").click()
    texts = save_svg(page, browser, tmp_path)
    assert "Difference on validation images, percentage points" in texts
    assert "not distinguishable" in texts
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    open_page(page, f"{server}/data")
    page.get_by_text("Classes", exact=True).click()
    page.get_by_role("button", name="Picture of this chart").click()
    texts = save_svg(page, browser, tmp_path)
    assert {"Images per class: Digits", "Class", "Images", "Training"} <= {*texts}


def test_all_choices_are_in_view_on_a_phone(page: Page, server: str, comparison: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_comparison(page, server, comparison)
    page.get_by_role("button", name="Picture", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Save picture")).to_be_visible()
    for word in ("Square", "Print", "Accuracy", "Side by side", "PDF"):
        expect(dialog.get_by_role("radio", name=word, exact=True)).to_be_in_viewport(ratio=1)
