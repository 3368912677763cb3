"""The link: what it keeps, and the browser's Back and Forward."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from regdash.services.runs import RunService
from regdash.spec import RunSpec
from tests.browser.conftest import TIMEOUT
from tests.browser.page_state import (
    CHART,
    names,
    open_page,
    points,
    statuses,
    wait_for_script,
    wait_until,
)
from tests.browser.serving import serve
from tests.conftest import TINY

DROPOUT: dict[str, Any] = {"dropout": {}}


class Trained(NamedTuple):
    """Comparisons in the store of the server."""

    first: str
    """Baseline with two seeds, and dropout."""
    second: str
    """Baseline."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("linked")


@pytest.fixture(scope="module")
def trained(home: Path) -> Trained:
    service = RunService(home)
    lineups = {
        "First": [{"seed": 1}, {"seed": 2}, {"seed": 1, "techniques": DROPOUT}],
        "Second": [{"seed": 3}],
    }
    found = []
    for title, changes in lineups.items():
        found.append(service.store.add_comparison(title))
        specs = [RunSpec.from_dict({**TINY, "epochs": 3, **change}) for change in changes]
        assert service.wait(service.submit(found[-1], specs), timeout=120)
    service.close()
    return Trained(*found)


@pytest.fixture(scope="module")
def server(home: Path, trained: Trained) -> Iterator[str]:
    """Address of a server with these comparisons."""
    with serve(home) as address:
        yield address


def address(page: Page) -> str:
    """The page's address as of now; `page.url` is updated only while Playwright waits."""
    return page.evaluate("location.href")


def open_from_list(page: Page, comparison: str, title: str) -> None:
    """Open a comparison from the start page."""
    page.locator(f".st-key-open_{comparison} button").click()
    expect_comparison(page, comparison, title)


