"""A button that puts a picture or a text on the clipboard."""

import base64
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from regdash.ui.elements import make_element


@lru_cache(maxsize=1)
def _element() -> Callable[..., Any]:
    return make_element("export", "copy", "copy.js", html="copy.html", styles=("copy.css",))


def show_copy_button(content: bytes | str, label: str, *, key: str) -> None:
    """Show the button.

    Args:
        content: A picture (PNG), or a text.
        label: What it says, such as `Copy picture`.
        key: Key of the button on the page.
    """
    copied = (
        {"text": content}
        if isinstance(content, str)
        else {"picture": base64.b64encode(content).decode("ascii")}
    )
    _element()(data={"label": label, **copied}, key=key, height="content")
