"""Differences with their intervals, where the numbers say."""

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg

from regdash.figures.effects import Effect
from regdash.reports.pictures.content import Forest, ForestRow, Verdict
from regdash.reports.pictures.files import write_picture
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import LOOKS, TARGETS
from tests.reports.pictures.boxes import check_charts, check_contrast, check_texts, draw, texts_of
from tests.reports.pictures.conftest import HOSTILE, NAMES, WORDS


def make_forest(names: tuple[str, ...]) -> Forest:
    """Return a forest plot."""
    rows = [
        ForestRow(
            Effect(name, number, 1.35 - number, 0.7 - number, 2.0 - number, (1.1, 1.6)),
            Verdict(*WORDS[number % len(WORDS)], "+1.35", "+0.70 to +2.00"),
        )
        for number, name in enumerate(names)
    ]
    label = "Difference on validation images, percentage points"
    return Forest("A race", "1,000 digits", rows, label, "Accuracy minus that of baseline.")


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("names", [NAMES[1:2], NAMES[:6], HOSTILE], ids=["one", "six", "hostile"])
def test_everything_has_its_place(target: str, names: tuple[str, ...]) -> None:
    picture = make_forest(names)
    assert fits(picture, TARGETS[target])
    figure = draw(picture, target, "light")
    check_texts(figure)
    check_charts(figure)
    texts = [text.get_text() for text, _ in texts_of(figure)]
    assert texts.count("+1.35 (+0.70 to +2.00)") == len(names)
    assert picture.x_label in texts
    assert "0" in texts
    assert min(text.get_fontsize() for text, _ in texts_of(figure)) >= TARGETS[target].small


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("look", LOOKS)
def test_texts_have_enough_contrast(look: str) -> None:
    check_contrast(draw(make_forest(NAMES[:6]), "slide", look))


@pytest.mark.usefixtures("alone")
def test_intervals_means_and_seeds_are_where_they_should_be() -> None:
    figure = draw(make_forest(NAMES[:3]), "page", "light")
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    for number, axes in enumerate(figure.axes):
        drawn = [list(line.get_xdata()) for line in axes.lines]
        assert [0.7 - number, 2.0 - number] in drawn
        assert [1.35 - number] in drawn
        assert [1.1, 1.6] in drawn
    # Only the last one has the axis that all share.
    labels = [axes.get_xlabel() for axes in figure.axes]
    assert labels == ["", "", "Difference on validation images, percentage points"]


def gray_around(axes: Axes, value: float) -> np.ndarray:
    """Return the lightness of the pixels around a value, float (rows, columns), 0 to 1."""
    canvas = axes.figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3].mean(axis=2) / 255
    (x, bottom), (_, top) = axes.transData.transform([(value, 0.02), (value, 0.98)])
    return pixels[int(bottom) : int(top), round(x) - 3 : round(x) + 3]


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("target", TARGETS)
def test_the_line_of_zero_is_not_hidden_by_the_grid(target: str) -> None:
    figure = draw(make_forest(NAMES[1:3]), target, "light")
    axes = figure.axes[0]
    for line in axes.lines:
        line.set_visible(line.get_zorder() < 3)  # no intervals, means and seeds
    figure.canvas.draw()
    around = gray_around(axes, 0.0)
    darkest = around.min(axis=1)
    assert np.mean(darkest < 0.5) > 0.4  # dashes
    assert np.mean(darkest > 0.97) > 0.1  # between them, no line of the grid
    at = next(tick for tick in axes.get_xticks() if 0 != tick == np.clip(tick, *axes.get_xlim()))
    grid = gray_around(axes, at).min(axis=1)
    assert ((grid > 0.5) & (grid < 0.97)).all()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("target", ["slide", "square"])
def test_three_methods_use_the_room_and_keep_seeds_near_their_means(target: str) -> None:
    figure = draw(make_forest(NAMES[1:4]), target, "light")
    height = 72 * figure.get_size_inches()[1]
    texts = {text.get_text(): box for text, box in texts_of(figure)}
    free = texts["1,000 digits"].y0 - figure.axes[0].get_position().y1 * height
    assert free < 4 * TARGETS[target].small
    free = texts["Difference on validation images, percentage points"].y0
    assert free - texts["Accuracy minus that of baseline."].y1 < 3 * TARGETS[target].small
    for axes in figure.axes:
        high = axes.get_position().height * height
        mean, seeds = (axes.lines[number].get_ydata()[0] for number in (-2, -1))
        assert 0.5 * TARGETS[target].small < (mean - seeds) * high < 3 * TARGETS[target].small


@pytest.mark.usefixtures("alone")
def test_more_than_fits_is_noticed() -> None:
    many = make_forest(tuple(f"method {number}" for number in range(40)))
    assert not fits(many, TARGETS["slide"])
    assert fits(make_forest(NAMES), TARGETS["slide"])
    assert fits(many, TARGETS["column"])


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_equal_pictures_are_equal_files(format: str) -> None:
    picture = make_forest(HOSTILE[:3])
    assert write_picture(picture, "page", "print", format, 1) == write_picture(
        picture, "page", "print", format, 1
    )
