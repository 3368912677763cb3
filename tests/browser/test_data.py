"""The Data page: import, view, see what the network sees, train, compare."""

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from regdash.datasets import collection
from regdash.datasets.digits import load_digits
from tests.browser.page_state import names, open_page, points, statuses, wait_until
from tests.support.archives import image_file, shapes, zip_of

NAMES = ("ant", "bee", "cat")


def animals(path: Path, side: int = 20) -> Path:
    """Class folders with color images, text labels and one file to leave out."""
    pixels, labels = shapes(150, side=side, color=True)
    members: dict[str, bytes | str] = {
        f"animals/{NAMES[c]}/{i}.png": image_file(p)
        for i, (p, c) in enumerate(zip(pixels, labels, strict=True))
    }
    path.write_bytes(zip_of({**members, "animals/notes.txt": "x"}))
    return path


def choose_file(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_enabled()


def open_importing(page: Page, server: str) -> None:
    open_page(page, f"{server}/data")
    page.get_by_text("Bring your own images").click()


def tiles(page: Page) -> list[str]:
    """Sources of the images in the grid."""
    return page.eval_on_selector_all("figure img", "(images) => images.map((i) => i.src)")


def test_import_view_train_compare(page: Page, server: str, tmp_path: Path) -> None:
    open_importing(page, server)
    choose_file(page, animals(tmp_path / "animals.zip"))
    page.get_by_label("Name", exact=True).fill("My animals")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("My animals is ready and chosen")).to_be_visible()
    expect(
        page.get_by_text("150 images of 20 × 20 color, 3 classes: ant, bee, cat.")
    ).to_be_visible()
    expect(page.get_by_text("Left out: 1 file")).to_be_visible()
    expect(page.get_by_role("heading", name="My animals")).to_be_visible()
    expect(page.locator("[data-testid=stMetric]").first).to_contain_text("84")

    # The grid: sixty per page, by class, a random one.
    wait_until(lambda: len(tiles(page)) == 60)
    first = tiles(page)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Images 61 to 84 of 84")).to_be_visible()
    wait_until(lambda: len(tiles(page)) == 24 and not set(tiles(page)) & set(first))
    page.get_by_role("combobox", name="Class").click()
    page.get_by_role("option", name="bee").click()
    expect(page.get_by_text("Images 1 to 28 of 28")).to_be_visible()
    wait_until(lambda: set(page.locator("figcaption").all_inner_texts()) == {"bee"})
    page.get_by_role("button", name="Show me a random one").click()
    expect(page.get_by_text(re.compile(r"Training image \d+ of 84"))).to_be_visible()

    page.get_by_text("Classes", exact=True).click()
    expect(page.get_by_text("Mean training image of each class")).to_be_visible()
    expect(page.locator("figcaption")).to_have_text(list(NAMES))

    # What the network sees, before and after a setting is changed.
    page.get_by_text("What the network sees", exact=True).click()
    page.get_by_role("button", name="Add data augmentation").click()
    page.wait_for_selector("table img[alt*=Augmented]")
    drawn = "() => [...document.querySelectorAll('table img[alt*=Augmented]')].map((i) => i.src)"
    before = page.evaluate(drawn)
    assert len(before) == 6 * 4
    slider = page.locator("[data-testid=stSidebar] input[type=range]").first
    slider.focus()
    slider.press("ArrowRight")
    wait_until(lambda: (now := page.evaluate(drawn)) != before and len(now) == len(before))

    # Train a run with and without augmentation; Start opens the curves.
    page.get_by_text("Set-up", exact=True).click()
    page.get_by_role("spinbutton", name="Epochs").fill("4")  # keeps the focus until the click
    page.get_by_role("button", name="Add variant").click()
    # Streamlit drops a click if another widget changes before the script has got to its button.
    expect(page.get_by_role("button", name="Start 1 run")).to_be_visible()
    page.get_by_role("button", name="Data augmentation", exact=True).click()
    expect(page.get_by_text("baseline", exact=True)).to_have_count(2)
    page.get_by_role("button", name="Add variant").click()
    page.get_by_role("button", name="Start 2 runs").click()
    page.wait_for_url(re.compile(r"/\?.*comparison="))
    wait_until(lambda: statuses(page) == ["finished"] * 2, timeout=180)
    wait_until(lambda: set(points(page)) == {4})
    assert names(page)[1] == "baseline"
    expect(page.get_by_role("heading", name="What helped?")).to_be_visible()
    expect(
        page.get_by_text("between these two networks on validation images").first
    ).to_be_visible()
    expect(page.get_by_text("one seed", exact=True)).to_have_count(2)  # in table and judgement

    # Switching pages keeps the comparison and the composer.
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_role("heading", name="My animals")).to_be_visible()
    page.get_by_role("link", name="Compare").click()
    wait_until(lambda: statuses(page) == ["finished"] * 2)


