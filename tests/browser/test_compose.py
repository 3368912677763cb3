"""Composing runs, and the buttons of the table."""

import re
from typing import Any

import numpy as np
from playwright.sync_api import Page, expect

from regdash.stats.spread import t_factor
from tests.browser.page_state import CHART, ROWS, names, open_page, points, statuses, wait_until


def traces(page: Page, role: str) -> list[dict[str, Any]]:
    """Traces of the left chart."""
    return page.evaluate(
        f"""() => [...document.querySelector('{CHART}').data]
              .filter((t) => t.meta.role === '{role}')
              .map(({{ x, y, visible }}) => ({{ x, y, visible }}))"""
    )


def band_height(page: Page) -> np.ndarray:
    """Height of the first band in each epoch."""
    outline = np.array(traces(page, "band")[0]["y"])
    upper, lower = np.split(outline, 2)
    return upper - lower[::-1]


TINY = "train_size=200&validation_share=0.1&hidden_layers=16&epochs=3"


def test_compose_and_race(page: Page, server: str) -> None:
    open_page(page, f"{server}/?{TINY}")
    page.get_by_role("button", name="Add variant").click()
    expect(page.get_by_role("button", name="Start 1 run")).to_be_visible()
    page.get_by_role("button", name="Dropout", exact=True).click()
    expect(page.get_by_text("Hidden rate")).to_be_visible()
    page.get_by_role("button", name="L2", exact=True).click()
    expect(page.get_by_text("L2 1e-4 + dropout 0.25").first).to_be_visible()
    wait_until(lambda: page.url.count("technique=") == 2)
    page.get_by_role("button", name="Add variant").click()
    page.get_by_role("button", name="Start 2 runs").click()
    wait_until(lambda: statuses(page) == ["finished"] * 2, timeout=180)
    assert names(page) == ["baseline", "L2 1e-4 + dropout 0.25"]

    # The link restores the comparison and the composer.
    open_page(page, page.url)
    wait_until(lambda: points(page) == [3, 3])
    expect(page.get_by_text("Hidden rate")).to_be_visible()

    # Hide, isolate, show again, without the server.
    visible = f"""() => [...document.querySelector('{CHART}').data]
        .filter((t) => t.meta.role === 'validation').map((t) => t.visible)"""
    page.get_by_label("Show baseline").uncheck()
    wait_until(lambda: page.evaluate(visible) == [False, True])
    page.locator(".rd-name").first.click()
    wait_until(lambda: page.evaluate(visible) == [True, False])
    page.locator(".rd-name").first.click()
    wait_until(lambda: page.evaluate(visible) == [True, True])

    # Another measure, axis or scale keeps the DOM node of the chart.
    page.evaluate(f"() => {{ document.querySelector('{CHART}').marked = 'same'; }}")
    page.locator("[data-tabs=left]").get_by_text("Gap").click()
    page.get_by_text("Seconds").click()
    title = page.locator(CHART).first.locator(".ytitle")
    expect(title).to_have_text("Generalization gap (nats)")
    assert page.evaluate(f"() => document.querySelector('{CHART}').marked") == "same"

    # Run again with another seed: both fold into one row, and unfold.
    row = page.locator(ROWS)
    row.first.locator("[data-action=again]").click()
    expect(page.get_by_role("button", name="Show each seed")).to_be_visible()
    wait_until(lambda: statuses(page) == ["finished"] * 2)
    assert names(page) == ["baseline", "L2 1e-4 + dropout 0.25"]
    expect(row.first).to_contain_text("±")
    wait_until(lambda: traces(page, "member") and traces(page, "band")[0]["y"])
    page.locator("[data-tabs=left]").get_by_text("Loss").click()
    expect(title).to_have_text("Loss (nats)")
    seeds = np.array([trace["y"] for trace in traces(page, "member")])
    assert np.allclose(traces(page, "validation")[0]["y"], seeds.mean(axis=0))
    sd = seeds.std(axis=0, ddof=1)
    assert np.allclose(band_height(page), 2 * sd)
    page.get_by_role("button", name="View").click()
    page.get_by_text("95% interval of the mean").click()
    wait_until(lambda: np.allclose(band_height(page), 2 * sd * t_factor(2)))
    page.get_by_role("button", name="Show each seed").click()
    assert names(page) == ["baseline", "seed 1", "seed 2", "L2 1e-4 + dropout 0.25"]
    wait_until(lambda: all(trace["visible"] for trace in traces(page, "member")))
    page.get_by_role("button", name="Fold the seeds").click()
    wait_until(lambda: not any(trace["visible"] for trace in traces(page, "member")))

    # Rename and delete.
    row.first.locator("[data-action=rename]").click()
    page.get_by_role("textbox", name="Name").fill("<b>my</b> run")
    page.get_by_role("button", name="Rename", exact=True).click()
    wait_until(lambda: names(page) == ["<b>my</b> run", "L2 1e-4 + dropout 0.25"])
    row.nth(1).locator("[data-action=delete]").click()
    page.get_by_role("button", name="Keep").click()
    assert len(names(page)) == 2
    row.nth(1).locator("[data-action=delete]").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    wait_until(lambda: names(page) == ["<b>my</b> run"])


