"""Small signs that several parts of the judgement share."""

import html

import streamlit as st

from regdash.analysis.methods import Method
from regdash.analysis.verdict import Word
from regdash.figures.palette import look_of

_COLOURS: dict[Word, str] = {
    "better": "green",
    "worse": "red",
    "not distinguishable": "gray",
    "not comparable": "orange",
    "not yet": "blue",
}


def on_dark() -> bool:
    """Whether the viewer's page is dark, as far as the server knows."""
    return st.context.theme.type == "dark"


def name_in_colour(method: Method) -> str:
    """A method's name behind a dot of its colour, as HTML."""
    look = look_of(method.look)
    colour = look.dark if on_dark() else look.light
    return (
        f'<span style="color:{colour}">⬤</span>&nbsp; <strong>{html.escape(method.name)}</strong>'
    )


def badge(word: Word) -> str:
    """A verdict's word as Markdown."""
    return f":{_COLOURS[word]}-badge[{word}]"
