"""Points at the charts and reads what they show, for the browser tests."""

from playwright.sync_api import Locator, Page

from tests.browser.page_state import open_page

LEFT, RIGHT = "[data-chart=left]", "[data-chart=right]"


def open_charts(page: Page, link: str) -> None:
    """Open a comparison and wait until both charts have their points."""
    open_page(page, link)
    for side in (LEFT, RIGHT):
        page.wait_for_function(
            f"""() => document.querySelector('{side}')?.data?.some((trace) => trace.x.length > 1)"""
        )


def plot_of(page: Page, side: str) -> dict[str, float]:
    """The rectangle inside the axes, in pixels of the window."""
    box = page.locator(f"{side} .nsewdrag").bounding_box()
    assert box
    return {**box}


def point_at(page: Page, side: str, epoch: float, height: float = 0.5) -> None:
    """Move the pointer to an epoch, at a share of the plot's height from above."""
    plot = plot_of(page, side)
    first, last = page.evaluate(f"() => document.querySelector('{side}')._fullLayout.xaxis.range")
    x = plot["x"] + plot["width"] * (epoch - first) / (last - first)
    page.mouse.move(x, plot["y"] + plot["height"] * height)


def boxes(names: Locator) -> list[dict[str, float]]:
    """The rectangles of some nodes, in pixels of the window."""
    return names.evaluate_all(
        """(nodes) => nodes.map((node) => {
             const { x, y, width, height } = node.getBoundingClientRect();
             return { x, y, width, height };
           })"""
    )


def hover_rows(page: Page) -> list[list[str]]:
    """The cells of the box under the pointer: name, validation, training."""
    rows = page.locator(".rd-hover:popover-open tr")
    rows.first.wait_for()
    cells = rows.evaluate_all("(rows) => rows.map((row) => [...row.cells].map((c) => c.innerText))")
    return [row[1:] for row in cells]
