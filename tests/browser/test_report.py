"""A report that was saved from the page, opened without a network."""

import io
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from regdash.services.runs import RunService
from regdash.spec import RunSpec
from regdash.store.store import Store
from tests.browser.page_state import ROWS, open_page
from tests.browser.serving import serve
from tests.conftest import TINY
from tests.support.recorded_store import copy_recorded, largest_comparison


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_recorded(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def comparison(home: Path) -> str:
    """The comparison with most runs."""
    return largest_comparison(home)


@pytest.fixture(scope="module")
def server(home: Path, comparison: str) -> Iterator[str]:
    with serve(home) as address:
        yield address


@pytest.fixture(scope="module")
def trained_server(home: Path, server: str) -> tuple[str, str]:
    """The server, and a comparison of two runs with a network and without one."""
    store = Store(home)
    comparison = store.add_comparison("Two runs")
    service = RunService(home)
    spec = RunSpec.from_dict({**TINY, "epochs": 1})
    ids = service.submit(comparison, [spec])
    assert service.wait(ids, timeout=120)
    stopped = store.add_run(comparison, spec.replace(seed=2), "me", name="stopped")
    store.end_run(stopped, "stopped")
    service.close()
    store.close()
    return server, comparison


def test_three_clicks_save_a_report_that_opens_offline(
    page: Page, browser: Browser, server: str, comparison: str, tmp_path: Path
) -> None:
    open_page(page, f"{server}/?comparison={comparison}")
    page.wait_for_selector(ROWS)
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("textbox", name="Remarks").fill("What *I* think <b>")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Report as HTML").click()
    path = tmp_path / "report.html"
    saved.value.save_as(path)
    # Typed just before the press.
    assert "What <em>I</em> think &lt;b&gt;" in path.read_text("utf-8")
    check_pdf(save(page, "Report as PDF"))
    check_page(browser, path)
    names = set(ZipFile(io.BytesIO(save(page, "Everything as zip"))).namelist())
    assert {
        "report.html",
        "figures/charts.svg",
        "code/train.py",
        "epochs.csv",
        "regdash.json",
    } <= names
    page.get_by_role("tab", name="Keras").click()
    compile(save(page, "Keras script"), "train.py", "exec")
    assert json.loads(save(page, "Notebook"))["nbformat"] == 4
    # A button that writes a file keeps the focus; the dialog is still closed by its key.
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("tab", name="Tables").click()
    assert save(page, "Epochs as CSV").startswith(b"run_id,run,method,seed,epoch,metric,value,unit")


def test_networks_tables_and_event_files(page: Page, trained_server: tuple[str, str]) -> None:
    address, shown = trained_server
    open_page(page, f"{address}/?comparison={shown}")
    page.wait_for_selector(ROWS)
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("tab", name="Keras").click()
    network = members(save(page, "Network as .keras"))
    assert json.loads(network["metadata.json"])["run"]["name"] == "baseline"
    assert page.get_by_text("It takes float32 (n, 784)").is_visible()
    page.get_by_role("combobox", name="Trained network of").click()
    page.get_by_role("option", name="stopped").click()
    expect(page.get_by_text("only runs that were trained to the end have one")).to_be_visible()
    expect(page.get_by_role("button", name="Network as .keras")).to_be_disabled()
    page.get_by_role("tab", name="Tables").click()
    assert len(save(page, "Runs as CSV").splitlines()) == 3
    assert save(page, "History as CSV").startswith(b"run_id,run,method,seed,_step,")
    assert any("tfevents" in name for name in members(save(page, "TensorBoard")))


def test_nothing_is_sent_to_mlflow_unless_pressed(
    page: Page, trained_server: tuple[str, str]
) -> None:
    address, shown = trained_server
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_error(503)

        def log_message(self, *_: Any) -> None:
            pass

    other = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=other.serve_forever, daemon=True).start()
    open_page(page, f"{address}/?comparison={shown}")
    page.wait_for_selector(ROWS)
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("tab", name="MLflow").click()
    page.get_by_role("textbox", name="Address").fill(f"http://127.0.0.1:{other.server_port}")
    page.get_by_role("textbox", name="Experiment").fill("Mine")
    page.get_by_role("textbox", name="Experiment").blur()
    page.get_by_role("tab", name="Report").click()
    page.get_by_role("tab", name="MLflow").click()
    assert asked == []
    send = page.get_by_role("button", name="Send 2 runs")
    send.click()
    expect(page.get_by_text("refused a request (status 503)")).to_be_visible()
    assert asked == ["/api/2.0/mlflow/experiments/search"]
    other.shutdown()
    other.server_close()
    page.get_by_role("textbox", name="Address").fill("localhost:5000")
    send.click()
    expect(page.get_by_text("allowed: an address such as http://localhost:5000")).to_be_visible()
    expect(page.get_by_role("tab", name="MLflow")).to_have_attribute("aria-selected", "true")


def members(file: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def save(page: Page, label: str) -> bytes:
    with page.expect_download() as saved:
        page.get_by_role("button", name=label).click()
    return saved.value.path().read_bytes()


def check_pdf(pdf: bytes) -> None:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert 2 <= len(pages) <= 8
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (
        "What helped?",
        "What I think <b>",
        "Diagnosis",
        "How this was measured",
        "Epoch",
    ):
        assert words in text
    # Folded parts are printed, too.
    assert "Batch size" in text


def check_page(browser: Browser, path: Path) -> None:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})
    tab = context.new_page()
    problems: list[str] = []
    tab.on("request", lambda request: problems.append(request.url))
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("console", lambda message: problems.append(message.text))
    tab.goto(path.as_uri())
    problems.remove(path.as_uri())
    # A figure answers the pointer, and the arrow keys.
    plot = tab.locator(".plot").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    tab.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    shown = tab.locator(".box")
    expect(shown).to_contain_text("validation")
    rows = shown.locator("tr").count()
    assert rows > 3
    tab.mouse.move(0, 0)
    expect(shown).to_have_count(0)
    plot.focus()
    tab.keyboard.press("ArrowRight")
    expect(shown).to_contain_text("Epoch 1")
    # Nothing is wider than the page, on a phone either.
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 844})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    # On paper, no figure is cut by the end of a page.
    tab.emulate_media(media="print")
    breaks = tab.eval_on_selector_all(
        "figure", "(all) => all.map((figure) => getComputedStyle(figure).breakInside)"
    )
    assert set(breaks) == {"avoid"}
    context.close()
    assert problems == []
