"""Text that is shown literally in Markdown."""

import pytest

from regdash.settings.markdown import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("L2 1e-3 + dropout 0.5", "L2 1e-3 + dropout 0.5"),
        ("[a](b) *c* $d$ :e[f] <g>", r"\[a\](b) \*c\* \$d\$ \:e\[f\] \<g>"),
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
        (">a", r"\>a"),
        ("    a", "a"),
        ("&lt; &copy;", r"\&lt; \&copy;"),
        ("-0.5, +1.5, 1.5", "-0.5, +1.5, 1.5"),
        # Streamlit replaces these even if they are escaped.
        (":material/home:", "\\:\N{WORD JOINER}material/home\\:"),
        (":material_home:", "\\:\N{WORD JOINER}material\\_home\\:"),
        ("a:material/b", "a\\:\N{WORD JOINER}material/b"),
        (":streamlit:", "\\:\N{WORD JOINER}streamlit\\:"),
        (":a:+1:", "\\:\N{WORD JOINER}a\\:\N{WORD JOINER}+1\\:"),
        (":100:", "\\:\N{WORD JOINER}100\\:"),
        ("localhost:5000: refused", r"localhost\:5000\: refused"),
        ("a <- b", "a \\<\N{WORD JOINER}- b"),
        ("a -> b -> c", "a -\N{WORD JOINER}> b -\N{WORD JOINER}> c"),
        ("<->", "\\<\N{WORD JOINER}->"),
        ("a\n--\nb", "a\n-\N{WORD JOINER}-\nb"),
        ("acc >= 0.9", "acc >\N{WORD JOINER}= 0.9"),
        (">=", "\\>\N{WORD JOINER}="),
        ("a <=", "a \\<\N{WORD JOINER}="),
        ("a ~= b", "a \\~\N{WORD JOINER}= b"),
        ("12:30:45, a->b, --out, x --- y", r"12\:30\:45, a->b, --out, x --- y"),
        ("ratio 1:2, a @ b, www", r"ratio 1\:2, a @ b, www"),
    ],
)
def test_text_is_shown_as_it_is(text: str, shown: str) -> None:
    assert plain(text) == shown
