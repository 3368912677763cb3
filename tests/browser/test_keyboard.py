"""Everything works by keyboard alone, and the focus is visible and stays where it was."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.page_state import CHART, ROWS, names, open_page, points, statuses, wait_until

TINY = "train_size=200&validation_share=0.1&hidden_layers=16"

UNMARKED_FOCUS = """() => {
  const at = document.activeElement;
  if (!at.closest('.rd-live')) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 ? null : at.outerHTML;
}"""
"""The focused element, if it is ours and does not look focused."""

IN_THE_SAME_GROUP = """(element) => {
  const group = element.closest('[role=radiogroup], [role=toolbar], [role=tablist]');
  return (group ?? element).contains(document.activeElement);
}"""
"""Whether the focus is on an element, or in its group, in which the arrows move it."""


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


def test_everything_works_by_keyboard(page: Page, server: str) -> None:
    open_page(page, f"{server}/?{TINY}")

    # A ready-made race: start it, and stop it.
    press(page, page.get_by_role("button", name=re.compile("Start race|Watch a network")).first)
    page.wait_for_url("**comparison=*")
    wait_until(lambda: any(points(page)))
    press(page, page.get_by_role("button", name="Stop all"))
    wait_until(lambda: set(statuses(page)) <= {"stopped", "finished"})
    expect(page.get_by_role("button", name="Stop all")).to_be_disabled()

    # A new comparison with a variant of one's own. What was pressed keeps the focus.
    press(page, page.get_by_role("button", name="New comparison"))
    expect(page.locator(CHART)).to_have_count(0)
    pill = button(page, "Dropout")
    press(page, pill, "Space")
    dial = page.get_by_role("slider", name="Hidden rate")
    tab_to(page, dial)
    before = dial.input_value()
    page.keyboard.press("ArrowRight")
    wait_until(lambda: dial.input_value() != before)
    expect(dial).to_be_focused()
    press(page, page.get_by_role("button", name=re.compile(r"^\W*(play_arrow)?\s*Start$")).first)
    wait_until(lambda: statuses(page) == ["finished"])

    # The table: untick a run, rename it, and leave the dialog; the focus returns to the button.
    shown = page.get_by_role("checkbox", name=re.compile("^Show "))
    press(page, shown, "Space")
    expect(shown).not_to_be_checked()
    rename = page.locator(f"{ROWS} [data-action=rename]")
    field = page.get_by_role("dialog").get_by_role("textbox", name="Name")
    press(page, rename)
    tab_to(page, field)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(rename).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, field)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("my run")
    page.keyboard.press("Enter")
    wait_until(lambda: names(page) == ["my run"])

    # The parts of the judgement, one quickly after the other, and another page.
    tab_to(page, page.get_by_role("radio", name="Verdict"))
    for part in ("Certainty", "Figures", "Diagnosis"):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        expect(page.get_by_role("radio", name=part)).to_be_checked()
        expect(page.get_by_role("radio", name=part)).to_be_focused()
    expect(page.get_by_text("Derived from the curves by fixed rules")).to_be_visible()
    expect(page.get_by_role("radio", name="Diagnosis")).to_be_checked()
    press(page, page.get_by_role("link", name="Data", exact=True))
    expect(page.get_by_role("heading", name="Digits")).to_be_visible()
