"""The case study: one button, from the first epoch to all verdicts."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from regdash.content.case_study import CHAPTERS, METHODS
from tests.browser.page_state import ROWS, names, open_page, points, statuses, wait_until
from tests.browser.serving import serve

SEEDS = int(os.environ.get("REGDASH_STUDY_SEEDS", "3"))
"""3, 5 or 10."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server whose case study takes seconds."""
    with serve(tmp_path_factory.mktemp("home"), "tests/support/small_app.py") as address:
        yield address


def test_train_the_whole_case_study(page: Page, server: str) -> None:
    open_page(page, f"{server}/case_study")
    for chapter in CHAPTERS:
        expect(page.get_by_role("heading", name=chapter.title)).to_be_visible()
    page.get_by_role("radio", name=str(SEEDS), exact=True).click()
    expect(page.get_by_text(f"{SEEDS * len(METHODS)} runs, about")).to_be_visible()
    page.get_by_role("button", name="Train all of it").click()
    page.wait_for_url("**study=*")

    # It streams: some curves have points while others wait.
    wait_until(lambda: any(points(page)), timeout=120)
    assert "finished" not in statuses(page)
    wait_until(
        lambda: (
            len(statuses(page)) == len(METHODS)
            and set(statuses(page)) <= {"finished", "stopped_early"}
        ),
        timeout=240 * SEEDS,
    )
    assert names(page) == [method.name for method in METHODS]

    # Rows of runs have the same verdicts as the summary, each against the method's own reference.
    def same() -> bool:
        words = page.locator(f"{ROWS} .rd-badge").all_inner_texts()
        told = page.locator("[data-testid=stTable] tbody tr").all_inner_texts()
        return len(words) == len(told) == len(METHODS) and all(
            word in text for word, text in zip(words, told, strict=True)
        )

    wait_until(same)

    # All verdicts are shown, at first on validation images.
    rows = page.locator("[data-testid=stTable] tbody tr")
    expect(rows).to_have_count(len(METHODS))
    wait_until(lambda: "not yet" not in " ".join(rows.all_inner_texts()))
    verdicts = ("better", "worse", "not distinguishable")
    for index, text in enumerate(rows.all_inner_texts()):
        assert any(word in text for word in verdicts) or index == 0, text
    expect(page.get_by_text("points on validation images").first).to_be_visible()
    assert "points on test" not in page.content()
    assert "hidden" in page.locator(ROWS).first.inner_text()

    # Once revealed, test results stay visible.
    page.get_by_role("button", name="Reveal test results").click()
    expect(page.get_by_text("points on test images").first).to_be_visible()
    page.reload()
    expect(page.get_by_text("Test results were revealed on")).to_be_visible()
    expect(page.get_by_text("points on test images").first).to_be_visible()
    wait_until(lambda: "hidden" not in page.locator(ROWS).first.inner_text())

    # As published and as intended are shown side by side.
    expect(page.get_by_text("never applied it")).to_be_visible()
    expect(page.locator(".rd-compact .js-plotly-plot")).to_have_count(2 * len(CHAPTERS))

    page.get_by_role("link", name="Open in Compare").click()
    page.wait_for_url("**comparison=*")
    expect(page.get_by_role("heading", name="What helped?")).to_be_visible()
    wait_until(lambda: names(page) == [method.name for method in METHODS])

    # This page has no composer: copying a run leads to the one of Compare.
    open_page(page, f"{server}/case_study")
    wait_until(lambda: len(names(page)) == len(METHODS))
    dropout = page.locator(ROWS, has=page.get_by_role("button", name="dropout 0.25", exact=True))
    dropout.locator("[data-action=duplicate]").click()
    page.wait_for_url("**comparison=*")
    expect(page.get_by_role("heading", name="Copy of dropout 0.25")).to_be_visible()
    wait_until(lambda: names(page) == [method.name for method in METHODS])
