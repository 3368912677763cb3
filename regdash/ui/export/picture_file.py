"""Parts of dialogs with a picture: the choice of its kind, its preview, and its file."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from regdash.reports.pictures.content import AnyPicture
from regdash.reports.pictures.files import MEDIA_TYPES, write_picture
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import FORMATS, TARGETS, Format, LookKey, TargetKey
from regdash.ui.export.copy_button import show_copy_button
from regdash.ui.export.save_button import show_save_button

Key = TypeVar("Key", bound=str)

_TARGETS: dict[TargetKey, str] = {
    "slide": "Slide",
    "page": "Two columns",
    "column": "One column",
    "square": "Square",
}

_LOOKS: dict[LookKey, str] = {"light": "Light", "dark": "Dark", "print": "Print"}


def choose_kind() -> tuple[TargetKey, LookKey]:
    """Show the choices of size and colors; return them."""
    target = choose_one("For", _TARGETS, "picture_target")
    look = choose_one("Colors", _LOOKS, "picture_look")
    return target, look


def choose_one(label: str, words: Mapping[Key, str], key: str) -> Key:
    """Show a row of choices, of which the first is chosen at the beginning; return the chosen one."""
    first = next(iter(words))
    chosen = st.segmented_control(
        label,
        list(words),
        default=first,
        required=True,
        format_func=lambda choice: words[choice],
        key=key,
        label_visibility="collapsed",
        width="content",
    )
    return chosen or first  # never None; its type does not say so


def explain_fit(picture: AnyPicture, target: TargetKey) -> None:
    """Say so if a picture has no room at a size."""
    if not fits(picture, TARGETS[target]):
        st.caption("This size is too small for so much; choose another one.")


def show_file(picture: AnyPicture, target: TargetKey, look: LookKey, name: str) -> None:
    """Show a picture, and the buttons that copy and save it.

    Args:
        picture: The picture.
        target: What it is for.
        look: Its colors.
        name: Of the file, without its ending.
    """
    png = _write(picture, target, look, "png")
    with st.container(key="picture_preview"):
        st.image(png, width="stretch")
    kind, copy, save = st.columns([1.6, 1, 1], vertical_alignment="bottom")
    with kind:
        chosen = choose_one("File", {key: key.upper() for key in FORMATS}, "picture_format")
    with copy:
        show_copy_button(png, "Copy picture", key="copy_picture")
    with save:
        show_save_button(
            "Save picture",
            lambda: _write(picture, target, look, chosen),
            f"{name}.{chosen}",
            MEDIA_TYPES[chosen],
            first=True,
        )


@st.cache_data(max_entries=8, show_spinner=False)
def _write(picture: AnyPicture, target: TargetKey, look: LookKey, format: Format) -> bytes:
    """Draw a picture once: each press of a button in the dialog draws the dialog again."""
    return write_picture(picture, target, look, format)
