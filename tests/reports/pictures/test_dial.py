"""Pictures of studies over one setting."""

import numpy as np
import pytest

from regdash.reports.pictures.content import Dial, DialCurve, DialMark, DialPanel
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
    settings = {
        "title": "How strong should L2 be?",
        "subtitle": "1,000 digits",
        "panels": [
            DialPanel("Loss (nats)", curves, marks=marks),
            DialPanel("Error", curves, percent=True),
        ],
        "x_label": "L2 strength",
        "ticks": list(zip(x.tolist(), labels, strict=True)),
        "limits": (-0.5, len(labels) - 0.5),
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
        check_texts(
            draw(make_dial(LABELS["few"], title=text, x_label="x", caption=text), "slide", "light")
        )
