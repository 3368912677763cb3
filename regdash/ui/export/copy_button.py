"""A button that puts a picture on the clipboard."""

import base64
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from regdash.ui.elements import make_element


@lru_cache(maxsize=1)
def _element() -> Callable[..., Any]:
    return make_element("export", "copy", "copy.js", html="copy.html", styles=("button.css",))


def show_copy_button(png: bytes, *, key: str) -> None:
    """Show the button.

    Args:
        png: The picture.
        key: Key of the button on the page.
    """
    _element()(data={"picture": base64.b64encode(png).decode("ascii")}, key=key, height="content")