def expect_comparison(page: Page, comparison: str, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    wait_until(lambda: f"comparison={comparison}" in address(page))
    wait_until(lambda: points(page) == [3] * (2 if title == "First" else 1))


def expect_start(page: Page) -> None:
    expect(page.get_by_role("heading", name="Watch neural networks")).to_be_visible()
    wait_until(lambda: "comparison=" not in address(page))
    # Until the script that keeps the history has been loaded, a press adds an entry of its own.
    wait_until(lambda: page.evaluate("'regdashLink' in window"))


def expect_data(page: Page) -> None:
    expect(page.get_by_role("radio", name="Images")).to_be_visible()
    wait_until(lambda: "/data" in address(page))


def choices(page: Page) -> dict[str, Any]:
    """What the live element shows, as seen in its charts and its table; empty before it is there."""
    return page.evaluate(
        f"""() => {{
            const live = document.querySelector('.rd-live');
            if (!live) return {{}};
            const chart = live.querySelector('{CHART}');
            const pressed = (selector) =>
                live.querySelector(`${{selector}} [aria-pressed=true]`)?.textContent;
            return {{
                x: live.querySelector('[data-x][aria-pressed=true]')?.dataset.x,
                xTitle: chart?._fullLayout?.xaxis.title.text,
                left: pressed('[data-tabs=left]'),
                right: pressed('[data-tabs=right]'),
                scale: chart?._fullLayout?.yaxis.type,
                smoothing: live.querySelector('[data-smoothing]').value,
                smoothed: live.querySelector('[data-smoothing-value]').textContent,
                band: live.querySelector('[data-band][aria-pressed=true]')?.dataset.band,
                shown: chart?.data?.filter((t) => t.meta.role === 'validation').map((t) => t.visible),
                members: chart?.data?.filter((t) => t.meta.role === 'member').map((t) => t.visible),
                rows: [...live.querySelectorAll('tbody tr:not([hidden]) .rd-name')]
                    .map((name) => name.textContent),
            }};
        }}"""
    )


def choose(page: Page, selector: str) -> None:
    """Press a control of the live element, wherever it is."""
    page.locator(f".rd-live {selector}").first.dispatch_event("click")


def choose_everything(page: Page) -> dict[str, Any]:
    """Change every choice of the live element; return what it shows then."""
    choose(page, "[data-x=seconds]")
    choose(page, "[data-tabs=left] [data-key=accuracy]")
    choose(page, "[data-tabs=right] [data-key=gap]")
    choose(page, "[data-log=left]")
    choose(page, "[data-band=ci]")
    page.locator(".rd-live [data-smoothing]").evaluate(
        "(box) => { box.value = '0.6'; box.dispatchEvent(new Event('input')); }"
    )
    page.get_by_label("Show dropout 0.25", exact=True).uncheck()
    page.get_by_role("button", name="Show each seed").click()
    wait_until(lambda: choices(page)["members"] == [True, True])
    wait_until(lambda: "unfolded.m" in address(page))
    found = choices(page)
    expected = {
        "x": "seconds",
        "xTitle": "Training time (s)",
        "scale": "log",
        "smoothed": "0.60",
        "band": "ci",
        "shown": [True, False],
    }
    assert {name: found[name] for name in expected} == expected
    return found


def test_reload_and_another_browser_show_the_same(
    page: Page, browser: Browser, server: str, trained: Trained
) -> None:
    open_page(page, f"{server}/?comparison={trained.first}")
    expect_comparison(page, trained.first, "First")
    length = page.evaluate("history.length")
    before = choose_everything(page)
    page.get_by_role("radio", name="Certainty").click()
    wait_until(lambda: "part=Certainty" in address(page))
    page.get_by_text("Best validation epoch").first.click()
    best = page.get_by_role("radio", name="Best validation epoch")
    expect(best).to_be_checked()
    assert page.evaluate("history.length") == length
    link = address(page)
    for part in (
        "x.seconds",
        "left.accuracy",
        "right.gap",
        "log.accuracy",
        "smooth.0.6",
        "band.ci",
    ):
        assert f"~{part}" in link

    page.reload()
    wait_until(lambda: choices(page) == before)
    expect(page.get_by_role("radio", name="Certainty")).to_be_checked()
    expect(best).to_be_checked()
    assert address(page) == link

    other = browser.new_context()
    tab = other.new_page()
    tab.set_default_timeout(TIMEOUT)
    open_page(tab, link)
    wait_until(lambda: choices(tab) == before)
    expect(tab.get_by_role("radio", name="Certainty")).to_be_checked()
    other.close()

    # The server, which does not know the view, writes other parameters of the link.
    page.get_by_role("button", name="L2", exact=True).click()
    wait_until(lambda: "technique=l2" in address(page))
    assert choices(page) == before
    for part in (
        "x.seconds",
        "left.accuracy",
        "right.gap",
        "log.accuracy",
        "smooth.0.6",
        "band.ci",
    ):
        assert f"~{part}" in address(page)
    assert page.evaluate("history.length") == length


def test_back_and_forward_over_pages_and_comparisons(
    page: Page, server: str, trained: Trained
) -> None:
    open_page(page, server)
    expect_start(page)
    length = page.evaluate("history.length")
    page.get_by_role("button", name="L2", exact=True).click()  # not an entry
    wait_until(lambda: "technique=l2" in address(page))
    open_from_list(page, trained.first, "First")
    choose(page, "[data-x=seconds]")
    wait_until(lambda: "x.seconds" in address(page))
    page.get_by_role("button", name="New comparison").click()
    expect_start(page)
    assert "view=" not in address(page)
    open_from_list(page, trained.second, "Second")
    assert choices(page)["x"] == "epoch"
    assert "view=" not in address(page)
    page.get_by_role("link", name="Data").click()
    expect_data(page)
    page.get_by_role("link", name="Compare").click()
    expect_comparison(page, trained.second, "Second")
    assert page.evaluate("history.length") == length + 5

    page.go_back()
    expect_data(page)
    page.go_back()
    expect_comparison(page, trained.second, "Second")
    page.go_back()
    expect_start(page)
    page.go_back()
    expect_comparison(page, trained.first, "First")
    wait_until(lambda: choices(page).get("x") == "seconds")
    page.go_back()
    expect_start(page)
    page.go_forward()
    expect_comparison(page, trained.first, "First")
    wait_until(lambda: choices(page).get("x") == "seconds")
    page.go_forward()
    expect_start(page)
    page.go_forward()
    expect_comparison(page, trained.second, "Second")
    wait_until(lambda: choices(page).get("x") == "epoch")
    page.go_forward()
    expect_data(page)
    page.go_forward()
    expect_comparison(page, trained.second, "Second")
    assert page.evaluate("history.length") == length + 5

    # A visit of another page keeps the comparison and what is shown of it.
    choose(page, "[data-tabs=left] [data-key=gap]")
    wait_until(lambda: "left.gap" in address(page))
    page.get_by_role("link", name="Data").click()
    expect_data(page)
    page.get_by_role("link", name="Compare").click()
    expect_comparison(page, trained.second, "Second")
    wait_until(lambda: choices(page).get("left") == "Gap")
    assert "left.gap" in address(page)


def test_back_while_the_page_that_is_left_is_still_being_drawn(
    page: Page, server: str, trained: Trained
) -> None:
    open_page(page, f"{server}/?comparison={trained.second}")
    expect_comparison(page, trained.second, "Second")
    for wait in (0, 50, 150, 300):  # milliseconds
        page.get_by_role("button", name="New comparison").click()
        wait_until(lambda: "comparison=" not in address(page))
        page.wait_for_timeout(wait)
        page.go_back()
        wait_for_script(page)
        expect_comparison(page, trained.second, "Second")
    # What was said late about the address would have come by now.
    page.wait_for_timeout(1000)
    wait_for_script(page)
    expect_comparison(page, trained.second, "Second")


def test_a_started_race_is_one_entry(page: Page, server: str) -> None:
    tiny = "train_size=200&validation_share=0.1&hidden_layers=16"
    open_page(page, f"{server}/?{tiny}&epochs=4000")
    expect_start(page)
    length = page.evaluate("history.length")
    page.get_by_role("button", name="Start", exact=True).click()
    wait_until(lambda: points(page) and points(page)[0] > 2)
    assert page.evaluate("history.length") == length + 1
    choose(page, "[data-x=seconds]")
    choose(page, "[data-tabs=right] [data-key=gap]")
    wait_until(lambda: "x.seconds~right.gap" in address(page))
    link = address(page)

    # A reload in the middle of the race keeps everything.
    page.reload()
    wait_until(lambda: points(page) and points(page)[0] > 2)
    assert statuses(page) == ["running"]
    found = choices(page)
    assert (found["x"], found["right"]) == ("seconds", "Gap")
    assert address(page) == link

    page.go_back()
    expect_start(page)
    page.go_forward()
    wait_until(lambda: statuses(page) == ["running"])
    wait_until(lambda: choices(page).get("x") == "seconds")
    page.get_by_role("button", name="Stop all").click()
    wait_until(lambda: statuses(page) == ["stopped"])
    assert page.evaluate("history.length") == length + 1


def test_a_malformed_view_shows_the_defaults(page: Page, server: str, trained: Trained) -> None:
    wrong = "1~x.hours~left.magic~smooth.much~hidden.%3Cb%3E~sort.none~band.ci~~%00&part=Magic"
    open_page(page, f"{server}/?comparison={trained.first}&view={wrong}")
    expect_comparison(page, trained.first, "First")
    found = choices(page)
    assert (found["x"], found["left"], found["smoothed"]) == ("epoch", "Loss", "off")
    assert found["band"] == "ci"  # the valid part
    assert names(page) == ["baseline", "dropout 0.25"]
    expect(page.get_by_role("radio", name="Verdict")).to_be_checked()
    expect(page.get_by_text("From the link")).to_have_count(0)
    choose(page, "[data-x=seconds]")
    wait_until(lambda: address(page).endswith("view=1~x.seconds~band.ci"))
