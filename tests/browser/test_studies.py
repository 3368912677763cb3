"""Studies: composed, followed live, scrubbed, and taken further."""

import re
from contextlib import suppress

from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.page_state import names, open_page, statuses, wait_for_script, wait_until

CHARTS = ".rd-study .js-plotly-plot"

BASE = (
    "train_size=200&validation_share=0.1&hidden_layers=64&epochs=40&label_noise=0.2&batch_size=32"
)

QUICK = BASE.replace("epochs=40", "epochs=15")
"""Where it does not matter how far networks overfit."""

SLIDER = ".rd-study-sliders input"


def dots(page: Page) -> int:
    """Return the number of trials with a dot in the first chart."""
    return page.evaluate(
        f"""() => [...document.querySelector('{CHARTS}')?.data ?? []]
              .filter((trace) => trace.meta.role === 'trials')
              .reduce((most, trace) => Math.max(most, trace.x.length), 0)"""
    )


def progress(page: Page) -> str:
    return page.locator("[data-progress]").inner_text()


def start(
    page: Page, server: str, vary: str, values: str, *, second: str = "", base: str = QUICK
) -> None:
    """Compose a study in the sidebar and start it."""
    open_page(page, f"{server}/studies?{base}")
    sidebar = page.get_by_test_id("stSidebar")
    choose(page, "Vary", vary)
    fill(page, values, 0)
    if second:
        choose(page, "And vary", "Width")
        fill(page, second, 1)
    expect(
        sidebar.get_by_text(f"{vary} and Width" if second else vary, exact=True).last
    ).to_be_visible()
    expect(sidebar.get_by_role("button", name="Start study")).to_be_enabled()
    sidebar.get_by_role("button", name="Start study").click()
    page.wait_for_url("**comparison=*")


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_test_id("stSidebar").get_by_role("combobox", name=label, exact=True)

    def try_to_choose() -> bool:
        # A page that is redrawn closes the list, or takes the choice back. Then the box still has the
        # text that was typed to find the option, so that its text alone does not tell what is chosen.
        box.click()
        box.fill(option)
        try:
            page.get_by_role("option", name=option, exact=True).click(timeout=3000)
        except TimeoutError:
            page.keyboard.press("Escape")
            return False
        page.wait_for_timeout(300)
        return bool(box.input_value() == option)

    wait_until(try_to_choose)
    wait_for_script(page)


def fill(page: Page, values: str, which: int) -> None:
    field = page.get_by_test_id("stSidebar").get_by_role("textbox", name="Values").nth(which)
    field.fill(values)
    field.press("Enter")


