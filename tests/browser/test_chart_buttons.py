"""The buttons above a chart, with more runs than names have room for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from regdash.services.runs import RunService
from regdash.spec import RunSpec
from tests.browser.chart_state import LEFT, RIGHT, open_charts, plot_of
from tests.browser.page_state import CHART, shown, wait_until
from tests.browser.serving import serve
from tests.conftest import TINY


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def comparison(home: Path) -> str:
    """Id of a comparison of eleven runs."""
    service = RunService(home)
    comparison = service.store.add_comparison("Eleven runs")
    specs = [
        RunSpec.from_dict({**TINY, "techniques": {"l2": {"l2": at / 1000}}}) for at in range(1, 12)
    ]
    assert service.wait(service.submit(comparison, specs), timeout=120)
    service.close()
    return comparison


@pytest.fixture(scope="module")
def server(home: Path, comparison: str) -> Iterator[str]:
    with serve(home) as address:
        yield address


@pytest.fixture
def eleven(server: str, comparison: str) -> str:
    """Address of the comparison."""
    return f"{server}/?comparison={comparison}"


def test_the_mode_bar_has_these_buttons_and_no_other(page: Page, eleven: str) -> None:
    open_charts(page, eleven)
    expected = [
        "Picture of this chart",
        "Zoom",
        "Pan",
        "Zoom in",
        "Zoom out",
        "Reset the axes",
    ]
    for side in (LEFT, RIGHT):
        buttons = page.locator(f"{side} .modebar-btn")
        assert [button.get_attribute("data-title") for button in buttons.all()] == expected
    assert page.locator(".modebar-btn").count() == 2 * len(expected)  # no other figure has any
    # The last one undoes a zoom; pictures are tested in test_picture.py.
    page.locator(LEFT).hover()
    before = shown(page)
    page.locator(f"{LEFT} [data-title='Zoom in']").click()
    wait_until(lambda: shown(page)[0] > before[0])
    page.locator(f"{LEFT} [data-title='Reset the axes']").click()
    wait_until(lambda: shown(page) == before)


def test_a_chart_can_be_panned_more_than_once(page: Page, eleven: str) -> None:
    open_charts(page, eleven)
    page.locator(LEFT).hover()
    page.locator(f"{LEFT} [data-title='Pan']").click()
    first, last = shown(page)
    for _ in range(2):
        before = shown(page)
        plot = plot_of(page, LEFT)
        x, y = plot["x"] + plot["width"] / 2, plot["y"] + plot["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 60, y, steps=4)
        page.mouse.up()
        wait_until(lambda before=before: shown(page)[0] > before[0])
        now = shown(page)
        assert now[1] - now[0] == pytest.approx(last - first)  # moved, not zoomed
    mode = page.evaluate(f"() => document.querySelector('{CHART}')._fullLayout.dragmode")
    assert mode == "pan"
