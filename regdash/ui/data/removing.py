"""What the data set is, and removing it."""

from contextlib import suppress

import streamlit as st

from regdash.datasets import collection
from regdash.datasets.digits import DIGITS
from regdash.datasets.info import DatasetInfo
from regdash.settings.messages import InputError
from regdash.ui.dialogs import show_buttons
from regdash.ui.plain import plain


def show_info(info: DatasetInfo) -> None:
    """Show what is known of a set; imported ones can be removed."""
    words, button = st.columns([6, 1.3], vertical_alignment="center")
    words.subheader(plain(info.name), anchor=False)
    words.caption(
        f"{info.labelled + info.test:,} images of {info.sizes}, {info.classes:,} classes ·"
        f" {plain(info.origin)}"
    )
    if info.id != DIGITS.id:
        button.button(
            "Remove", icon=":material/delete:", width="stretch", on_click=_ask, args=(info.id,)
        )
        if st.session_state.get("asking_remove") == info.id:
            _ask_remove(info)


def _ask(dataset: str) -> None:
    st.session_state["asking_remove"] = dataset


def _answered() -> None:
    st.session_state.pop("asking_remove", None)


@st.dialog("Remove data set", on_dismiss=_answered)
def _ask_remove(info: DatasetInfo) -> None:
    """Ask whether a set shall really go."""
    st.markdown(f"Remove **{plain(info.name)}** with its {info.labelled + info.test:,} images?")
    st.caption(
        "Runs on it stay, with all their figures; runs that have not begun will fail. Import the same"
        " files again to have it back."
    )

    def remove() -> None:
        with suppress(InputError):  # somebody was faster
            collection.remove(info.id)

    show_buttons("Remove", remove, _answered)
