"""Pictures of made-up curves; those of real runs are in tests/services/test_pictures.py."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from regdash.reports.pictures.content import (
    Card,
    Line,
    Panel,
    Picture,
    Row,
    SideBySide,
    Table,
    Verdict,
)
from regdash.reports.pictures.files import drawing

NAMES = (
    "baseline",
    "dropout 0.5",
    "L2 3e-3",
    "augmentation",
    "dropout 0.25 + L2 1e-4 + max-norm 2 + label smoothing 0.1",
    "early stopping 2",
    "batch norm",
    "noise 0.1",
    "ZCA",
    "weight decay 4e-3",
)

HOSTILE = (
    "<script>alert(1)</script>",
    "$\\frac{1}{0}$ and $",
    "=cmd|'/C calc'!A0",
    "\N{RIGHT-TO-LEFT OVERRIDE}evil\N{ZERO WIDTH SPACE} \N{FIRE} \N{GRINNING FACE}",
    "x" * 10_000,
    "two\nlines\tand a tab",
    "",
)

WORDS = (
    ("better", "green"),
    ("not distinguishable", "gray"),
    ("worse", "red"),
    ("not yet", "blue"),
    ("not comparable", "orange"),
)


def make_line(name: str, number: int, epochs: int = 20, share: bool = False) -> Line:
    """Return an overfitting curve."""
    x = np.arange(1.0, epochs + 1)
    validation = 0.6 * np.exp(-x / 5) + 0.3 + 0.004 * number * x
    training = 0.7 * np.exp(-x / (4 + number))
    if share:
        validation, training = 1 - validation / 3, 1 - training / 3
    at = int(np.argmin(validation))
    return Line(
        name,
        number,
        x,
        validation,
        training,
        half=np.full(epochs, 0.01) if number % 2 else None,
        mark=(float(x[at]), float(validation[at])),
        stopped=float(epochs) if number == 5 else None,
    )


def make_picture(names: tuple[str, ...], *, table: bool = True, title: str = "A race") -> Picture:
    """Return a picture of two charts."""
    panels = [
        Panel(
            title,
            "Epoch",
            axis,
            20.5,
            [make_line(name, number, share=share) for number, name in enumerate(names)],
            percent=share,
            robust=not share,
        )
        for title, axis, share in (("Loss", "Loss (nats)", False), ("Accuracy", "Accuracy", True))
    ]
    rows = [
        Row(
            name,
            number,
            (f"{90 + number}.25 ± 0.21 %", "0.389", "+0.380"),
            Verdict("baseline", "gray")
            if number == 0
            else Verdict(*WORDS[number % len(WORDS)], "+1.35", "+0.70 to +2.00"),
            settings="batch 64" if number == 1 else "",
        )
        for number, name in enumerate(names)
    ]
    return Picture(
        title,
        "1,000 digits · 500x2 · Adam 0.001 · 20 epochs · seeds 1–3",
        panels,
        "Bold: validation; thin and dashed: training. Measured on 4,900 validation images. " * 2,
        Table(("Val. accuracy", "Val. loss", "Gap"), rows) if table else None,
    )


def make_cards(names: tuple[str, ...], charts: int = 1) -> SideBySide:
    """Return the same methods side by side, with as many charts each."""
    together = make_picture(names)
    assert together.table is not None
    cards = [
        Card(
            row.name,
            row.style_index,
            [replace(p, lines=[p.lines[number]]) for p in together.panels[:charts]],
            (row.cells[0], "loss 0.389", "gap +0.380"),
            () if number == 0 else (f"+ {row.name}", "Batch size 32 → 64")[: 1 + number % 2],
            row.verdict,
        )
        for number, row in enumerate(together.table.rows)
    ]
    return SideBySide(together.title, together.subtitle, cards, together.caption)


@pytest.fixture
def alone() -> Iterator[None]:
    """Draws with the settings of pictures; `write_picture` has them anyway."""
    with drawing():
        yield


@pytest.fixture
def picture() -> Picture:
    """Six methods with a table."""
    return make_picture(NAMES[:6])
