"""The page as screen readers find it, and with reduced motion."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.page_state import ROWS, open_page, statuses, wait_until

TINY = "train_size=200&validation_share=0.1&hidden_layers=16"

MOVING = """() => [...document.querySelectorAll('*')].filter((element) => {
  const { animationName, transitionDuration } = getComputedStyle(element);
  return animationName !== 'none' || transitionDuration.split(', ').some((time) => time !== '0s');
}).length"""
"""Number of elements with animations or transitions."""


def test_ended_runs_are_announced_once(page: Page, server: str) -> None:
    open_page(page, f"{server}/?{TINY}&epochs=100&seed=7")
    page.evaluate(
        """() => {
          window.announced = [];
          new MutationObserver((changes) => {
            for (const { target } of changes) {
              if (target.role === 'status' && target.textContent) window.announced.push(target.textContent);
            }
          }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    page.get_by_role("button", name="Start", exact=True).click()
    wait_until(lambda: statuses(page) == ["finished"])
    expect(page.locator(".rd-announcements")).to_have_attribute("role", "status")
    announced = page.evaluate("() => window.announced.filter((text) => text.includes('finished'))")
    accuracy = page.locator(f"{ROWS} [data-column=val_accuracy]").inner_text()
    assert announced == [f"baseline finished, accuracy {accuracy}."]


def test_charts_and_progress_have_names(page: Page, server: str) -> None:
    open_page(page, f"{server}/?{TINY}&epochs=5000&seed=8")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("img", name="Loss by epoch of baseline.")).to_be_visible()
    expect(page.get_by_role("img", name="Accuracy by epoch of baseline.")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
    page.get_by_role("button", name="Seconds").click()
    page.get_by_label("Show baseline").uncheck()
    expect(page.get_by_role("img", name="Loss: no run is selected.")).to_be_visible()
    page.get_by_role("button", name="Stop all").click()
    wait_until(lambda: statuses(page) == ["stopped"])


def test_every_page_has_a_title_a_heading_and_landmarks(page: Page, server: str) -> None:
    for path, title in (("", "Compare"), ("/case_study", "Case study"), ("/data", "Data")):
        open_page(page, f"{server}{path}")
        expect(page.get_by_role("heading", level=1)).to_have_text([title])
        expect(page).to_have_title(f"{title} · RegDash")
        assert page.locator("html").get_attribute("lang") == "en"
        for landmark in ("main", "banner"):
            expect(page.get_by_role(landmark)).to_have_count(1)
        expect(page.get_by_role("navigation").first).to_be_visible()


def test_nothing_moves_when_motion_is_to_be_reduced(browser: Browser, server: str) -> None:
    for motion, moves in (("no-preference", True), ("reduce", False)):
        context = browser.new_context(reduced_motion=motion)
        page = context.new_page()
        open_page(page, server)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert (page.evaluate(MOVING) > 0) == moves
        context.close()
