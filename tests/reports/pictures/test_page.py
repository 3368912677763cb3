"""Nothing overlaps, nothing leaves the picture, everything is readable."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from regdash.reports.pictures.content import Picture
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import LOOKS, TARGETS
from tests.reports.pictures.boxes import check_charts, check_contrast, check_texts, draw, texts_of
from tests.reports.pictures.conftest import HOSTILE, NAMES, make_cards, make_picture

PICTURES = {
    "six with a table": make_picture(NAMES[:6]),
    "six with a legend": make_picture(NAMES[:6], table=False),
    "ten with a legend": make_picture(NAMES, table=False),
    "one": make_picture(NAMES[:1]),
    "hostile names": make_picture(HOSTILE, title=HOSTILE[0] + HOSTILE[4]),
}

pytestmark = pytest.mark.usefixtures("alone")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", PICTURES)
def test_texts_are_inside_and_do_not_overlap(target: str, name: str) -> None:
    figure = draw(PICTURES[name], target, "light")
    assert len(texts_of(figure)) > 15
    check_texts(figure)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", ["six with a table", "ten with a legend"])
def test_no_text_is_over_a_chart(target: str, name: str) -> None:
    figure = draw(PICTURES[name], target, "light")
    assert len(figure.axes) == 2
    check_charts(figure)


@pytest.mark.parametrize("look", LOOKS)
def test_texts_have_enough_contrast(look: str) -> None:
    figure = draw(PICTURES["six with a table"], "slide", look)
    check_contrast(figure)


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


@pytest.mark.parametrize("target", TARGETS)
def test_training_lines_differ_in_print_and_only_markers_of_epochs_are_large(target: str) -> None:
    figure = draw(PICTURES["six with a table"], target, "print")
    width = TARGETS[target].line
    for axes in figure.axes:
        thin = [line for line in axes.lines if line.get_linewidth() == 0.48 * width]
        assert len({line.get_marker() for line in thin}) == len(thin) == 6
        background = to_hex(figure.get_facecolor())
        for line in thin:
            assert line.get_markersize() > 2 * width
            # Hollow, unlike those of validation.
            assert to_hex(line.get_markerfacecolor()) == background != line.get_markeredgecolor()
        bold = [line for line in axes.lines if line.get_linewidth() == width]
        sizes = {line.get_marker(): line.get_markersize() for line in (*thin, *bold)}
        epochs = [line for line in axes.lines if len(line.get_xdata()) == 1]
        assert len(epochs) == 6
        for line in epochs:
            assert line.get_markersize() > 1.5 * sizes[line.get_marker()]


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


@pytest.mark.parametrize("target", TARGETS)
def test_the_longest_caption_is_whole(target: str) -> None:
    # Everything that a caption of methods side by side can say.
    caption = (
        "Bold: validation; thin and dashed: training. Measured on 4,900 validation images, without"
        " penalties. Lines are means of seeds; bands: ± 1 standard deviation of the seeds. Large"
        " markers: the epoch with the best validation accuracy. Smoothed with weight 0.6. 3 runs in"
        " progress. Figures: at the epoch with the best validation accuracy, validation accuracy"
        " first. Tinted: settings in which a method differs from the one it is compared with,"
        " unless its name says them. Verdicts: difference in accuracy on validation images from"
        " baseline in percentage points, with its 95% interval. An interval without 0 may not be"
        " enough: it is for one method at one time, while verdicts also allow for 5 methods and for"
        " looking after every seed. Made with RegDash."
    )
    picture = replace(make_cards(NAMES[:2]), caption=caption)
    assert fits(picture, TARGETS[target])
    figure = draw(picture, target, "light")
    check_texts(figure)
    drawn = " ".join(text.get_text() for text, _ in texts_of(figure))
    assert caption in drawn


def test_more_methods_than_fit_are_noticed() -> None:
    many = make_picture(tuple(f"method {number}" for number in range(40)))
    assert not fits(many, TARGETS["slide"])
    assert fits(many, TARGETS["column"])  # as high as its content
    assert all(fits(make_picture(NAMES[:6]), target) for target in TARGETS.values())


def test_empty_charts_say_so() -> None:
    empty = make_picture(())
    texts = [text.get_text() for text, _ in texts_of(draw(empty, "slide", "light"))]
    assert texts.count("No values to show yet") == 2
