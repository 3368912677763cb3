"""Pictures of studies over two settings."""

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from regdash.reports.pictures.content import Heatmap
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import LOOKS, TARGETS
from tests.reports.pictures.boxes import check_contrast, check_texts, draw, texts_of


def make_heatmap(rows: int = 4, columns: int = 5, **changes) -> Heatmap:
    values = 0.5 + 0.1 * np.arange(rows * columns, dtype=float).reshape(rows, columns)
    values[0, 1] = np.nan
    settings = {
        "title": "Can a small network do it?",
        "subtitle": "1,000 digits",
        "rows": [f"{16 * 2**row:,}" for row in range(rows)],
        "columns": [f"1e-{columns - column}" for column in range(columns)],
        "values": values,
        "texts": [
            [f"{value:.3g}" if np.isfinite(value) else "" for value in row] for row in values
        ],
        "higher_is_better": False,
        "best": (0, 0),
        "same": [(1, 0)],
        "x_label": "L2 strength",
        "y_label": "Width",
        "caption": "Val. loss. Made with RegDash.",
    }
    return Heatmap(**{**settings, **changes})


def test_cells_too_small_to_be_told_apart_do_not_fit() -> None:
    assert not fits(make_heatmap(30, 120), TARGETS["column"])


pytestmark = pytest.mark.usefixtures("alone")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("shape", [(2, 2), (4, 5), (30, 30)])
def test_everything_has_its_place(target: str, shape: tuple[int, int]) -> None:
    picture = make_heatmap(*shape)
    assert fits(picture, TARGETS[target])
    figure = draw(picture, target, "light")
    check_texts(figure)
    texts = {text.get_text() for text, _ in texts_of(figure)}
    assert {"Width", "L2 strength", "16"} <= texts
    # Numbers are in the cells if all of them have room.
    assert ("0.5" in texts) == (shape != (30, 30))


@pytest.mark.parametrize("look", LOOKS)
def test_the_best_is_framed_and_the_strongest_and_numbers_are_readable(look: str) -> None:
    for higher in (False, True):
        figure = draw(make_heatmap(higher_is_better=higher), "slide", look)
        check_contrast(figure)
        (axes,) = figure.axes
        colors = axes.images[0].get_array()
        lightness = colors[..., :3].mean(axis=-1)
        strongest, weakest = ((3, 4), (0, 0)) if higher else ((0, 0), (3, 4))
        assert (lightness[strongest] > lightness[weakest]) == (look == "dark")
        assert colors[0, 1, 3] == 0  # not measured
    frames = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert [frame.get_linestyle() for frame in frames][-1] in ("-", "solid")
    assert len(frames) == 2
