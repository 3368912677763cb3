"""What the charts show to somebody who looks, points and zooms, on runs that were trained."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from regdash.figures.palette import DARK_BACKGROUND, LIGHT_BACKGROUND, contrast
from regdash.services.runs import RunService
from regdash.spec import RunSpec
from regdash.store.records import RunRequest
from tests.browser.chart_state import (
    LEFT,
    RIGHT,
    boxes,
    hover_rows,
    open_charts,
    plot_of,
    point_at,
)
from tests.browser.page_state import CHART, ROWS, open_page, shown, wait_until
from tests.browser.serving import serve
from tests.conftest import TINY

EPOCHS = 8

DIVERGING: dict[str, Any] = {
    "optimizer": {"name": "sgd", "learning_rate": 1.05, "momentum": 0.0},
    "techniques": {"l2": {"l2": 1.0}},
}


class Served(NamedTuple):
    address: str
    few: str
    """Comparison of three runs and one that diverges."""
    ten: str
    """Comparison of ten runs, some with long names."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home")
    service = RunService(home)
    variants: list[dict[str, Any]] = [
        {},
        {"techniques": {"l2": {"l2": 0.003}}},
        {"techniques": {"dropout": {"rate": 0.5}}},
        DIVERGING,
    ]
    few = service.store.add_comparison("Four runs")
    runs = service.submit(
        few, [RunSpec.from_dict({**TINY, "epochs": EPOCHS, **v}) for v in variants]
    )
    ten = service.store.add_comparison("Ten runs")
    strengths = [at / 1000 for at in range(1, 11)]
    runs += service.submit(
        ten,
        [
            RunRequest(
                RunSpec.from_dict({**TINY, "techniques": {"l2": {"l2": strength}}}),
                name=f"dropout 0.5 + label smoothing 0.1 + L2 {strength:g}"
                if at % 2
                else f"L2 {strength:g}",
            )
            for at, strength in enumerate(strengths)
        ],
    )
    assert service.wait(runs, timeout=120)
    service.close()
    with serve(home) as address:
        yield Served(address, *(f"{address}/?comparison={id}" for id in (few, ten)))


@pytest.fixture
def server(served: Served) -> str:
    return served.address


@pytest.mark.parametrize("dark", [False, True])
def test_names_at_the_ends_of_ten_lines_are_readable(
    browser: Browser, served: Served, dark: bool
) -> None:
    page = browser.new_page(
        viewport={"width": 1280, "height": 720}, color_scheme="dark" if dark else "light"
    )
    open_charts(page, served.ten)
    for side in (LEFT, RIGHT):
        names = page.locator(f"{side} .rd-line-names span")
        expect(names).to_have_count(10)
        rows = sorted(boxes(names), key=lambda box: box["y"])
        assert all(below["y"] - above["y"] >= 13 for above, below in pairwise(rows))
        plot = plot_of(page, side)
        chart = page.locator(side).bounding_box()
        assert chart
        assert all(box["x"] >= plot["x"] + plot["width"] for box in rows)
        assert all(box["x"] + box["width"] <= chart["x"] + chart["width"] for box in rows)
        without_names = chart["width"] - (plot["x"] - chart["x"]) - 12
        assert plot["width"] >= 0.7 * without_names - 1
        texts = names.all_text_contents()
        assert "L2 0.001" in texts
        assert sum("…" in text for text in texts) == 5
    colors = page.locator(".rd-line-names span").evaluate_all(
        """(names) => names.map((name) => getComputedStyle(name).color.match(/\\d+/g)
             .map((channel) => Number(channel).toString(16).padStart(2, '0')).join(''))"""
    )
    background = DARK_BACKGROUND if dark else LIGHT_BACKGROUND
    assert len(colors) == 20
    assert min(contrast(f"#{color}", background) for color in colors) >= 4.5
    page.context.close()


