"""The table below the charts, and the controls above them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from regdash.services.runs import RunService
from regdash.spec import RunSpec
from tests.browser.chart_state import LEFT, boxes, hover_rows, plot_of, point_at
from tests.browser.page_state import ROWS, names, open_page, points, wait_until
from tests.browser.serving import serve
from tests.conftest import TINY

LONG = "dropout 0.5 + L2 0.003 + batch normalization"


def add_race(service: RunService, title: str) -> str:
    """Train a baseline and a far too strong penalty with three seeds each, and one with a long name."""
    comparison = service.store.add_comparison(title)
    specs = [
        RunSpec.from_dict({**TINY, "techniques": techniques, "seed": seed})
        for techniques in ({}, {"l1": {"l1": 0.1}})
        for seed in (1, 2, 3)
    ]
    ids = service.submit(comparison, [*specs, specs[0].replace(techniques={"dropout": {}})])
    assert service.wait(ids, timeout=240)
    service.store.rename_run(ids[-1], LONG)
    return comparison


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """Address of a server, and two comparisons: one to look at, and one to change."""
    home = tmp_path_factory.mktemp("home")
    service = RunService(home)
    comparisons = [add_race(service, title) for title in ("To look at", "To change")]
    service.close()
    with serve(home) as address:
        yield address, *comparisons


@pytest.fixture(scope="module")
def server(served: tuple[str, str, str]) -> str:
    return served[0]


@pytest.fixture
def race(page: Page, served: tuple[str, str, str]) -> Page:
    """A tab that shows the first comparison."""
    return show(page, f"{served[0]}/?comparison={served[1]}")


def show(page: Page, address: str) -> Page:
    open_page(page, address)
    wait_until(lambda: len(points(page)) == 3)
    return page


def head(page: Page, key: str) -> Locator:
    return page.locator(f".rd-live th[data-column={key}]")


def column(page: Page, key: str) -> list[str]:
    return page.locator(f"{ROWS} td[data-column={key}]").all_inner_texts()


def is_within(page: Page) -> bool:
    """Whether nothing can be scrolled sideways, neither the page nor the table."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth
          && [...document.querySelectorAll('.rd-table, [data-testid=stMain]')]
              .every((node) => node.scrollWidth <= node.clientWidth)"""
    )


def test_rows_have_the_verdicts_of_the_judgement(race: Page) -> None:
    words = race.locator(f"{ROWS} .rd-badge").all_inner_texts()
    assert words == ["baseline", "worse", "one seed"]
    judged = race.get_by_text("points on validation images", exact=False)
    (penalty,) = (text for text in judged.all_inner_texts() if "new seeds" in text)
    difference = race.locator(f"{ROWS} .rd-difference").nth(1).inner_text()
    assert penalty.startswith(f"{difference} points")
    race.set_viewport_size({"width": 1920, "height": 1080})
    interval = race.locator(f"{ROWS} .rd-interval").nth(1)
    expect(interval).to_be_visible()
    assert interval.inner_text().strip("()") in penalty
    # The explanation is at hand.
    race.locator(f"{ROWS} .rd-verdict").nth(1).hover()
    expect(race.get_by_role("tooltip")).to_contain_text(penalty)


def test_columns_are_sorted_by_pressing_their_heads(race: Page) -> None:
    original = names(race)
    loss = head(race, "val_loss")
    expect(loss).to_have_attribute("aria-sort", "none")
    loss.get_by_role("button").click()
    expect(loss).to_have_attribute("aria-sort", "ascending")
    values = [float(text) for text in column(race, "val_loss")]
    assert values == sorted(values)
    loss.get_by_role("button").click()
    expect(loss).to_have_attribute("aria-sort", "descending")
    assert [float(text) for text in column(race, "val_loss")] == sorted(values, reverse=True)
    loss.get_by_role("button").click()
    expect(loss).to_have_attribute("aria-sort", "none")
    assert names(race) == original

    # By keyboard; seeds stay behind their method, and the focus stays on the head.
    race.get_by_role("button", name="Show each seed: baseline").click()
    head(race, "name").get_by_role("button").focus()
    race.keyboard.press("Enter")
    race.keyboard.press("Enter")
    expect(head(race, "name")).to_have_attribute("aria-sort", "descending")
    assert names(race) == [
        "L1 0.1",
        LONG,
        "baseline",
        "seed 3",
        "seed 2",
        "seed 1",
    ]
    expect(head(race, "name").get_by_role("button")).to_be_focused()

    # A row that moves keeps the focus.
    baseline = race.get_by_role("button", name="baseline", exact=True)
    baseline.focus()
    head(race, "name").get_by_role("button").evaluate("(button) => button.click()")
    assert names(race)[0] == "baseline"
    expect(baseline).to_be_focused()


def test_long_names_are_shortened_in_the_middle(race: Page) -> None:
    name = race.locator(f"{ROWS} .rd-name").nth(2)
    expect(name).to_have_text("dropout 0.5 +…ormalization")
    name.hover()
    expect(race.get_by_role("tooltip")).to_contain_text(LONG)
    race.set_viewport_size({"width": 1920, "height": 1080})
    wait_until(lambda: len(name.inner_text()) > 26)


def test_terms_explain_themselves_on_focus_too(race: Page) -> None:
    gap = head(race, "loss_gap").get_by_role("button")
    gap.focus()
    race.keyboard.press("Shift+Tab")
    race.keyboard.press("Tab")
    tip = race.get_by_role("tooltip")
    expect(tip).to_contain_text("validation loss minus training loss")
    described = gap.get_attribute("aria-describedby")
    assert described == tip.get_attribute("id")
    race.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    race.locator("[data-tabs=left]").get_by_text("Loss").hover()
    expect(tip).to_contain_text("guessing among ten classes has 2.3")


def test_rarely_used_charts_and_settings_open_on_demand(race: Page) -> None:
    left = race.locator("[data-tabs=left]")
    expect(left.get_by_text("Weights")).to_be_hidden()
    left.get_by_role("button", name="More").click()
    left.get_by_text("Weights").click()
    expect(race.locator(".rd-live .ytitle").first).to_have_text("Norm of the weights")
    expect(left.locator("[data-opens]")).to_have_text("Weights")
    view = race.get_by_role("button", name="View")
    view.click()
    race.get_by_label("Smoothing").focus()
    race.keyboard.press("ArrowRight")
    expect(race.locator("[data-smoothing-value]")).to_have_text("0.05")
    race.keyboard.press("Escape")
    expect(race.get_by_label("Smoothing")).to_be_hidden()
    expect(view).to_be_focused()


def test_a_mean_is_named_with_its_seeds(race: Page) -> None:
    point_at(race, LEFT, 3)
    wait_until(lambda: "Epoch 3" in race.locator(".rd-hover").inner_text())
    assert {row[0] for row in hover_rows(race)} > {"baseline (3 seeds)", "L1 0.1 (3 seeds)"}


def test_controls_in_a_panel_are_explained_above_it(race: Page) -> None:
    race.get_by_role("button", name="View").click()
    race.locator(".rd-smoothing").hover()
    tip = race.get_by_role("tooltip")
    expect(tip).to_contain_text("Exponential moving average")
    (box,) = boxes(tip)
    is_on_top = "(tip, [x, y]) => document.elementFromPoint(x, y) === tip"
    assert tip.evaluate(is_on_top, [box["x"] + 9, box["y"] + 9])


def test_a_tap_shows_what_hovering_does(browser: Browser, served: tuple[str, str, str]) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, has_touch=True)
    page = show(context.new_page(), f"{served[0]}/?comparison={served[1]}")
    plot = plot_of(page, LEFT)
    page.touchscreen.tap(plot["x"] + plot["width"] / 2, plot["y"] + plot["height"] / 2)
    assert len(hover_rows(page)) == 3
    tip = page.get_by_role("tooltip")
    page.locator(f"{ROWS} .rd-verdict").nth(1).tap()
    expect(tip).to_contain_text("new seeds")
    expect(page.locator(".rd-hover:popover-open")).to_have_count(0)
    page.get_by_role("button", name="Seconds").tap()  # it is pressed, not explained
    expect(tip).to_have_count(0)
    context.close()


def test_controls_take_one_line_and_rows_are_low(race: Page) -> None:
    race.set_viewport_size({"width": 1280, "height": 720})
    header = race.locator(".rd-charts header").first.bounding_box()
    row = race.locator(ROWS).first.bounding_box()
    assert header
    assert row
    assert header["height"] <= 40
    assert row["height"] <= 32
    wait_until(lambda: is_within(race))
    small = race.evaluate(
        """() => [...document.querySelectorAll('.rd-table tbody tr:not([hidden]) button')]
              .map((button) => button.getBoundingClientRect())
              .filter(({ width, height }) => width && (width < 24 || height < 24)).length"""
    )
    assert small == 0


def test_each_run_is_a_card_on_a_phone(race: Page) -> None:
    race.set_viewport_size({"width": 390, "height": 844})
    wait_until(lambda: is_within(race))
    card = race.locator(ROWS).nth(1)
    for key in ("verdict", "status", "val_accuracy", "val_loss", "loss_gap"):
        expect(card.locator(f"td[data-column={key}]")).to_be_visible()
    expect(card.locator("td[data-column=parameters]")).to_be_hidden()
    labels = card.locator("td.rd-number").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell, '::before').content)"
    )
    assert '"Val. accuracy"' in labels
    box = card.bounding_box()
    assert box
    assert box["width"] <= 390


def test_the_bar_of_actions_replaces_the_head_it_covers(race: Page) -> None:
    bar = race.get_by_role("group", name="Selected runs")
    sort = head(race, "name").get_by_role("button", include_hidden=True)
    everything = race.get_by_role("checkbox", name="Select all")
    race.get_by_label("Select L1 0.1").check()
    expect(sort).to_be_hidden()
    bar.get_by_role("button", name="Select all").click()
    expect(bar).to_contain_text("3 selected")
    expect(bar.get_by_role("button", name="Select all")).to_be_disabled()
    # The focus is never on something that is gone.
    expect(bar.get_by_role("button", name="Clear")).to_be_focused()
    race.keyboard.press("Enter")
    expect(bar).to_be_hidden()
    expect(everything).to_be_focused()
    race.keyboard.press("Space")
    expect(bar.get_by_role("button", name="Clear")).to_be_focused()

    # On a narrow table it is above the head, and covers neither that nor a row.
    for width in (900, 700, 390):
        race.set_viewport_size({"width": width, "height": 844})
        expect(everything).to_be_visible()
        (above,), (below,) = boxes(bar), boxes(race.locator(".rd-table thead"))
        assert above["y"] + above["height"] <= below["y"] + 1


def test_actions_on_several_rows(page: Page, served: tuple[str, str, str]) -> None:
    show(page, f"{served[0]}/?comparison={served[2]}")
    bar = page.get_by_role("group", name="Selected runs")
    expect(bar).to_be_hidden()
    page.get_by_label("Select L1 0.1").check()
    expect(bar).to_contain_text("1 selected")
    expect(bar.get_by_role("button", name="Duplicate and change")).to_be_enabled()
    expect(bar.get_by_role("button", name="Stop")).to_be_disabled()
    page.get_by_label(f"Select {LONG}").check()
    expect(bar).to_contain_text("2 selected")
    expect(bar.get_by_role("button", name="Duplicate and change")).to_be_disabled()

    # Deleting asks first; what is kept stays selected.
    bar.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Keep").click()
    expect(bar).to_contain_text("2 selected")
    bar.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    wait_until(lambda: names(page) == ["baseline"])
    expect(bar).to_be_hidden()

    # Another seed is trained; the sort and the row stay.
    page.get_by_label("Select baseline").check()
    bar.get_by_role("button", name="Repeat with another seed").click()
    expect(page.locator(f"{ROWS} .rd-status")).to_have_text("4 seeds")
    expect(bar).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_verdict_words_differ_in_color(
    page: Page, served: tuple[str, str, str], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    show(page, f"{served[0]}/?comparison={served[1]}")
    colors = page.locator(f"{ROWS} .rd-badge").evaluate_all(
        "(badges) => badges.map((badge) => getComputedStyle(badge).color)"
    )
    assert len(set(colors)) == 3  # the theme's gray, red and blue
