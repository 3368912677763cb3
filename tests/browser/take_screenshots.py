"""Takes the README's screenshots of a running race, light and dark.

python -m tests.browser.take_screenshots
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ROOT, find_chromium
from tests.browser.looking import CHART, open_page, points, wait_until

FOLDER = Path(__file__).parent / "screenshots"


def main() -> None:
    """Start a server with an empty store, start the first race and take the pictures."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, "REGDASH_HOME": home},
        )
        try:
            time.sleep(5)
            take(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(20)


def take(address: str) -> None:
    """Race in a light tab; when most epochs are there, look at it in light and dark."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        view = {"width": 1440, "height": 860}
        light = browser.new_page(viewport=view, color_scheme="light")  # type: ignore[arg-type]
        open_page(light, address)
        light.get_by_role("button", name="Start race").first.click()
        light.wait_for_selector(CHART, timeout=60_000)
        light.mouse.move(5, 5)
        wait_until(lambda: len(points(light)) == 4 and min(points(light)) >= 14, timeout=300)
        _save(light.screenshot(), "race-light.png")
        dark = browser.new_page(viewport=view, color_scheme="dark")  # type: ignore[arg-type]
        open_page(dark, light.url)
        wait_until(lambda: len(points(dark)) == 4, timeout=60)
        _save(dark.screenshot(), "race-dark.png")
        browser.close()


def _save(png: bytes, name: str) -> None:
    """Save with a palette: a third of the size, and the same to the eye."""
    path = FOLDER / name
    path.write_bytes(png)
    with Image.open(path) as image:
        image.convert("RGB").quantize(256).save(path, optimize=True)


if __name__ == "__main__":
    main()