def test_stop_one_and_all(page: Page, server: str) -> None:
    open_page(page, f"{server}/?{TINY.replace('epochs=3', 'epochs=5000')}")
    page.get_by_role("button", name="Add variant").click()
    expect(page.get_by_role("button", name="Start 1 run")).to_be_visible()  # see `test_data`
    page.get_by_role("button", name="Label smoothing").click()
    expect(page.get_by_text("smoothing 0.1", exact=True)).to_be_visible()
    page.get_by_role("button", name="Add variant").click()
    page.get_by_role("button", name="Start 2 runs").click()
    wait_until(lambda: len(points(page)) == 2 and min(points(page)) > 2, timeout=180)
    page.locator(ROWS).first.locator("[data-action=stop]").click()
    wait_until(lambda: statuses(page)[0] == "stopped")
    assert statuses(page)[1] == "running"
    page.get_by_role("button", name="Stop all").click()
    wait_until(lambda: statuses(page) == ["stopped"] * 2)
    expect(page.get_by_role("button", name="Stop all")).to_be_disabled()


def test_a_run_continues_when_its_tab_is_closed(page: Page, server: str) -> None:
    open_page(page, f"{server}/?{TINY.replace('epochs=3', 'epochs=300')}")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url(re.compile("comparison="))
    link = page.url
    page.goto("about:blank")
    page.wait_for_timeout(2000)
    open_page(page, link)
    wait_until(lambda: statuses(page) == ["finished"], timeout=120)
    wait_until(lambda: points(page) == [300])
    open_page(page, server)
    expect(page.get_by_text("Earlier comparisons")).to_be_visible()


def test_an_invalid_link_opens_a_usable_page(page: Page, server: str) -> None:
    open_page(
        page, f"{server}/?comparison=<i>no</i>&epochs=soon&technique=magic&technique=l2%3D1e-3"
    )
    expect(page.get_by_text("which is not in this store")).to_be_visible()
    expect(page.get_by_text("received 'soon'; allowed: a whole number")).to_be_visible()
    expect(page.get_by_text("There is no technique 'magic'")).to_be_visible()
    expect(page.get_by_text("L2 1e-3").first).to_be_visible()
    expect(page.get_by_role("button", name="Start race").first).to_be_enabled()


def test_invalid_settings_are_explained_and_disable_start(page: Page, server: str) -> None:
    open_page(page, server)
    page.get_by_text("Set-up", exact=True).click()
    field = page.get_by_role("spinbutton", name="Training images")
    field.fill("40000")
    field.press("Enter")
    expect(page.get_by_text("with 30% held out for validation there are 34,300")).to_be_visible()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_disabled()
    field.fill("500")
    field.press("Enter")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
