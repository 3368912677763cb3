"""Elements of our own on Streamlit's pages: their HTML, style sheets and scripts.

Streamlit can serve the scripts of elements itself, but the browser then asks for each module again
at every visit. Here their address has a version, so the browser keeps them.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from regdash.live.immutable import Folder
from regdash.live.plotly_js import below_base
from regdash.live.routes import ASSET_PATH

_UI = Path(__file__).parent


PACKAGES = ("live", "replay", "export")
"""Packages with a folder `assets`."""


@lru_cache(maxsize=1)
def asset_folders() -> tuple[Folder, ...]:
    """Return the folders with the scripts of the elements."""
    return tuple(map(folder_of, PACKAGES))


@lru_cache
def folder_of(package: str) -> Folder:
    """Return the folder `assets` of a package of the user interface."""
    return Folder(_UI / package / "assets")


def addresses_of(package: str, base: str) -> list[str]:
    """Return the URL paths of all scripts of a package.

    Args:
        package: Name of the package.
        base: The server's base path.
    """
    folder = folder_of(package)
    names = (name for name in folder.names if name.endswith(".js"))
    return [_address(folder, name, base) for name in names]


def make_element(
    package: str, name: str, script: str, *, html: str = "", styles: tuple[str, ...] = ()
) -> Callable[..., Any]:
    """Register an element with Streamlit; do so once.

    Args:
        package: The package with the files, in its folder `assets`.
        name: Name of the element, unique in the application.
        script: File name of the module that exports the element.
        html: File name of its HTML; empty: none.
        styles: File names of its style sheets, in this order.

    Returns:
        What draws the element.
    """
    folder = folder_of(package)
    address = _address(folder, script, st.get_option("server.baseUrlPath"))
    return st.components.v2.component(
        f"regdash.{name}",
        html=folder.read(html) if html else None,
        css="\n".join(map(folder.read, styles)) or None,
        # Streamlit takes a text of one line for a path.
        js=f'const script = await import(location.origin + "{address}");\n'
        "export default script.default;\n",
        isolate_styles=False,
    )


def _address(folder: Folder, name: str, base: str) -> str:
    return below_base(ASSET_PATH.format(version=folder.version, name=name), base)
