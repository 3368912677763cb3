"""File names made of titles, safe on every system."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 80
"""Most bytes of a name in UTF-8, which leaves room for endings and folders everywhere."""

_KEPT = "._+"
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE
)
"""Names that Windows keeps for devices, with any ending."""


def safe_file_name(title: str, fallback: str = "runs") -> str:
    """Return a file name without ending for a title, such as `Watch-a-network-overfit`.

    Letters, digits and `._+` are kept, in any script; everything else becomes a hyphen: separators,
    blanks, control characters, marks that change the direction of text, emoji.

    Args:
        title: Any text.
        fallback: Used if nothing of the title is left.

    Returns:
        At most `LONGEST` bytes in UTF-8; never a name that Windows reserves, a hidden file, or one
        that a program takes for an option.
    """
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", title))
    kept = "".join(
        c if c in _KEPT or unicodedata.category(c)[0] in "LMN" else "-" for c in composed
    )
    name = re.sub(r"[-.]*-[-.]*", "-", kept).strip("-._")
    name = name.encode()[:LONGEST].decode(errors="ignore").strip("-._")
    return f"file-{name}" if _RESERVED.fullmatch(name) else name or fallback


def unique_file_names(titles: Iterable[str], fallback: str = "run") -> list[str]:
    """Return a file name for each title; names differ also where case does not count."""
    taken: set[str] = set()
    names = []
    for title in titles:
        base = name = safe_file_name(title, fallback)
        number = 1
        while _folded(name) in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(_folded(name))
        names.append(name)
    return names


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