def test_a_line_grows_live_and_answers_the_slider(page: Page, server: str) -> None:
    start(page, server, "L2 strength", "1e-6,1e-3,1e-2,1", base=BASE)
    wait_until(lambda: 0 < dots(page) < 12)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    wait_until(lambda: progress(page) == "12 of 12 trials ended", timeout=240)
    wait_until(lambda: dots(page) == 12)
    rows = page.locator(".rd-study-values tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("overfits")
    expect(rows.last).to_contain_text("underfits")
    zones = page.evaluate(
        f"() => document.querySelector('{CHARTS}').layout.annotations.map((a) => a.text)"
    )
    assert zones[0] == "overfits"
    assert zones[-1] == "underfits"
    norms = [
        float(re.split(r"[ ±]", text)[0])
        for text in rows.locator("td:nth-child(6)").all_inner_texts()
    ]
    assert norms == sorted(norms, reverse=True)

    # The slider shows the curves of its value at once, and by keyboard.
    page.locator(SLIDER).fill("0")
    expect(page.get_by_role("heading", name="Curves: L2 1e-6")).to_be_visible()
    assert page.locator(SLIDER).get_attribute("aria-valuetext") == "1e-6"
    page.locator(SLIDER).press("ArrowRight")
    expect(page.get_by_role("heading", name="Curves: L2 1e-3")).to_be_visible()
    loss = rows.nth(1).locator("td").first.inner_text()
    expect(page.locator("[data-cell]")).to_contain_text(f"val. loss {loss}")
    rows.last.click()
    expect(page.get_by_role("heading", name="Curves: L2 1")).to_be_visible()
    page.get_by_role("button", name="Seed 2").click()
    expect(page.get_by_role("button", name="Seed 2")).to_have_attribute("aria-pressed", "true")
    curves = page.locator(CHARTS).nth(1)
    assert curves.evaluate("(node) => node.data.length") == 2

    # A reload shows the same.
    findings = page.locator("[data-findings]").inner_text()
    assert "Best validation loss: L2" in findings
    page.reload()
    wait_until(lambda: dots(page) == 12)
    wait_until(lambda: page.locator("[data-findings]").inner_text() == findings)

    # More seeds, then the best on fresh ones.
    page.get_by_role("button", name="2 more seeds").click()
    wait_until(lambda: progress(page) == "20 of 20 trials ended", timeout=240)
    page.get_by_role("button", name="Confirm on fresh seeds").click()
    page.wait_for_url(re.compile("/(compare)?\\?comparison="))
    wait_until(lambda: len(names(page)) == 2)
    wait_until(lambda: set(statuses(page)) == {"finished"}, timeout=240)
    expect(page.get_by_role("button", name=re.compile("^Made from 'L2 strength"))).to_be_visible()
    page.get_by_role("link", name="Studies").click()
    page.get_by_role("button", name="L2 strength, 1e-6 to 1", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^Confirmed in"))).to_be_visible()
    sidebar = page.get_by_test_id("stSidebar")
    heading = sidebar.get_by_role("heading", name="New comparison")

    def use_settings() -> bool:
        # Streamlit drops a click if another widget changes before the script has got to its button.
        with suppress(TimeoutError):
            page.get_by_role("button", name="Use these settings").click(timeout=3000)
        with suppress(AssertionError):
            expect(heading).to_be_visible(timeout=10_000)
        return heading.is_visible()

    wait_until(use_settings)
    expect(sidebar.get_by_role("button", name="L2", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(sidebar.get_by_text("200 digits · 64 ·")).to_be_visible()


def test_a_dot_opens_its_run(page: Page, server: str) -> None:
    start(page, server, "Label noise", "0,0.1,0.3")
    wait_until(lambda: progress(page) == "9 of 9 trials ended", timeout=240)
    place = page.locator(CHARTS).first.evaluate(
        """(node) => {
          const trace = node.data.filter((each) => each.meta.role === 'trials').at(-1);
          const { xaxis, yaxis, _size } = node._fullLayout;
          const box = node.getBoundingClientRect();
          return { x: box.left + _size.l + xaxis.d2p(trace.x[1]), y: box.top + _size.t + yaxis.d2p(trace.y[1]) };
        }"""
    )
    page.mouse.move(place["x"], place["y"])
    page.mouse.click(place["x"], place["y"])
    expect(page.locator("[data-trials] [aria-pressed=true]")).to_contain_text("Seed")
    page.locator("[data-trials]").get_by_role("button", name="Open in Compare").click()
    page.wait_for_url(re.compile("/(compare)?\\?comparison="))
    wait_until(lambda: len(names(page)) >= 3)


def test_a_grid_has_a_heatmap_and_slices(page: Page, server: str) -> None:
    start(page, server, "L2 strength", "1e-4,1e-2", second="4,16")
    wait_until(lambda: progress(page) == "12 of 12 trials ended", timeout=240)
    expect(page.get_by_role("heading", name=re.compile("^Slices"))).to_be_visible()
    cells = page.locator(CHARTS).first.evaluate("(node) => node.data[0].z.flat().length")
    assert cells == 4
    page.locator(SLIDER).nth(0).fill("1")
    page.locator(SLIDER).nth(1).fill("0")
    expect(page.get_by_role("heading", name="Curves: L2 0.01, width 4")).to_be_visible()


def test_pause_and_continue(page: Page, server: str) -> None:
    start(page, server, "Label noise", "0..0.35:6")
    wait_until(lambda: dots(page) > 1)
    page.get_by_role("button", name="Pause").click()
    wait_until(lambda: progress(page).endswith("paused"))
    page.get_by_role("button", name="Continue").click()
    wait_until(lambda: progress(page) == "18 of 18 trials ended", timeout=240)


def test_bad_input_is_explained(page: Page, server: str) -> None:
    open_page(page, f"{server}/studies?{BASE}")
    sidebar = page.get_by_test_id("stSidebar")
    for values, words in (
        ("1e-1..1e-6", "is empty"),
        ("0..1:5:log", "log scale"),
        ("1e-3", "different value"),
        ("1e-6..1e-1:10000", "10,000 values"),
        ("", "no values"),
        ("one, two", "allowed: a number"),
        ("1e-9,1", "L2 strength"),
    ):
        fill(page, values, 0)
        expect(sidebar.get_by_role("alert").first).to_contain_text(words)
        expect(sidebar.get_by_role("button", name="Start study")).to_be_disabled()
    choose(page, "Vary", "Early stopping: smallest improvement")
    expect(sidebar.get_by_role("alert").first).to_contain_text("not one of the techniques")
    assert "Traceback" not in page.content()


def test_a_link_to_an_unknown_study_is_explained(page: Page, server: str) -> None:
    open_page(page, f"{server}/studies?comparison=0123abcd")
    explained = "The link names the study '0123abcd', which is not in this store."
    expect(page.get_by_text(explained)).to_be_visible()
    expect(page.get_by_role("heading", name="How strong should L2 be?")).to_be_visible()


def test_a_search_finds_and_goes_on(page: Page, server: str) -> None:
    open_page(page, f"{server}/studies?{QUICK}")
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("radio", name="Search").click()
    sidebar.get_by_role("button", name=re.compile("^Remove Dropout")).click()
    expect(sidebar.get_by_role("textbox", name="Dropout: hidden rate")).to_have_count(0)
    sidebar.get_by_role("combobox", name="Vary", exact=True).fill("Learning rate")
    page.get_by_role("option", name="Learning rate", exact=True).click()
    page.keyboard.press("Escape")
    rates = sidebar.get_by_role("textbox", name="Learning rate")
    for text, problem in (("1e-1..1e-4", "is empty"), ("1,2", "a search needs a range")):
        rates.fill(text)
        rates.press("Enter")
        expect(sidebar.get_by_role("alert").first).to_contain_text(problem)
        expect(sidebar.get_by_role("button", name="Start study")).to_be_disabled()
    rates.fill("1e-5..1e-1")
    rates.press("Enter")
    trials = sidebar.get_by_role("spinbutton", name="Trials")
    trials.fill("11")
    trials.press("Enter")
    expect(sidebar.get_by_text("11 trials, about ")).to_be_visible()
    sidebar.get_by_role("button", name="Start study").click()
    page.wait_for_url("**comparison=*")
    wait_until(lambda: 0 < dots(page) < 11)
    wait_until(lambda: progress(page) == "11 of 11 trials ended", timeout=240)
    for title in ("Val. loss by L2 strength", "All settings at once", "What mattered"):
        expect(page.get_by_role("heading", name=re.compile(f"^{title}"))).to_be_visible()
    rows = page.locator(".rd-study-values tbody tr")
    expect(rows).to_have_count(11)
    wait_until(lambda: dots(page) == 11)
    best = page.locator(".rd-study-values tr[data-mark=best] th").inner_text()
    expect(page.get_by_role("heading", name=f"Curves: trial {best}, L2 ")).to_be_visible()
    page.locator(SLIDER).fill("0")
    expect(page.get_by_role("heading", name="Curves: trial 1, L2 ")).to_be_visible()
    page.get_by_role("button", name="10 more trials").click()
    wait_until(lambda: progress(page) == "21 of 21 trials ended", timeout=240)
    # What was chosen stays chosen while trials are added.
    expect(page.get_by_role("heading", name="Curves: trial 1, L2 ")).to_be_visible()
    assert page.locator(SLIDER).get_attribute("max") == "20"


def points_of_the_peak(page: Page) -> int:
    """Return the number of points of each line in the first chart."""
    return page.evaluate(
        f"""() => document.querySelector('{CHARTS}')?.data
              ?.find((trace) => trace.meta.role === 'validation').x.length ?? 0"""
    )


def bold_ridge(page: Page) -> int:
    """Return the place of the strength whose dots are shown."""
    return page.evaluate(
        f"""() => document.querySelector('{CHARTS}').data
              .find((trace) => trace.meta.role === 'seeds' && trace.visible === true).meta.ridge"""
    )


def test_past_the_peak_grows_and_answers_the_slider(page: Page, server: str) -> None:
    open_page(page, f"{server}/studies")
    page.locator(".st-key-ready_peak button").click()
    page.wait_for_url("**study=peak")
    wait_until(lambda: 0 < points_of_the_peak(page) < 20)
    findings = page.locator("[data-findings] li")
    expect(findings.first).to_contain_text("with 300, as many as training images")
    assert points_of_the_peak(page) == 20
    expect(page.locator("[data-progress]")).to_contain_text("600 fits in ")
    assert bold_ridge(page) == 0

    # The slider chooses a ridge at once, and the link keeps it.
    page.locator(SLIDER).fill("3")
    wait_until(lambda: bold_ridge(page) == 3)
    expect(page.get_by_role("heading", name="Squared loss: ridge 1e-3")).to_be_visible()
    assert page.locator(SLIDER).get_attribute("aria-valuetext") == "ridge 1e-3"
    rows = page.locator(".rd-study-values tbody tr")
    expect(rows).to_have_count(20)
    page.wait_for_url("**view=ridge*")
    computed = page.locator("[data-progress]").inner_text()
    page.reload()
    expect(findings.first).to_be_visible()
    wait_until(lambda: bold_ridge(page) == 3)
    # It was not computed again.
    assert page.locator("[data-progress]").inner_text() == computed
    page.get_by_role("button", name="All studies").click()
    expect(page.get_by_text(re.compile("600 fits, computed in"))).to_be_visible()
    page.go_back()
    expect(findings.first).to_be_visible()
    assert bold_ridge(page) == 3
