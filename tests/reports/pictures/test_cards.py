"""Methods side by side: equal axes, aligned plots, marked settings, no overlaps."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle

from regdash.figures.palette import contrast
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import LOOKS, TARGETS
from tests.reports.pictures.boxes import check_charts, check_contrast, check_texts, draw, texts_of
from tests.reports.pictures.conftest import HOSTILE, NAMES, make_cards

pytestmark = pytest.mark.usefixtures("alone")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("count", [2, 3, 4, 6])
def test_everything_has_its_place(target: str, count: int) -> None:
    picture = make_cards(NAMES[:count])
    assert fits(picture, TARGETS[target])
    figure = draw(picture, target, "light")
    check_texts(figure)
    check_charts(figure)
    texts = [text.get_text() for text, _ in texts_of(figure)]
    assert {"baseline", "dropout 0.5", "+ dropout 0.5", "Batch size 32 → 64"} <= set(texts)
    assert {"90.25 ± 0.21 %", "loss 0.389", "not distinguishable", "Epoch"} <= set(texts)
    assert texts.count("+1.35 (+0.70 to +2.00)") == count - 1
    assert "Loss (nats), on the same axes for all" in texts
    caption = " ".join(texts)
    assert all(word in caption for word in picture.caption.split())


@pytest.mark.parametrize("target", TARGETS)
def test_plots_have_equal_axes_and_sizes(target: str) -> None:
    figure = draw(make_cards(NAMES[:6]), target, "light")
    assert len(figure.axes) == 6
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in figure.axes}) == 1
    boxes = np.array([axes.get_position().bounds for axes in figure.axes])
    assert np.ptp(boxes[:, 2:], axis=0) == pytest.approx([0, 0])
    corners = {tuple(corner) for corner in np.round(boxes[:, :2], 6)}
    columns, rows = ({corner[axis] for corner in corners} for axis in (0, 1))
    assert len(columns) * len(rows) == 6  # a grid


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("count", [2, 4, 6])
def test_parts_of_heads_beside_each_other_begin_at_equal_heights(target: str, count: int) -> None:
    # Some have no change, some one, some two; some verdicts are wider than others.
    picture = make_cards(NAMES[:count])
    figure = draw(picture, target, "light")
    rows = {round(axes.get_position().y0, 6) for axes in figure.axes}
    figures = {card.figures[0] for card in picture.cards}
    words = {card.verdict.word for card in picture.cards[1:] if card.verdict}
    for part in (figures, words):
        found = [text.get_position()[1] for text, _ in texts_of(figure) if text.get_text() in part]
        assert len(found) >= count - 1
        assert len(set(np.round(found, 6))) == len(rows)


def test_changes_are_below_all_names_if_one_has_no_room_beside_it() -> None:
    wide, narrow = (
        replace(card, name=name, changes=("+ L2 0.1",))
        for card, name in zip(make_cards(NAMES[:2]).cards, ("x" * 60, "short"), strict=True)
    )
    names, changes = [], []
    for cards in ((narrow, narrow), (wide, narrow)):
        figure = draw(replace(make_cards(NAMES[:2]), cards=cards), "slide", "light")
        found = [(text.get_text(), text.get_position()[1]) for text, _ in texts_of(figure)]
        names.append({y for text, y in found if text == "short"})
        changes.append({y for text, y in found if text == "+ L2 0.1"})
    assert changes[0] == names[0]
    assert len(changes[1]) == 1
    assert max(changes[1]) < min(names[1])


def test_two_charts_are_below_each_other() -> None:
    figure = draw(make_cards(NAMES[:2], charts=2), "slide", "light")
    check_texts(figure)
    check_charts(figure)
    loss, accuracy, other_loss, other_accuracy = figure.axes
    assert loss.get_position().y0 > accuracy.get_position().y1
    assert loss.get_ylim() == other_loss.get_ylim() != other_accuracy.get_ylim()
    texts = [text.get_text() for text, _ in texts_of(figure)]
    assert texts.count("Loss (nats)") == texts.count("Accuracy") == texts.count("Epoch") == 2
    assert not fits(make_cards(NAMES[:6], charts=2), TARGETS["slide"])


@pytest.mark.parametrize("look", LOOKS)
def test_texts_have_enough_contrast_also_on_marked_settings(look: str) -> None:
    figure = draw(make_cards(NAMES[:3]), "slide", look)
    check_contrast(figure)
    tints = [patch for patch in figure.artists if isinstance(patch, Rectangle)]
    assert len(tints) == 3  # one is changed in two settings, one in one, the baseline in none
    assert contrast(LOOKS[look].ink, LOOKS[look].grid) >= 4.5
    assert {patch.get_facecolor()[:3] for patch in tints} != {figure.get_facecolor()[:3]}


@pytest.mark.parametrize("target", ["column", "page"])
def test_papers_have_at_least_eight_points(target: str) -> None:
    figure = draw(make_cards(NAMES[:6]), target, "print")
    assert min(text.get_fontsize() for text, _ in texts_of(figure)) >= 8
    assert figure.get_size_inches()[1] * 25.4 < 250  # fits on a page
    for axes in figure.axes:
        training, validation, *_ = axes.lines
        assert validation.get_linestyle() == "-"
        assert training.get_linestyle() == "--"
        assert validation.get_linewidth() > training.get_linewidth()


def test_print_is_gray() -> None:
    canvas = FigureCanvasAgg(draw(make_cards(NAMES[:3]), "square", "print"))
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
    assert (pixels.max(axis=2) - pixels.min(axis=2)).max() <= 24


def test_hostile_names_are_inside() -> None:
    check_texts(draw(make_cards(HOSTILE[:6]), "slide", "light"))
    check_texts(draw(make_cards(HOSTILE[:6]), "column", "light"))
