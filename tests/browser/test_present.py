"""Presentation mode: charts, table and verdicts alone, large, and driven by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from regdash.store.store import Store
from tests.browser.chart_state import LEFT, RIGHT, hover_rows, open_charts, point_at
from tests.browser.page_state import CHART, open_page, points, statuses, wait_for_script, wait_until
from tests.browser.readable import LEAST_TYPE, LINES, TEXTS, check_readable
from tests.browser.serving import serve
from tests.support.recorded_store import copy_recorded, largest_comparison

MODE = ".rd-live.rd-present"
KEYS = f"{MODE} .rd-keys"
CUT_TABLE = """() => {
  const { scrollWidth, clientWidth } = document.querySelector('.rd-live .rd-table');
  return scrollWidth > clientWidth;
}"""

CUT_SETUP = """() => {
  const line = document.querySelector('.rd-bar-setup');
  return !line.innerText || line.scrollHeight > line.clientHeight + 1;
}"""

LOOK = """() => ({
  size: document.querySelector('.rd-live').getBoundingClientRect().toJSON(),
  scroll: document.querySelector('[data-testid=stMain]').scrollTop,
  charts: [...document.querySelectorAll('.rd-live .js-plotly-plot')].map((node) => {
    const { width, height, font, xaxis, yaxis } = node._fullLayout;
    return [width, height, font.size, xaxis.range, yaxis.range, yaxis.type, yaxis.title.text,
            node.data.map((trace) => [trace.name, trace.line?.width, trace.visible])];
  }),
  rows: [...document.querySelectorAll('.rd-live .rd-table tr')].map((row) => row.innerText),
})"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_recorded(tmp_path_factory.mktemp("presented"))


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[str]:
    with serve(home) as address:
        yield address


@pytest.fixture
def many(server: str, home: Path) -> str:
    """Address of a comparison of seven methods, of which one diverged; most have three seeds."""
    return f"{server}/?comparison={largest_comparison(home)}"


@pytest.fixture
def link(server: str, home: Path) -> str:
    """Address of a comparison of two methods with three seeds each."""
    store = Store(home)
    sizes = {found.id: len(store.runs(found.id)) for found, _ in store.recent_comparisons()}
    store.close()
    (small,) = [id for id, size in sizes.items() if size == 6]
    return f"{server}/?comparison={small}"


def address(page: Page) -> str:
    return page.evaluate("location.href")


def headings(page: Page) -> list[str]:
    return [text for text in page.locator(f"{MODE} .rd-heading").all_inner_texts() if text]


def present(page: Page, key: str = "p") -> None:
    page.keyboard.press(key)
    page.wait_for_selector(MODE)


def test_everything_fits_and_is_readable_from_the_back(page: Page, many: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_charts(page, f"{many}&present=1")
    wait_until(lambda: headings(page) == ["Loss (nats)", "Accuracy"])
    check_readable(page, 1280, 720)
    assert not page.evaluate(CUT_SETUP)
    page.keyboard.press("ArrowRight")
    wait_until(lambda: headings(page) == ["Loss (nats)"])
    check_readable(page, 1280, 720)
    # What explains a point of a line is as large.
    point_at(page, LEFT, 2)
    assert len(hover_rows(page)) == 6  # the seventh has diverged before
    assert min(text["size"] for text in page.evaluate(TEXTS)) >= LEAST_TYPE
    page.mouse.move(2, 2)

    # The link as a QR code, beside a chart; Escape closes it first.
    page.keyboard.press("q")
    code = page.locator(f"{MODE} .rd-code svg")
    expect(code).to_be_visible()
    box = code.bounding_box()
    assert box
    assert box["width"] == box["height"] >= 500
    expect(page.locator(f"{MODE} .rd-code")).to_contain_text("Other devices cannot open this link")
    check_readable(page, 1280, 720)
    page.keyboard.press("Escape")
    expect(code).to_be_hidden()

    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1920, "height": 1080})
    check_readable(page, 1920, 1080)
    assert not page.evaluate(CUT_SETUP)
    page.keyboard.press("ArrowLeft")
    wait_until(lambda: headings(page) == ["Loss (nats)", "Accuracy"])
    check_readable(page, 1920, 1080)


