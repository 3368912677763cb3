"""Reads the state of a page for the browser tests."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

CHART = ".rd-live .js-plotly-plot"

ROWS = ".rd-live:not(.rd-compact) .rd-table tbody tr:not([hidden])"


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until Streamlit has drawn it."""
    page.goto(address)
    page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]")
    wait_for_script(page)


def wait_for_script(page: Page) -> None:
    """Wait until Streamlit has run the script of the page to its end."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


_POINTS = f"""[...document.querySelector('{CHART}')?.data ?? []]
    .filter((trace) => trace.meta.role === 'validation').map((trace) => trace.x.length)"""


def points(page: Page) -> list[int]:
    """Return the number of validation points of each run in the left chart."""
    return page.evaluate(f"() => {_POINTS}")


def record_points(page: Page) -> None:
    """From now on, keep what `points` returns whenever the left chart was drawn; see `drawn_points`."""
    page.evaluate(
        f"""() => {{
              window.drawnPoints = [];
              const chart = document.querySelector('{CHART}');
              chart.on('plotly_afterplot', () => window.drawnPoints.push({_POINTS}));
            }}"""
    )


def drawn_points(page: Page) -> list[list[int]]:
    """Return what `record_points` has kept."""
    return page.evaluate("() => window.drawnPoints")


def shown(page: Page, axis: str = "x") -> list[float]:
    """Return the visible range of an axis of the left chart."""
    return page.evaluate(f"() => document.querySelector('{CHART}')._fullLayout.{axis}axis.range")


def statuses(page: Page) -> list[str]:
    """Return the status of each run in the table."""
    return page.eval_on_selector_all(ROWS, "(rows) => rows.map((row) => row.dataset.status)")


def names(page: Page) -> list[str]:
    """Return the whole name of each run in the table, which may show it shortened."""
    return page.eval_on_selector_all(
        f"{ROWS} .rd-name", "(names) => names.map((name) => name.getAttribute('aria-label'))"
    )


def wait_until(condition: Callable[[], Any], timeout: float = 90.0) -> Any:
    """Poll until a condition is true; return its value.

    Raises:
        AssertionError: It is still false after `timeout` seconds.
    """
    end = time.monotonic() + timeout
    while not (found := condition()):
        assert time.monotonic() < end, "timed out"
        time.sleep(0.1)
    return found
