"""Remarks of a user: Markdown that cannot do any harm."""

import nh3
from markdown_it import MarkdownIt

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
"""Nothing that loads anything, such as images."""


def render_remarks(text: str) -> str:
    """Return Markdown as HTML.

    Tags in the text are shown as text. Links lead to web pages or mail addresses only.

    Args:
        text: Of the user; headings begin at the third level.
    """
    parser = MarkdownIt("js-default", {"linkify": False})
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
    html = parser.renderer.render(tokens, parser.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
