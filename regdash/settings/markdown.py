"""Text from links or users, shown literally."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]|<~$:])")

# What becomes a link without any mark: https://…, www.…, and addresses of mail. Examples of addresses
# on this machine stay as they are, so that they can be copied from a message.
_LINKS = re.compile(
    r"(?<=:)(?=//(?!localhost\b))|(?<=\bwww)(?=\.)|(?<=[\w.+-])(?=@\w)", re.IGNORECASE
)

_WORD_JOINER = "\N{WORD JOINER}"  # not visible


def plain(text: str) -> str:
    """Escape Markdown syntax: links, images, math, icons."""
    return _MARKS.sub(r"\\\1", _LINKS.sub(_WORD_JOINER, text))
