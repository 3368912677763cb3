"""Print reports as PDF, by a Chromium on this machine."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from regdash.settings.messages import InputError

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)

_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)

_TIMEOUT = 60.0
"""Seconds."""

NO_BROWSER = (
    "PDF: no Chromium, Chrome or Edge was found on the machine that runs RegDash; install one, or save"
    " the HTML file and print it from your own browser."
)


def find_browser() -> str | None:
    """Return the path of a browser that can print; None if there is none on this machine."""
    named = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return named or next((place for place in _PLACES if Path(place).is_file()), None)


def print_pdf(html: str) -> bytes:
    """Print a page that needs no other file.

    Args:
        html: The page; its style sheet has the size and the margins of the paper.

    Raises:
        InputError: There is no browser, or it fails.
    """
    browser = find_browser()
    if browser is None:
        raise InputError([NO_BROWSER])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, pdf = folder / "report.html", folder / "report.pdf"
        page.write_text(html, "utf-8")
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={pdf}",
            page.as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses to start for root otherwise
        try:
            subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=True)
            return pdf.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise InputError(
                [
                    f"PDF: {Path(browser).name} could not print the report ({type(error).__name__});"
                    " save the HTML file and print it from your own browser."
                ]
            ) from None
