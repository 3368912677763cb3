"""Text that came from a link or a person, shown as it is."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]|<~$:])")


def plain(text: str) -> str:
    """Escape what Markdown would read as more than text: links, images, maths, icons."""
    return _MARKS.sub(r"\\\1", text)