def test_bad_input_is_explained_and_nothing_is_stored(
    page: Page, server: str, home: Path, tmp_path: Path
) -> None:
    before = sorted(p.name for p in (home / "datasets").glob("*"))
    open_importing(page, server)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(animals(tmp_path / "a.zip").read_bytes()[:3000])
    choose_file(page, broken)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("broken.zip: the file is damaged or truncated")).to_be_visible()
    expect(page.get_by_text("Nothing was stored.")).to_be_visible()
    page.get_by_label("Remove broken.zip").click()

    # Too large: the message says what to do, and it works.
    choose_file(page, animals(tmp_path / "large.zip", side=80))
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("80 × 80; allowed: at most 64 pixels per side")).to_be_visible()
    assert sorted(p.name for p in (home / "datasets").glob("*")) == before
    page.get_by_role("spinbutton", name="Resize to").fill("16")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Resized to 16 × 16: 150 images.")).to_be_visible()

    # After removal the digits are chosen.
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="Digits")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Training images")).to_have_value("34300")


def test_mislabeled_images_can_be_shown(page: Page, server: str) -> None:
    open_page(page, f"{server}/data?train_size=500&label_noise=0.2")
    expect(page.get_by_text("Only the 100 mislabeled")).to_be_visible()
    page.get_by_text("Only the 100 mislabeled").click()
    expect(page.get_by_text("Images 1 to 60 of 100")).to_be_visible()
    wait_until(lambda: all("→" in words for words in page.locator("figcaption").all_inner_texts()))


def test_changes_of_meaning_are_warned_about(page: Page, server: str) -> None:
    open_page(
        page, f"{server}/data?technique=augmentation%3Drotation%3D60%2Chorizontal_flip%3DTrue"
    )
    page.get_by_text("What the network sees", exact=True).click()
    for words in ("Horizontal flip: a mirrored 2", "Rotation 60°: beyond 45°"):
        # In the composer and next to the images.
        expect(page.get_by_text(words)).to_have_count(2)


def test_the_archive_of_the_contest(
    page: Page, server: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All 49,000 as RGBA PNGs: cancelled once, then imported; the pixels equal the built-in ones."""
    digits = load_digits()
    path = tmp_path / "identify.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        rows = "".join(f"{i}.png,{label}\n" for i, label in enumerate(digits.labels))
        archive.writestr("train.csv", f"filename,label\n{rows}")
        for i, image in enumerate(digits.images[..., 0]):
            archive.writestr(
                f"Images/train/{i}.png", image_file(image, mode="RGBA", compress_level=1)
            )
    open_importing(page, server)
    choose_file(page, path)
    page.get_by_role("button", name="Import", exact=True).click()
    wait_until(lambda: page.get_by_text(re.compile(r"Decoding images: [\d,]+ of 49,000")).count())
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("was cancelled; nothing was stored")).to_be_visible()
    kept = {p.name for p in (home / "datasets").glob("*")}

    page.get_by_role("button", name="Import", exact=True).click()
    seen: list[float] = []
    while not page.get_by_text("identify is ready").count():
        # In one call: the bar may be gone a moment later.
        seen += page.get_by_role("progressbar").evaluate_all(
            "(bars) => bars.map((bar) => Number(bar.getAttribute('aria-valuenow')))"
        )
        page.wait_for_timeout(100)
        assert len(seen) < 900
    assert len(set(seen)) > 5
    while seen[-1] == 0:
        seen.pop()  # storing, whose steps nobody counts
    assert seen == sorted(seen)

    monkeypatch.setenv("REGDASH_HOME", str(home))
    (id,) = {p.name for p in (home / "datasets").glob("*")} - kept
    images = collection.load(id)
    wanted = sorted(
        (p.tobytes(), int(c)) for p, c in zip(digits.images, digits.labels, strict=True)
    )
    read = [(p.tobytes(), int(c)) for p, c in zip(images.images, images.labels, strict=True)]
    read += [
        (p.tobytes(), int(c)) for p, c in zip(images.test_images, images.test_labels, strict=True)
    ]
    assert sorted(read) == wanted
    assert np.bincount(images.test_labels).sum() == 9_800


def test_labels_fields_cards_and_images_are_aligned(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(page, f"{server}/data")

    def boxes(selector: str) -> list[dict[str, float]]:
        return page.eval_on_selector_all(
            selector, "(nodes) => nodes.map((node) => node.getBoundingClientRect().toJSON())"
        )

    cards = "[data-testid=stMetric]"
    page.wait_for_selector(f"{cards} >> nth=3")
    page.wait_for_selector(".rd-tiles figure")
    assert len({round(card["width"]) for card in boxes(cards)}) == 1
    labels = boxes(".st-key-data_part label, [class*='st-key-data_class'] label")
    assert len({round(label["top"]) for label in labels if label["height"]}) == 1
    fields = boxes(".st-key-data_part [role=radio], [class*='st-key-data_class'] input")
    assert max(field["bottom"] for field in fields) - min(field["bottom"] for field in fields) <= 1
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    assert len({round(card["width"]) for card in boxes(cards)}) == 1
    assert len({round(card["top"]) for card in boxes(cards)}) == 2
    (grid,) = boxes(".rd-tiles")
    assert max(tile["right"] for tile in boxes(".rd-tiles figure")) >= grid["right"] - 1
