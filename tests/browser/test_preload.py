"""The scripts of the charts are loaded together with the page, and only at the first visit."""

import re
import urllib.request

import pytest
from playwright.sync_api import Page

from regdash.ui.elements import addresses_of
from tests.browser.page_state import open_page


def links(url: str) -> list[str]:
    """Return the addresses that the page at a URL lets the browser load."""
    header = urllib.request.urlopen(url).headers["Link"] or ""
    return re.findall("<([^>]*)>; rel=", header)


@pytest.mark.parametrize("query", ["?comparison=c", "?technique=l2&study=s"])
def test_links_to_charts_preload_their_scripts(server: str, query: str) -> None:
    found = links(f"{server}/{query}")
    assert found[0].startswith("/regdash/plotly.js")
    assert found[1:] == addresses_of("live", base="")
    for path in found:
        assert urllib.request.urlopen(server + path).status == 200


@pytest.mark.parametrize("path", ["/", "/?technique=l2", "/_stcore/health?comparison=c"])
def test_other_pages_preload_nothing(server: str, path: str) -> None:
    assert links(server + path) == []


def test_a_repeat_visit_loads_no_script_of_the_elements_again(page: Page, server: str) -> None:
    sizes = """() => Object.fromEntries(performance.getEntriesByType("resource")
        .filter((entry) => entry.name.includes("/regdash/"))
        .map((entry) => [new URL(entry.name).pathname, entry.transferSize]))"""
    expected = {*addresses_of("live", base=""), "/regdash/plotly.js"}
    for visit in range(2):
        open_page(page, f"{server}/?comparison=none")
        page.wait_for_function("window.Plotly")
        loaded = page.evaluate(sizes)
        assert expected <= loaded.keys()
        assert any(loaded.values()) == (visit == 0)
