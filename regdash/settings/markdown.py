"""Text from links or users, shown literally."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]|<~$:&])")

# What starts a heading, a list or a rule at the start of a line; indentation makes it code.
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_BLOCKS = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[#+=>-](?:[\s#=>-]|$)))", re.MULTILINE)

# What becomes a link without any mark: https://…, www.…, and addresses of mail. Examples of addresses
# on this machine stay as they are, so that they can be copied from a message.
_LINKS = re.compile(
    r"(?<=:)(?=//(?!localhost(?![\w.-])))|(?<=\bwww)(?=\.)|(?<=[\w.+-])(?=@\w)", re.IGNORECASE
)

_WORD_JOINER = "\N{WORD JOINER}"  # not visible


def plain(text: str) -> str:
    """Escape Markdown syntax: links, images, math, icons, headings, lists, character references."""
    text = _MARKS.sub(r"\\\1", _LINKS.sub(_WORD_JOINER, _INDENT.sub("", text)))
    return _BLOCKS.sub(r"\1\\", text)
