"""Small elements shared by several parts of the judgement."""

import html

from regdash.figures.palette import line_style
from regdash.figures.verdicts import VERDICT_COLORS
from regdash.judging.methods import Method
from regdash.judging.verdict import Word
from regdash.ui.theme import is_dark


def name_in_color(method: Method) -> str:
    """Return a method's name after a dot of its color, as HTML."""
    style = line_style(method.style_index)
    color = style.dark if is_dark() else style.light
    return f'<span aria-hidden="true" style="color:{color}">⬤</span>&nbsp; <strong>{html.escape(method.name)}</strong>'


def badge(word: Word) -> str:
    """Return a verdict's word as a badge in Markdown."""
    return f":{VERDICT_COLORS[word]}-badge[{word}]"
