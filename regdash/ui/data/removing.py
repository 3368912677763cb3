"""What the data set is, and removing it."""

from contextlib import suppress

import streamlit as st

from regdash.datasets import collection
from regdash.datasets.about import About
from regdash.messages import InputError
from regdash.ui.dialogs import show_answers
from regdash.ui.plain import plain


def show_about(about: About) -> None:
    """Show what is known of a set; imported ones can be removed."""
    words, button = st.columns([6, 1.3], vertical_alignment="center")
    words.subheader(plain(about.name), anchor=False)
    words.caption(
        f"{about.labelled + about.test:,} images of {about.sizes}, {about.classes:,} classes ·"
        f" {plain(about.origin)}"
    )
    if about.id != collection.DIGITS.id:
        button.button(
            "Remove", icon=":material/delete:", width="stretch", on_click=_ask, args=(about.id,)
        )
        if st.session_state.get("asking_remove") == about.id:
            _ask_remove(about)


def _ask(dataset: str) -> None:
    st.session_state["asking_remove"] = dataset


def _answered() -> None:
    st.session_state.pop("asking_remove", None)


@st.dialog("Remove data set", on_dismiss=_answered)
def _ask_remove(about: About) -> None:
    """Ask whether a set shall really go."""
    st.markdown(f"Remove **{plain(about.name)}** with its {about.labelled + about.test:,} images?")
    st.caption(
        "Runs on it stay, with all their figures; runs that have not begun will fail. Import the same"
        " files again to have it back."
    )

    def remove() -> None:
        with suppress(InputError):  # somebody was faster
            collection.remove(about.id)

    show_answers("Remove", remove, _answered)
