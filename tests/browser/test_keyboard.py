"""Everything works by keyboard alone, and the focus is visible and stays where it was."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.page_state import ROWS, open_page, points, statuses, wait_until

TINY = "train_size=200&validation_share=0.1&hidden_layers=16"

UNMARKED_FOCUS = """() => {
  const at = document.activeElement;
  if (!at.closest('.rd-live')) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 ? null : at.outerHTML;
}"""
"""The focused element, if it is ours and does not look focused."""

IN_THE_SAME_GROUP = """(element) => {
  const group = element.closest('[role=group], [role=radiogroup], [role=toolbar], [role=tablist]');
  const options = element.tabIndex < 0 && group ? group : element;
  return options.contains(document.activeElement);
}"""
"""Whether the focus is on an element, or in its group if the arrows lead from there to it."""


def tab_to(page: Page, target: Locator, most: int = 150) -> None:
    """Move the focus to an element: with Tab, and within a group of options with the arrows.

    Every element of ours on the way must look focused.
    """
    expect(target).to_be_visible()
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(UNMARKED_FOCUS) is None
        if target.evaluate(IN_THE_SAME_GROUP):
            break
    for _ in range(most):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"Tab does not reach {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Move the focus to an element with Tab, and press a key there."""
    tab_to(page, target)
    page.keyboard.press(key)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_the_focus_stays_when_runs_end(page: Page, server: str) -> None:
    """The page is redrawn, and its verdicts appear, while someone is at the table."""
    open_page(page, f"{server}/?{TINY}&epochs=300")
    page.get_by_role("button", name="Start", exact=True).click()
    wait_until(lambda: any(points(page)))
    name = page.locator(f"{ROWS} .rd-name")
    tab_to(page, name)
    wait_until(lambda: statuses(page) == ["finished"])
    expect(page.get_by_role("button", name="Stop all")).to_be_disabled()
    expect(name).to_be_focused()