def test_the_keys_of_the_charts_and_the_way_back(page: Page, link: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_charts(page, link)
    page.evaluate(f"() => {{ document.querySelector('{CHART}').marked = 'same'; }}")
    page.get_by_role("button", name="Show each seed").first.click()
    page.mouse.move(640, 700)
    page.mouse.wheel(0, 250)
    wait_until(lambda: "unfolded" in address(page) and page.evaluate(LOOK)["scroll"] == 250)
    before, from_link = page.evaluate(LOOK), address(page)
    page.keyboard.press("ArrowRight")  # nothing on the page
    expect(page.locator(MODE)).to_have_count(0)

    present(page)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_role("link", name="Data", exact=True)).to_be_hidden()
    assert headings(page) == ["Loss (nats)", "Accuracy"]
    for expected in (["Loss (nats)"], ["Accuracy"], ["Generalization gap (nats)"]):
        page.keyboard.press("ArrowRight")
        wait_until(lambda expected=expected: headings(page) == expected)
        expect(page.locator(RIGHT)).to_be_hidden()
    wait_until(lambda: address(page).endswith("&present=gap"))
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    wait_until(lambda: headings(page) == ["Loss (nats)", "Accuracy"])
    expect(page.locator(RIGHT)).to_be_visible()

    def scales() -> list[str]:
        return [
            page.evaluate(f"() => document.querySelector('{side}')._fullLayout.yaxis.type")
            for side in (LEFT, RIGHT)
        ]

    page.keyboard.press("l")
    wait_until(lambda: scales() == ["log", "linear"])
    assert headings(page) == ["Loss (nats), log axis", "Accuracy"]
    page.keyboard.press("l")
    wait_until(lambda: scales() == ["linear", "linear"])
    # Values of the gap may be negative: a log axis would leave lines out.
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    wait_until(lambda: headings(page) == ["Generalization gap (nats)"])
    expect(page.locator(f"{KEYS} [data-do=log]")).to_be_hidden()
    page.keyboard.press("l")
    expect(page.locator(f"{MODE} .rd-notice")).to_contain_text("No log axis")
    assert scales()[0] == "linear"
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    wait_until(lambda: headings(page) == ["Loss (nats)", "Accuracy"])
    expect(page.locator(f"{KEYS} [data-do=log]")).to_be_visible()

    page.keyboard.press("f")
    wait_until(lambda: page.evaluate("document.fullscreenElement !== null"))
    page.keyboard.press("p")
    wait_until(lambda: page.evaluate("document.fullscreenElement === null"))
    expect(page.locator(MODE)).to_have_count(0)
    # The page is as it was before.
    wait_until(lambda: address(page).replace("~linear.loss", "") == from_link)
    wait_until(lambda: page.evaluate(LOOK) == before)
    assert page.evaluate(f"() => document.querySelector('{CHART}').marked") == "same"
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    expect(page.get_by_role("link", name="Data", exact=True)).to_be_visible()

    # Space has nothing to pause; a presenter remote turns; a window that was narrow for a moment.
    present(page)
    page.keyboard.press("Space")
    page.keyboard.press("PageDown")
    wait_until(lambda: headings(page) == ["Loss (nats)"])
    page.keyboard.press("PageUp")
    wait_until(lambda: headings(page) == ["Loss (nats)", "Accuracy"])
    expect(page.locator(f"{MODE} .rd-notice")).not_to_have_text("Paused")
    page.set_viewport_size({"width": 800, "height": 720})
    wait_until(lambda: headings(page) == ["Loss (nats)"])
    page.set_viewport_size({"width": 1280, "height": 720})
    wait_until(lambda: headings(page) == ["Loss (nats)", "Accuracy"])
    # Escape closes an explanation first.
    page.locator(f"{MODE} .rd-key [data-tip]").first.hover()
    expect(page.locator(".rd-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".rd-tip")).to_be_hidden()

    # The names of the keys are buttons, and the next key still works.
    page.locator(f"{KEYS} [data-do=forward]").click()
    wait_until(lambda: headings(page) == ["Loss (nats)"])
    page.keyboard.press("Escape")
    expect(page.locator(MODE)).to_have_count(0)

    # Back and Forward to another place end it, and full screen.
    page.get_by_role("button", name="New comparison", exact=True).click()
    wait_until(lambda: "comparison" not in address(page))
    expect(page.locator(CHART)).to_have_count(
        0
    )  # those that are being left are shown until the script has ended
    wait_for_script(page)
    page.go_back()
    expect(page.locator(CHART).first).to_be_visible()
    wait_for_script(page)
    present(page)
    page.keyboard.press("f")
    wait_until(lambda: page.evaluate("document.fullscreenElement !== null"))
    wait_until(lambda: "present=1" in address(page))
    page.go_forward()
    wait_until(lambda: page.evaluate("document.fullscreenElement === null"))
    expect(page.locator(MODE)).to_have_count(0)
    assert "present" not in address(page)


def test_keys_that_mean_something_else_are_left_alone(page: Page, link: str) -> None:
    open_charts(page, link)
    for key in ("Control+p", "Alt+p", "Shift+P"):
        page.keyboard.press(key)
    page.locator("[data-action=rename]").first.click()
    field = page.get_by_role("dialog").get_by_role("textbox", name="Name")
    field.fill("")
    page.keyboard.type("pp")
    expect(field).to_have_value("pp")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(MODE)).to_have_count(0)
    # A ticked box takes no letters.
    page.get_by_label("Show L2 0.03", exact=True).uncheck()
    present(page)
    expect(page.locator(f"{MODE} .rd-table tbody tr:visible")).to_have_count(1)
    # Escape closes only a dialog above the mode.
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p role=dialog id=above>a</p>')")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    assert headings(page) == ["Loss (nats)", "Accuracy"]
    page.evaluate("document.getElementById('above').remove()")
    page.keyboard.press("Escape")
    expect(page.locator(MODE)).to_have_count(0)


def test_the_button_a_reload_and_a_link_open_it(page: Page, link: str) -> None:
    # A link that names no chart opens the first slide.
    open_charts(page, f"{link}&present=<b>")
    wait_until(lambda: headings(page) == ["Loss (nats)", "Accuracy"])
    page.keyboard.press("Escape")
    wait_until(lambda: "present" not in address(page))
    length = page.evaluate("history.length")

    page.get_by_role("button", name="Present", exact=True).click()
    page.wait_for_selector(MODE)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    wait_until(lambda: address(page).endswith("&present=gap"))
    assert page.evaluate("history.length") == length

    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    wait_until(lambda: headings(page) == ["Generalization gap (nats)"])
    wait_until(lambda: page.evaluate(LINES))
    check_readable(page, 390, 844)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.locator(f"{KEYS} [data-do=leave]").click()
    expect(page.locator(MODE)).to_have_count(0)
    # The server writes other parameters of the link, and knows an older one.
    page.get_by_role("button", name="L2", exact=True).click()
    wait_until(lambda: "technique=l2" in address(page))
    assert "present" not in address(page)
    expect(page.locator(MODE)).to_have_count(0)


def test_it_grows_while_runs_train_and_can_pause(page: Page, server: str) -> None:
    open_page(page, f"{server}/?train_size=200&validation_share=0.1&hidden_layers=16&epochs=2000")
    page.get_by_role("button", name="Start", exact=True).click()
    wait_until(lambda: any(points(page)))
    page.evaluate(f"() => {{ document.querySelector('{CHART}').marked = 'same'; }}")
    present(page)
    first = points(page)
    wait_until(lambda: points(page)[0] > first[0])
    page.keyboard.press("Space")
    expect(page.locator(f"{MODE} .rd-notice")).to_have_text("Paused")
    page.wait_for_timeout(300)  # for what was being drawn
    paused = points(page)
    page.wait_for_timeout(1500)
    page.keyboard.press("ArrowRight")  # another chart, of the same points
    wait_until(lambda: headings(page) == ["Loss (nats)"])
    assert points(page) == paused
    page.keyboard.press("Space")
    wait_until(lambda: points(page)[0] > paused[0])
    expect(page.locator(f"{MODE} .rd-notice")).to_have_text("")

    # Another seed, as by the button of the row.
    page.keyboard.press("r")
    expect(page.locator(f"{MODE} .rd-notice")).to_contain_text("another seed")
    wait_until(lambda: page.locator(f"{MODE} .rd-table tr.rd-member").count() == 2)
    expect(page.locator(f"{MODE} .rd-table tr.rd-member").first).to_be_hidden()
    assert page.evaluate(f"() => document.querySelector('{CHART}').marked") == "same"
    # No column is cut while seeds repeat, however long the names are.
    for width, height in ((1280, 720), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(500)
        assert not page.evaluate(CUT_TABLE), width
    page.keyboard.press("p")
    page.get_by_role("button", name="Stop all").click()
    wait_until(lambda: not {"running", "queued"} & set(statuses(page)))
