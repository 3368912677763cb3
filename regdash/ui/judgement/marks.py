"""Small signs that several parts of the judgement share."""

import html

from regdash.figures.palette import line_style
from regdash.judging.methods import Method
from regdash.judging.verdict import Word
from regdash.ui.theme import on_dark

_COLOURS: dict[Word, str] = {
    "better": "green",
    "worse": "red",
    "not distinguishable": "gray",
    "not comparable": "orange",
    "one seed": "blue",
    "not yet": "blue",
}


def name_in_colour(method: Method) -> str:
    """A method's name behind a dot of its colour, as HTML."""
    style = line_style(method.style_index)
    colour = style.dark if on_dark() else style.light
    return (
        f'<span style="color:{colour}">⬤</span>&nbsp; <strong>{html.escape(method.name)}</strong>'
    )


def badge(word: Word) -> str:
    """A verdict's word as Markdown."""
    return f":{_COLOURS[word]}-badge[{word}]"
