"""A comparison is shared from one server and trained on another, which has nothing."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from regdash.services.runs import RunService
from regdash.services.sharing import link_picture, read_shared_text
from regdash.spec import RunSpec
from regdash.store.store import Store
from tests.browser.page_state import ROWS, names, open_page, points, statuses, wait_until
from tests.browser.serving import serve
from tests.conftest import TINY

TITLE = "<b>Three</b> $x$ \N{RIGHT-TO-LEFT OVERRIDE}=1+1 https://a.example"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("there")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("here")


@pytest.fixture(scope="module")
def comparison(there: Path) -> str:
    service = RunService(there)
    found = service.store.add_comparison(TITLE)
    specs = [RunSpec.from_dict({**TINY, "techniques": t}) for t in ({}, {"dropout": {}})]
    assert service.wait(service.submit(found, specs), timeout=120)
    service.store.set_baseline(found, specs[1].method)
    service.close()
    return found


@pytest.fixture(scope="module")
def server(there: Path, comparison: str) -> Iterator[str]:
    with serve(there) as address:
        yield address


@pytest.fixture
def address(page: Page, server: str, comparison: str) -> str:
    """The link, copied from the dialog."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, f"{server}/?comparison={comparison}")
    page.wait_for_selector(ROWS)
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Copy link").click()
    # Not the word on the button, which is gone after two seconds.
    return wait_until(lambda: page.evaluate("navigator.clipboard.readText()"))


def test_the_dialog_shows_what_it_copies(page: Page, server: str, address: str) -> None:
    dialog = page.get_by_role("dialog")
    assert dialog.locator("[data-testid=stCode] code").inner_text() == address
    assert address.startswith(f"{server}/?comparison=")
    assert len(address) < 250
    expect(dialog.get_by_text("this dashboard listens on this machine only")).to_be_visible()
    picture = dialog.get_by_role("img", name="QR code of the link")
    # Drawn, square, and as large as a phone needs it, with whole pixels for each module.
    drawn, width, height = picture.evaluate(
        "(image) => [image.naturalWidth > 0, image.width, image.height]"
    )
    assert drawn
    assert width == height >= 200
    code = ElementTree.fromstring(link_picture(address)).attrib["viewBox"].split()[2]
    assert width % int(code) == 0
    # Where the browser has no clipboard, as over http from another machine, it is copied as well.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate(
        "document.addEventListener('copy', () => {"
        " window.copiedText = document.activeElement.value; })"
    )
    dialog.locator(".rd-button").click()
    wait_until(lambda: page.evaluate("window.copiedText") == address)


def test_a_shared_comparison_is_trained_elsewhere(
    page: Page, server: str, there: Path, here: Path, comparison: str, address: str
) -> None:
    shared = read_shared_text(address)
    link = urlsplit(address)
    with serve(here) as other:
        # The fixture watches requests to the first server only.
        context = page.context.browser.new_context(viewport={"width": 1280, "height": 720})
        tab = context.new_page()
        tab.set_default_timeout(60_000)
        dialogs: list[str] = []
        tab.on("dialog", lambda dialog: dialogs.append(dialog.message))
        open_page(tab, link._replace(netloc=urlsplit(other).netloc).geturl())
        heading = shared.title.replace("://", ":\N{WORD JOINER}//")  # text, no link
        expect(tab.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        expect(tab.locator("[href*='a.example']")).to_have_count(0)
        expect(tab.get_by_text("2 methods, 2 runs (seed 1), about")).to_be_visible()
        tab.get_by_role("button", name="Train this comparison").click()
        tab.wait_for_selector(ROWS)
        wait_until(lambda: statuses(tab) == ["finished"] * 2)
        wait_until(lambda: points(tab) == [3, 3])
        assert names(tab) == ["baseline", "dropout 0.25"]
        query = parse_qs(urlsplit(tab.evaluate("location.href")).query)
        assert "specs" not in query
        (trained,) = query["comparison"]
        assert dialogs == []
        context.close()
    first, second = Store(there), Store(here)
    found = second.comparison(trained)
    assert found is not None
    assert (found.title, found.baseline) == (TITLE, shared.baseline)
    for run, original in zip(second.runs(trained), first.runs(comparison), strict=True):
        assert run.spec == original.spec
        numbers = [
            [(epoch.val_loss, epoch.val_accuracy) for epoch in store.epochs(id)]
            for store, id in ((first, original.id), (second, run.id))
        ]
        assert numbers[0] == numbers[1]
    first.close()
    second.close()
