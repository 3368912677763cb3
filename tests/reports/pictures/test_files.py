"""PNG, SVG and PDF are read back."""

import io
import re
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader

from regdash.reports.pictures.content import Picture
from regdash.reports.pictures.files import write_picture
from regdash.reports.pictures.targets import TARGETS
from regdash.reports.pictures.text import font_paths
from tests.reports.pictures.conftest import HOSTILE, NAMES, make_picture

EXPECTED = (
    "A race",
    "baseline",
    "dropout 0.5 · batch 64",
    "better",
    "not distinguishable",
    "Epoch",
)


@pytest.mark.parametrize(
    ("target", "scale", "size"),
    [("slide", 2, (2560, 1440)), ("slide", 3, (3840, 2160)), ("square", 2, (1440, 1440))],
)
def test_a_png_has_its_size(picture: Picture, target: str, scale: int, size: tuple) -> None:
    image = Image.open(io.BytesIO(write_picture(picture, target, "light", "png", scale)))
    assert image.size == pytest.approx(size, abs=1)


def test_a_png_for_a_paper_has_300_dots_per_inch(picture: Picture) -> None:
    image = Image.open(io.BytesIO(write_picture(picture, "column", "print", "png", 2)))
    assert image.width == pytest.approx(85 / 25.4 * 300, abs=1)
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_an_svg_has_its_text_and_its_letters(picture: Picture) -> None:
    svg = write_picture(picture, "slide", "light", "svg")
    texts = [text.text for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert set(EXPECTED) <= set(texts)
    weights = re.findall(rb"@font-face {[^}]*font-weight: (\d+);", svg)
    assert weights == [b"400", b"600"]
    addresses = set(re.findall(rb"https?://[^\s\"'<]+", svg)) - {b"http://www.w3.org/1999/xlink"}
    known = (
        b"http://www.w3.org/",
        b"http://purl.org/",
        b"http://creativecommons.org/",
        b"https://matplotlib.org/",
    )
    assert all(address.startswith(known) for address in addresses)  # names of formats
    assert b"@import" not in svg
    assert len(svg) < 300_000


def test_a_pdf_has_its_text_and_its_fonts(picture: Picture) -> None:
    pdf = write_picture(picture, "page", "light", "pdf")
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert float(page.mediabox.width) == pytest.approx(175 / 25.4 * 72, abs=0.5)
    text = " ".join(page.extract_text().split())
    for expected in EXPECTED:
        assert expected in text
    fonts = page["/Resources"]["/Font"]
    names = {font.get_object()["/BaseFont"] for font in fonts.values()}
    assert {name.split("+")[1] for name in names} == {"SourceSans3-Regular", "SourceSans3-Semibold"}


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_equal_pictures_are_equal_files_also_from_several_threads(format: str) -> None:
    pictures = [make_picture(NAMES[:count]) for count in (2, 3)] * 2
    alone = [write_picture(picture, "square", "dark", format) for picture in pictures[:2]]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda p: write_picture(p, "square", "dark", format), pictures))
    assert together == alone * 2


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_hostile_texts_are_text(format: str) -> None:
    picture = make_picture(HOSTILE, title=HOSTILE[0])
    for target in TARGETS:
        written = write_picture(picture, target, "light", format)
    if format == "svg":
        root = ET.fromstring(written)
        assert not [node for node in root.iter() if node.tag.endswith("script")]
        texts = [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]
        assert HOSTILE[0] in texts
        assert any(text.startswith("$\\frac{1}{0}$ and $") for text in texts)
        assert not any("\N{RIGHT-TO-LEFT OVERRIDE}" in text for text in texts)


def test_the_font_has_what_is_written() -> None:
    for path in font_paths().values():
        letters = TTFont(path).getBestCmap()
        assert {ord(letter) for letter in "±−–·×≤≥→Δσε²⁻äöüßéñș€…0123456789%"} <= letters.keys()
