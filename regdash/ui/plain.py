"""Escapes text from links and users, so that it is shown literally."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]|<~$:])")


def plain(text: str) -> str:
    """Escape Markdown: links, images, math, icons."""
    return _MARKS.sub(r"\\\1", text)
