"""Description of a data set, and its removal."""

from contextlib import suppress

import streamlit as st

from regdash.datasets import collection
from regdash.datasets.digits import DIGITS
from regdash.datasets.info import DatasetInfo
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.ui.dialogs import show_buttons


def show_info(info: DatasetInfo) -> None:
    """Show what is known about a data set, with a Remove button for imported ones."""
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
    """Ask for confirmation before a data set is removed."""
    st.markdown(f"Remove **{plain(info.name)}** with its {info.labelled + info.test:,} images?")
    st.caption(
        "Its runs stay, with all their figures; runs that have not started will fail. To restore the"
        " data set, import the same files again."
    )

    def remove() -> None:
        with suppress(InputError):  # it was already removed elsewhere
            collection.remove(info.id)

    show_buttons("Remove", remove, _answered)
