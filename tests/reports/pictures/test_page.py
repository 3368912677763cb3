"""Nothing overlaps, nothing leaves the picture, everything is readable."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from regdash.figures.palette import contrast
from regdash.reports.pictures.content import Picture
from regdash.reports.pictures.files import drawing
from regdash.reports.pictures.page import draw_picture, fits
from regdash.reports.pictures.targets import LOOKS, TARGETS
from tests.reports.pictures.conftest import HOSTILE, NAMES, make_picture

PICTURES = {
    "six with a table": make_picture(NAMES[:6]),
    "six with a legend": make_picture(NAMES[:6], table=False),
    "ten with a legend": make_picture(NAMES, table=False),
    "one": make_picture(NAMES[:1]),
    "hostile names": make_picture(HOSTILE, title=HOSTILE[0] + HOSTILE[4]),
}

OVERLAP = 1.0
"""Points that boxes may share: they include the space of ascenders and descenders."""


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    with drawing():
        yield


def draw(picture: Picture, target: str, look: str) -> Figure:
    figure = draw_picture(picture, TARGETS[target], LOOKS[look])
    FigureCanvasAgg(figure).draw()
    return figure


def texts_of(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Return the visible texts and where they are, in points."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    scale = 72 / figure.dpi
    outside = _outside(figure)
    return [
        (text, Bbox(text.get_window_extent(renderer).get_points() * scale))
        for text in figure.findobj(Text)
        if text.get_text() and text.get_visible() and text not in outside
    ]


def _outside(figure: Figure) -> set[Text]:
    """Return labels of ticks outside their axis, which Matplotlib keeps but does not draw."""
    return {
        tick.label1
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", PICTURES)
def test_texts_are_inside_and_do_not_overlap(target: str, name: str) -> None:
    figure = draw(PICTURES[name], target, "light")
    width, height = figure.get_size_inches() * 72
    found = texts_of(figure)
    assert len(found) > 15
    for text, box in found:
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
        assert inside, text.get_text()
    for (one, box), (other, second) in combinations(found, 2):
        across = min(box.x1, second.x1) - max(box.x0, second.x0)
        along = min(box.y1, second.y1) - max(box.y0, second.y0)
        # Lines of text are closer than the heights of their boxes.
        slack = 0.35 * min(one.get_fontsize(), other.get_fontsize())
        assert across <= OVERLAP or along <= slack, (one.get_text(), other.get_text())


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", ["six with a table", "ten with a legend"])
def test_no_text_is_over_a_chart(target: str, name: str) -> None:
    figure = draw(PICTURES[name], target, "light")
    scale = 72 / figure.dpi
    charts = [Bbox(axes.get_window_extent().get_points() * scale) for axes in figure.axes]
    assert len(charts) == 2
    for text, box in texts_of(figure):
        for chart in charts:
            across = min(box.x1, chart.x1) - max(box.x0, chart.x0)
            along = min(box.y1, chart.y1) - max(box.y0, chart.y0)
            assert across <= 0 or along <= 0, text.get_text()


@pytest.mark.parametrize("look", LOOKS)
def test_texts_have_enough_contrast(look: str) -> None:
    figure = draw(PICTURES["six with a table"], "slide", look)
    background = to_hex(figure.get_facecolor())
    for text, _ in texts_of(figure):
        assert contrast(to_hex(text.get_color()), background) >= 4.5, text.get_text()


@pytest.mark.parametrize("target", ["column", "page"])
def test_papers_have_their_width_and_at_least_eight_points(target: str) -> None:
    figure = draw(PICTURES["six with a table"], target, "print")
    millimeters = {"column": 85, "page": 175}[target]
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(millimeters)
    assert min(text.get_fontsize() for text, _ in texts_of(figure)) >= 8


@pytest.mark.parametrize("name", ["six with a table", "six with a legend"])
def test_six_runs_differ_in_print(name: str) -> None:
    figure = draw(PICTURES[name], "page", "print")
    for axes in figure.axes:
        bold = [line for line in axes.lines if line.get_linewidth() == TARGETS["page"].line]
        styles = {
            (str(line._unscaled_dash_pattern), line.get_marker(), line.get_color()) for line in bold
        }
        # Without colors: dashes with two shades of gray, and markers along the lines.
        assert len(bold) == 6
        assert len({(dash, color) for dash, _, color in styles}) == 6
        assert len({marker for _, marker, _ in styles}) == 6


def test_a_slide_is_gray_throughout_in_print() -> None:
    figure = draw(PICTURES["six with a table"], "slide", "print")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
    spread = pixels.max(axis=2) - pixels.min(axis=2)
    assert spread.max() <= 24  # slightly blue inks


def test_key_figures_and_verdicts_are_there(picture: Picture) -> None:
    for target in TARGETS:
        texts = {text.get_text() for text, _ in texts_of(draw(picture, target, "light"))}
        assert {"91.25 ± 0.21 %", "not distinguishable", "better", picture.title} <= texts
        assert any("dropout 0.5" in text for text in texts)


def test_more_methods_than_fit_are_noticed() -> None:
    many = make_picture(tuple(f"method {number}" for number in range(40)))
    assert not fits(many, TARGETS["slide"])
    assert fits(many, TARGETS["column"])  # as high as its content
    assert all(fits(make_picture(NAMES[:6]), target) for target in TARGETS.values())


def test_empty_charts_say_so() -> None:
    empty = make_picture(())
    texts = [text.get_text() for text, _ in texts_of(draw(empty, "slide", "light"))]
    assert texts.count("No values to show yet") == 2
