"""Registers the replay with Streamlit, and gives it a recorded race."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from regdash.content.recorded import RecordedDigit, RecordedLine, RecordedRace
from regdash.figures.palette import line_style
from regdash.settings.formatting import count_of, format_loss
from regdash.ui.elements import make_element

MOST_LINES = 4
"""More lines cannot be told apart at this size."""


@lru_cache(maxsize=1)
def _element() -> Callable[..., Any]:
    return make_element("replay", "replay", "index.js", html="element.html", styles=("style.css",))


def show_replay(race: RecordedRace, *, key: str) -> None:
    """Draw a recorded race: some of its images, and its validation losses as they grow.

    Args:
        race: What was recorded; its first `MOST_LINES` lines are drawn.
        key: Key of the element on the page.
    """
    _element()(data=replay_data(race), key=key, height="content")


def replay_data(race: RecordedRace) -> dict[str, Any]:
    """Return what the element draws, as plain data.

    Without lists at its top level, for which Streamlit would load pandas.
    """
    lines = race.lines[:MOST_LINES]
    labeled = any(digit.wrong for digit in race.digits)
    return {
        "lines": tuple(_line(line) for line in lines),
        "digits": tuple(
            {
                "image": digit.image,
                "label": digit.label if labeled else "",
                "wrong": digit.wrong,
            }
            for digit in race.digits
        ),
        "about": _describe_lines(lines, race.seed),
        "about_digits": _describe_digits(race.digits),
        "recorded": f"Recorded by RegDash, seed {race.seed}",
    }


def _line(line: RecordedLine) -> dict[str, Any]:
    style = line_style(line.style_index)
    return {
        "name": line.name,
        "epochs": line.epochs,
        "val_loss": line.val_loss,
        "light": style.light,
        "dark": style.dark,
    }


def _describe_lines(lines: Sequence[RecordedLine], seed: int) -> str:
    ends = "; ".join(
        f"{line.name}: lowest {format_loss(min(line.val_loss))},"
        f" at the end {format_loss(line.val_loss[-1])}"
        for line in lines
    )
    runs = count_of(len(lines), "run")
    return f"Recorded validation loss of {runs} with seed {seed}, epoch by epoch. {ends}."


def _describe_digits(digits: Sequence[RecordedDigit]) -> str:
    labels = ", ".join(f"{digit.label}{' (wrong)' * digit.wrong}" for digit in digits)
    return f"Some training images, labeled {labels}"
