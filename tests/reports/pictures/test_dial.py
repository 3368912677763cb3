"""Pictures of studies over one setting."""

import numpy as np
import pytest

from regdash.reports.pictures.content import Dial, DialAxis, DialCurve, DialMark, DialPanel
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import LOOKS, TARGETS
from tests.reports.pictures.boxes import check_contrast, check_texts, draw, texts_of
from tests.reports.pictures.conftest import HOSTILE

LABELS = {
    "few": ["0", "0.25", "0.5"],
    "strengths": ["0", *(f"{digit}e-{power}" for power in range(6, 0, -1) for digit in (1, 3))],
    "many": [f"{1000 * (number + 1):,}" for number in range(30)],
}


def make_dial(labels: list[str], **changes) -> Dial:
    x = np.arange(len(labels), dtype=float)
    curves = [
        DialCurve(
            "validation",
            x,
            0.5 + 0.01 * x**2,
            0 * x + 0.05,
            (np.repeat(x, 2), np.tile([0.4, 0.6], len(x))),
            True,
        ),
        DialCurve("training", x, 0.1 + 0.05 * x, 0 * x, (x, 0.1 + 0.05 * x), False),
    ]
    marks = [
        DialMark("best", 0.0, 0.5, best=True),
        DialMark("most regularized within one standard error", 1.0, 0.51, best=False),
    ]
    axis = DialAxis(
        "L2 strength",
        list(zip(x.tolist(), labels, strict=True)),
        (-0.5, len(labels) - 0.5),
    )
    settings = {
        "title": "How strong should L2 be?",
        "subtitle": "1,000 digits",
        "panels": [
            DialPanel("Loss (nats)", axis, curves, marks=marks),
            DialPanel("Error", axis, curves, percent=True),
        ],
        "zones": [
            ("overfits", -0.5, 0.5),
            ("fits", 0.5, 1.5),
            ("underfits", 1.5, len(labels) - 0.5),
        ],
        "caption": "Best validation loss: L2 0.01. Made with RegDash.",
    }
    return Dial(**{**settings, **changes})


pytestmark = pytest.mark.usefixtures("alone")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", LABELS)
def test_everything_has_its_place(target: str, name: str) -> None:
    picture = make_dial(LABELS[name])
    assert fits(picture, TARGETS[target])
    figure = draw(picture, target, "light")
    check_texts(figure)
    texts = [text.get_text() for text, _ in texts_of(figure)]
    assert {"Loss (nats)", "Error", "validation", "training", "best", "underfits"} <= set(texts)
    assert LABELS[name][0] in texts
    assert min(text.get_fontsize() for text, _ in texts_of(figure)) >= TARGETS[target].small


@pytest.mark.parametrize("look", LOOKS)
def test_texts_are_readable_and_curves_differ_without_colors(look: str) -> None:
    figure = draw(make_dial(LABELS["few"]), "page", look)
    check_contrast(figure)
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 3]
    assert {line.get_linestyle() for line in lines} >= {"-", "--"}
    assert [axes.get_xlim() for axes in figure.axes] == [(-0.5, 2.5)] * 2


def test_hostile_texts_are_texts() -> None:
    for text in HOSTILE:
        check_texts(draw(make_dial(LABELS["few"], title=text, caption=text), "slide", "light"))


def make_search(ranges: int) -> Dial:
    """A search over so many settings, with a pruned trial."""
    numbers, none = np.arange(1.0, 31.0), np.empty(0)
    losses = 0.3 + 0.02 * (numbers * 7 % 11)
    best = np.minimum.accumulate(losses)
    trials = DialCurve("trial", none, none, none, (numbers, losses), bold=True)
    history = [
        DialCurve("best so far", numbers, best, 0 * best, (none, none), bold=True),
        trials,
        DialCurve("pruned, where it was stopped", none, none, none, (none + 3, none), bold=False),
    ]
    trial_axis = DialAxis("Trial", [(n, f"{n:g}") for n in (1.0, 15.0, 30.0)], (0.5, 30.5))
    panels = [DialPanel("Val. loss (nats)", trial_axis, history, robust=True)]
    for number in range(ranges):
        label = f"Setting {number + 1} with a name that is longer than its chart, importance 23%"
        axis = DialAxis(label, [(0.0, "1e-6"), (30.0, "1e-1")], (-1.0, 31.0))
        mark = DialMark("best", 9.0, float(losses.min()), best=True)
        panels.append(DialPanel("Val. loss (nats)", axis, [trials], marks=[mark], robust=True))
    return make_dial(LABELS["few"], panels=panels, zones=[])


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("ranges", [1, 2, 3, 7])
def test_a_search_has_a_chart_for_each_setting(target: str, ranges: int) -> None:
    picture = make_search(ranges)
    assert fits(picture, TARGETS[target])
    figure = draw(picture, target, "light")
    check_texts(figure)
    assert len(figure.axes) == ranges + 1
    texts = [text.get_text() for text, _ in texts_of(figure)]
    assert {"best so far", "trial", "Trial"} <= set(texts)
