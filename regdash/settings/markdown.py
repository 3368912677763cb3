"""Text from links or users, shown literally."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]|<~$:])")


def plain(text: str) -> str:
    """Escape Markdown syntax: links, images, math, icons."""
    return _MARKS.sub(r"\\\1", text)
