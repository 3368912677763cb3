"""Checks that presentation mode fits the window and is readable from the back of a room."""

from playwright.sync_api import Page

LEAST_TYPE, LEAST_LINE = 18, 3
"""Pixels."""

TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest('script, style, noscript')) continue;
    if (parent.closest('.rd-announcements, .rd-unseen')) continue; // for screen readers only
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right, top, bottom, width } = range.getBoundingClientRect();
    if (!width || right < 0 || bottom < 0) continue; // where Plotly measures
    found.push({
      text: node.textContent.trim(), left, right, top, bottom,
      size: parseFloat(getComputedStyle(parent).fontSize),
      ours: Boolean(parent.closest('.rd-live')),
      cut: !parent.closest('svg, h2, .rd-bar-setup') && parent.scrollWidth > parent.clientWidth + 1
        && getComputedStyle(parent).display !== 'inline',
    });
  }
  return found;
}"""
"""Every text in sight, with its rectangle and its size in pixels."""

LINES = """() => [...document.querySelectorAll('.rd-live .scatterlayer .js-line')]
  .filter((line) => line.checkVisibility()).map((line) => parseFloat(line.style.strokeWidth))
  .filter((width) => width > 0)"""
"""Widths of the visible lines in pixels; bands have none."""

SCROLLS = """() => [document.scrollingElement, document.querySelector('.rd-live')]
  .some((node) => node.scrollHeight > node.clientHeight || node.scrollWidth > node.clientWidth)"""


def check_readable(page: Page, width: int, height: int) -> None:
    """Check that all of it is in a window of this size, and large enough."""
    page.wait_for_timeout(500)  # charts follow a change of the size
    assert not page.evaluate(SCROLLS)
    assert min(page.evaluate(LINES)) >= LEAST_LINE
    texts = page.evaluate(TEXTS)
    shown = {text["text"] for text in texts}
    assert {"Epoch", "validation", "training", "another seed", "baseline"} <= shown
    for text in texts:
        assert text["ours"], text
        assert text["size"] >= LEAST_TYPE, text
        assert not text["cut"], text
        assert 0 <= text["left"] <= text["right"] <= width, text
        assert 0 <= text["top"] <= text["bottom"] <= height, text
