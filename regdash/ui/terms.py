"""Texts whose terms explain themselves on hover and on focus."""

from html import escape
from itertools import count

import streamlit as st

from regdash.content.glossary import split_terms

# A tooltip is as wide as its text, and above it, so that it is never cut off at the page's edge.
_STYLE = """<style>
.rd-text { position: relative; margin: 0; font-size: inherit; line-height: 1.45; }
.rd-term { text-decoration: underline dotted; text-underline-offset: 0.2em; cursor: help; }
.rd-term:focus-visible { outline: 2px solid var(--st-primary-color, currentColor); }
.rd-term > span {
  position: absolute; left: 0; right: 0; bottom: 100%; z-index: 10; visibility: hidden;
  padding: 0.5rem 0.7rem; border-radius: 0.4rem; font-size: 0.875rem; line-height: 1.4;
  color: light-dark(#fff, #0f1419); background: light-dark(#1f2933, #e6e9ef);
}
.rd-term:hover > span, .rd-term:focus > span { visibility: visible; }
</style>"""


def show_text(*paragraphs: str, key: str) -> None:
    """Show plain text in which the terms of the glossary are explained.

    Args:
        paragraphs: What to show, literally.
        key: Distinguishes it from other texts of the page: letters, digits, `_`.
    """
    shown = (
        f'<p class="rd-text">{mark_terms(text, f"{key}_{number}")}</p>'
        for number, text in enumerate(paragraphs)
    )
    st.html(_STYLE + "".join(shown))


def mark_terms(text: str, key: str) -> str:
    """Return a text as HTML: each term is focusable, and has its explanation as a tooltip.

    Args:
        text: The text, not escaped.
        key: Start of the ids of the tooltips.
    """
    numbers = count()
    marked = []
    for part in split_terms(text):
        shown = escape(part.text)
        if part.term is not None:
            tip = f"{key}_term_{next(numbers)}"
            shown = (
                f'<span class="rd-term" tabindex="0" aria-describedby="{tip}">{shown}'
                f'<span role="tooltip" id="{tip}">{escape(part.term.text)}</span></span>'
            )
        marked.append(shown)
    return "".join(marked)
