"""Takes the screenshots of the README: a running race, its verdicts over five seeds, a study, the data.

python -m tests.browser.take_screenshots [--only race|study|data]
"""

import argparse
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import find_chromium
from tests.browser.page_state import CHART, open_page, points, statuses, wait_until
from tests.browser.serving import serve

FOLDER = Path(__file__).parent / "screenshots"


def main() -> None:
    """Start a server with an empty store and take the pictures."""
    takers = {"race": take_race, "study": take_study, "data": take_data}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=takers)
    only = parser.parse_args().only
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        serve(Path(home)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, take in takers.items():
            if only in (None, name):
                take(browser, address)
        browser.close()


def take_race(browser: Browser, address: str) -> None:
    """Take a race in light and dark, while it runs and with its verdicts."""
    light, dark = (_open_tab(browser, scheme) for scheme in ("light", "dark"))
    open_page(light, address)
    light.get_by_role("button", name="Start race").first.click()
    light.wait_for_selector(CHART, timeout=60_000)
    light.mouse.move(5, 5)
    wait_until(lambda: len(points(light)) == 4 and min(points(light)) >= 12, timeout=300)
    _save(light.screenshot(), "race-light.png")
    open_page(dark, light.url)
    wait_until(lambda: len(points(dark)) == 4, timeout=60)
    _save(dark.screenshot(), "race-dark.png")

    wait_until(lambda: statuses(light) == ["finished"] * 4, timeout=600)
    for page, name in ((light, "verdict-light.png"), (dark, "verdict-dark.png")):
        open_page(page, light.url)
        wait_until(lambda page=page: points(page) == [25] * 4)
        page.set_viewport_size({"width": 1440, "height": 1680})
        page.mouse.move(5, 5)
        page.wait_for_timeout(2000)
        _save(page.screenshot(), name)


def take_study(browser: Browser, address: str) -> None:
    """Take the first ready-made study in light and dark, when it has ended."""
    for scheme in ("light", "dark"):
        page = _open_tab(browser, scheme)
        page.set_viewport_size({"width": 1440, "height": 1000})
        if scheme == "light":
            open_page(page, f"{address}/studies")
            main = page.get_by_test_id("stMain")
            main.get_by_role("button", name="Start study").first.click()
            page.wait_for_url("**comparison=*")
            link = page.url
        open_page(page, link)
        progress = page.locator("[data-progress]")
        wait_until(lambda at=progress: at.inner_text() == "33 of 33 trials ended", timeout=900)
        page.reload()
        page.get_by_role("heading", name="Curves: L2").wait_for()
        page.mouse.move(5, 5)
        page.wait_for_timeout(3000)
        _save(page.screenshot(), f"study-{scheme}.png")


def take_data(browser: Browser, address: str) -> None:
    """Take what the network sees of a few digits, in light and dark."""
    for scheme in ("light", "dark"):
        page = _open_tab(browser, scheme)
        open_page(page, f"{address}/data?technique=augmentation&technique=zca_whitening")
        page.get_by_text("What the network sees", exact=True).click()
        page.wait_for_selector("table img", timeout=60_000)
        page.set_viewport_size({"width": 1440, "height": 1060})
        page.mouse.move(5, 5)
        page.wait_for_timeout(2000)
        _save(page.screenshot(), f"data-{scheme}.png")


def _open_tab(browser: Browser, scheme: str) -> Page:
    view = {"width": 1440, "height": 860}
    return browser.new_page(viewport=view, color_scheme=scheme)  # type: ignore[arg-type]


def _save(png: bytes, name: str) -> None:
    """Save with a palette: a third of the size, without visible differences."""
    path = FOLDER / name
    path.write_bytes(png)
    with Image.open(path) as image:
        image.convert("RGB").quantize(256).save(path, optimize=True)


if __name__ == "__main__":
    main()
