"""Numbers of images per class, with as many names as there is room for."""

import numpy as np
import pytest

from regdash.reports.pictures.content import Bars
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import LOOKS, TARGETS
from tests.reports.pictures.boxes import check_charts, check_contrast, check_texts, draw, texts_of
from tests.reports.pictures.conftest import HOSTILE


def make_bars(names: list[str]) -> Bars:
    """Return a picture of three sets."""
    counts = {
        title: np.arange(len(names)) * 100 + 10 * number
        for number, title in enumerate(("Training", "Validation", "Test"))
    }
    return Bars("Images per class", "1,000 training images", names, counts, "Class", "Images", "x.")


CLASSES = {
    "digits": [str(digit) for digit in range(10)],
    "long": [f"a long class name {number}" for number in range(30)],
    "many": [f"class {number}" for number in range(300)],
    "hostile": list(HOSTILE),
}

pytestmark = pytest.mark.usefixtures("alone")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", CLASSES)
def test_everything_has_its_place(target: str, name: str) -> None:
    picture = make_bars(CLASSES[name])
    assert fits(picture, TARGETS[target])
    figure = draw(picture, target, "light")
    check_texts(figure)
    check_charts(figure)
    texts = {text.get_text() for text, _ in texts_of(figure)}
    assert {"Images", "Class", "Training", "Validation", "Test"} <= texts
    assert min(text.get_fontsize() for text, _ in texts_of(figure)) >= TARGETS[target].small


@pytest.mark.parametrize("look", LOOKS)
def test_sets_differ_without_colors_and_texts_are_readable(look: str) -> None:
    figure = draw(make_bars(CLASSES["digits"]), "slide", look)
    check_contrast(figure)
    (axes,) = figure.axes
    assert [[bar.get_height() for bar in bars][-1] for bars in axes.containers] == [900, 910, 920]
    assert len({bars[0].get_hatch() for bars in axes.containers}) == 3


def test_many_classes_are_stacked() -> None:
    (axes,) = draw(make_bars(CLASSES["many"]), "slide", "light").axes
    last = [bars[-1] for bars in axes.containers]
    assert [bar.get_y() for bar in last] == [0, 29_900, 29_900 + 29_910]
    assert len({bar.get_x() for bar in last}) == 1
