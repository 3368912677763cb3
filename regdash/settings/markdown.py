"""Text from links or users, shown literally."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]|<~$:&])")

# What starts a heading, a list or a rule at the start of a line; indentation makes it code.
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_BLOCKS = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=>|[#+=-](?:[\s#=>-]|$)))", re.MULTILINE)

# What becomes a link without any mark: https://…, www.…, and addresses of mail. Examples of addresses
# on this machine stay as they are, so that they can be copied from a message.
_LINKS = re.compile(
    r"(?<=:)(?=//(?!localhost(?![\w.-])))|(?<=\bwww)(?=\.)|(?<=[\w.+-])(?=@\w)", re.IGNORECASE
)

# What Streamlit replaces after it has read the Markdown, whether escaped or not: names of icons, of
# emoji and of its logo, and arrows and signs that stand alone. Two emoji have digits as names; other
# digits are a time or a port.
_NAMES = re.compile(r"(?<=:)(?=material[/_]|(?!(?!(?:100|1234):)\d+:)[\w+-]+:)")
_SIGNS = re.compile(r"(?<!\S)([<>~-])(?=(?:->|[-=>])(?!\S))")

_WORD_JOINER = "\N{WORD JOINER}"  # not visible


def plain(text: str) -> str:
    """Escape Markdown syntax: links, images, math, icons, headings, lists, character references."""
    text = _INDENT.sub("", text)
    for pattern in (_LINKS, _NAMES):
        text = pattern.sub(_WORD_JOINER, text)
    text = _MARKS.sub(r"\\\1", _SIGNS.sub(rf"\1{_WORD_JOINER}", text))
    return _BLOCKS.sub(r"\1\\", text)