def test_a_shortened_name_is_complete_on_hover(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_charts(page, served.ten)
    short = page.locator(f"{LEFT} .rd-line-names span", has_text="…").first
    expect(short).to_have_attribute(
        "title", re.compile(r"dropout 0.5 \+ label smoothing 0.1 \+ L2")
    )


def test_charts_are_side_by_side_and_leave_room_for_the_table(page: Page, served: Served) -> None:
    for width, height, least, most in ((1280, 720, 240, 260), (1920, 1080, 360, 400)):
        page.set_viewport_size({"width": width, "height": height})
        open_charts(page, served.few)
        left, right = (page.locator(side).bounding_box() for side in (LEFT, RIGHT))
        assert left
        assert right
        assert left["y"] == right["y"]
        assert left["x"] + left["width"] < right["x"]
        assert least <= left["height"] <= most
    page.set_viewport_size({"width": 390, "height": 844})
    wait_until(lambda: (page.locator(LEFT).bounding_box() or {}).get("height") == 240)
    left, right = (page.locator(side).bounding_box() for side in (LEFT, RIGHT))
    assert left
    assert right
    assert left["y"] + left["height"] <= right["y"]
    # The drawing follows the size, and has no room for names.
    expect(page.locator(f"{LEFT} .rd-line-names span")).to_have_count(0)
    assert plot_of(page, LEFT)["width"] > 0.7 * left["width"]


def test_the_box_under_the_pointer_lists_all_runs_the_best_first(
    page: Page, served: Served
) -> None:
    open_charts(page, served.few)
    for side, sign, column in ((LEFT, 1, "val_loss"), (RIGHT, -1, "val_accuracy")):
        point_at(page, side, EPOCHS)
        wait_until(lambda: "Epoch 8" in page.locator(".rd-hover").inner_text())
        rows = hover_rows(page)
        assert {row[0] for row in rows} == {"baseline", "L2 3e-3", "dropout 0.5"}
        values = [sign * float(row[1].removesuffix(" %").replace(",", "")) for row in rows]
        assert values == sorted(values)
        # One truth: the same numbers as in the table, whose epoch is the last one.
        for name, value, training in rows:
            line = page.locator(ROWS, has=page.get_by_text(name, exact=True))
            expect(line.locator(f"[data-column={column}]")).to_have_text(value)
            assert training != "–"
    # It goes away with the pointer.
    page.mouse.move(5, 5)
    expect(page.locator(".rd-hover:popover-open")).to_have_count(0)


def test_the_box_follows_hidden_runs_and_the_horizontal_axis(page: Page, served: Served) -> None:
    open_charts(page, served.few)
    page.get_by_label("Show baseline").uncheck()
    page.get_by_role("button", name="Seconds").click()
    page.wait_for_function(
        f"() => document.querySelector('{CHART}').layout.xaxis.title.text.includes('(s)')"
    )
    plot = plot_of(page, LEFT)
    page.mouse.move(plot["x"] + plot["width"] * 0.5, plot["y"] + 20)
    rows = hover_rows(page)
    assert rows
    assert all(", epoch " in row[0] for row in rows)
    assert not any(row[0].startswith("baseline") for row in rows)
    assert page.locator(".rd-hover > b").inner_text().split(",")[0].endswith(" s")


@pytest.mark.parametrize(("width", "dark"), [(1280, True), (390, False)])
def test_the_box_stays_inside_the_window(
    browser: Browser, served: Served, width: int, dark: bool
) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 720}, color_scheme="dark" if dark else "light"
    )
    open_charts(page, served.ten)
    page.locator(RIGHT).scroll_into_view_if_needed()
    for epoch in (0.1, 1.5, 3.4):
        for height in (0.02, 0.98):
            point_at(page, RIGHT, epoch, height)
            assert len(hover_rows(page)) == 10
            box = page.locator(".rd-hover").bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= 720
    background = page.evaluate(
        "() => getComputedStyle(document.querySelector('.rd-hover')).backgroundColor"
    )
    assert background == ("rgb(15, 20, 25)" if dark else "rgb(255, 255, 255)")
    page.context.close()


def test_figures_of_other_pages_have_no_buttons(page: Page, served: Served) -> None:
    open_page(page, f"{served.address}/data")
    page.get_by_text("Classes", exact=True).click()
    page.locator(".js-plotly-plot").first.wait_for()
    expect(page.locator(".modebar-btn")).to_have_count(0)


def test_a_run_that_diverges_leaves_the_axis_at_a_marker(page: Page, served: Served) -> None:
    open_charts(page, served.few)
    highest = page.evaluate(
        f"""() => Math.max(...document.querySelector('{CHART}').data
              .filter((t) => t.meta.role === 'validation' && !t.name.includes('L2 1'))
              .flatMap((t) => t.y))"""
    )
    assert highest < shown(page, "y")[1] < 2 * highest
    exits = page.evaluate(
        f"""() => [...document.querySelectorAll('{CHART}')].map(({{ data }}) =>
              data.filter((t) => t.meta.role === 'exit').flatMap((t) => t.marker.symbol))"""
    )
    assert exits[0] == ["triangle-up"]
    at = page.evaluate(
        f"() => document.querySelector('{CHART}').data.find((t) => t.meta.role === 'exit').x[0]"
    )
    point_at(page, LEFT, at, 0.03)
    expect(page.locator(".rd-hover p")).to_contain_text("diverged: loss ")
    expect(page.locator(".rd-hover p")).to_contain_text("outside the axis")

    # A double click shows everything, and the button of the mode bar excludes it again.
    robust = shown(page, "y")
    plot = plot_of(page, LEFT)
    page.mouse.dblclick(plot["x"] + plot["width"] / 2, plot["y"] + plot["height"] / 2)
    wait_until(lambda: shown(page, "y")[1] > 2 * robust[1])
    page.locator(f"{LEFT} [data-title='Reset the axes']").click()
    wait_until(lambda: shown(page, "y") == robust)


def test_ticks_do_not_repeat(page: Page, served: Served) -> None:
    open_charts(page, served.few)

    def labels(side: str, axis: str) -> list[str]:
        return page.locator(f"{side} .{axis}tick text").all_text_contents()

    assert [label for label in labels(LEFT, "x") if "." in label] == []
    for _ in range(6):
        before = shown(page, "x")
        for side in (LEFT, RIGHT):
            page.locator(side).hover()
            page.locator(f"{side} [data-title='Zoom in']").click()
        wait_until(lambda before=before: shown(page, "x") != before)
        for side in (LEFT, RIGHT):
            for axis in "xy":
                found = labels(side, axis)
                assert len(set(found)) == len(found), (side, axis, found)
        assert [label for label in labels(RIGHT, "x") if "." in label] == []
    assert len(labels(RIGHT, "y")) >= 2
    for side in (LEFT, RIGHT):
        page.locator(f"{side} [data-title='Reset the axes']").click(force=True)
    page.get_by_role("button", name="View").click()
    page.locator("[data-log=left]").check()
    wait_until(
        lambda: "log" in page.evaluate(f"document.querySelector('{CHART}').layout.yaxis.type")
    )
    found = labels(LEFT, "y")
    assert len(found) >= 2
    assert len(set(found)) == len(found)
    # None for a chart whose values may be negative: its lines would be left out.
    page.locator("[data-tabs=left] [data-key=gap]").dispatch_event("click")
    expect(page.locator("[data-log=left]")).to_be_disabled()
    expect(page.locator("[data-log=left]")).not_to_be_checked()
    expect(page.locator("[data-log=right]")).to_be_enabled()
