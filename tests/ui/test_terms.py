"""Texts whose terms explain themselves."""

import re

from regdash.content.glossary import explain
from regdash.ui.terms import mark_terms


def test_a_term_is_focusable_and_described_by_its_explanation() -> None:
    html = mark_terms("The loss of 5 seeds.", "card")
    assert re.sub(r"<span role.*?</span>|<[^>]+>", "", html) == "The loss of 5 seeds."
    assert html.count('tabindex="0"') == 2
    described = re.findall(r'aria-describedby="(\w+)"', html)
    assert described == ["card_term_0", "card_term_1"]
    tips = dict(re.findall(r'<span role="tooltip" id="(\w+)">(.*?)</span>', html))
    assert tips == {"card_term_0": explain("loss"), "card_term_1": explain("seed")}


def test_texts_are_shown_literally() -> None:
    html = mark_terms("<b>loss</b> & 'gap'", "x")
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert " &amp; " in html
