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
        ("WWW.a.example", "WWW\N{WORD JOINER}.a.example"),
        ("me@a.example", "me\N{WORD JOINER}@a.example"),
        ("ratio 1:2, a @ b, www", r"ratio 1\:2, a @ b, www"),
    ],
)
def test_text_is_shown_as_it_is(text: str, shown: str) -> None:
    assert plain(text) == shown
