"""Text that is shown literally in Markdown."""

import pytest

from regdash.settings.markdown import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("L2 1e-3 + dropout 0.5", "L2 1e-3 + dropout 0.5"),
        ("[a](b) *c* $d$ :e: <f>", r"\[a\](b) \*c\* \$d\$ \:e\: \<f>"),
        # What would be a link without any mark gets a character that cannot be seen.
        ("https://a.example", "https\\:\N{WORD JOINER}//a.example"),
        ("such as http://localhost:5000", r"such as http\://localhost\:5000"),
        ("http://localhosts.example", "http\\:\N{WORD JOINER}//localhosts.example"),
        ("http://localhost.example", "http\\:\N{WORD JOINER}//localhost.example"),
        ("http://localhost-a.example", "http\\:\N{WORD JOINER}//localhost-a.example"),
        ("WWW.a.example", "WWW\N{WORD JOINER}.a.example"),
        ("me@a.example", "me\N{WORD JOINER}@a.example"),
        # Blocks begin at the start of a line, character references anywhere.
        ("# a", r"\# a"),
        ("- a\n+ b", "\\- a\n\\+ b"),
        ("1. a", r"1\. a"),
        ("12) a", r"12\) a"),
        ("---", r"\---"),
        ("a\n===", "a\n\\==="),
        ("> a", r"\> a"),
        ("    a", "a"),
        ("&lt; &copy;", r"\&lt; \&copy;"),
        ("-0.5, +1.5, 1.5", "-0.5, +1.5, 1.5"),
        ("ratio 1:2, a @ b, www", r"ratio 1\:2, a @ b, www"),
    ],
)
def test_text_is_shown_as_it_is(text: str, shown: str) -> None:
    assert plain(text) == shown
