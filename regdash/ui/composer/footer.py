"""The footer of the composer, which stays in view: what Start will do, and its button."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from regdash.datasets.collection import info_of
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.ui import link


class Footer(NamedTuple):
    """The two parts of the footer, always in the same places: a button that moved would be there twice
    while the page is redrawn."""

    message: DeltaGenerator
    """What Start will do, or why it cannot."""
    buttons: DeltaGenerator


def footer() -> Footer:
    """Return the containers at the bottom of the sidebar that do not scroll away."""
    with st.container(key="composer_footer", gap="xsmall"):
        return Footer(st.container(gap="xsmall"), st.container(gap="xsmall"))


def show_problems(error: InputError) -> None:
    """Explain invalid settings."""
    for sentence in error.sentences:
        st.error(plain(sentence), icon=":material/error:")


def show_cautions(spec: RunSpec) -> None:
    """Show where a technique may change the meaning of the images."""
    for technique in spec.techniques:
        for sentence in technique.cautions(info_of(spec.data.dataset).class_names):
            st.warning(sentence, icon=":material/warning:")


def show_start(label: str = "Start", *, disabled: bool = False) -> bool:
    """Show the button that starts what is composed; return whether it was pressed.

    It is the main button of the page, except beside a comparison from a link, which has its own.

    No callback: it would miss the last edit of a widget that still has the focus.
    """
    return st.button(
        label,
        type="secondary" if link.open_specs() is not None else "primary",
        icon=":material/play_arrow:",
        disabled=disabled,
        width="stretch",
        key="start",
    )


def show_next_seed(seed: int) -> bool:
    """Show the button that trains the next seed; return whether it was pressed.

    Its key names the seed: a second press of this button or of Start trains no other one.
    """
    return st.button(
        f"Train seed {seed}",
        icon=":material/exposure_plus_1:",
        width="stretch",
        key=f"start_seed_{seed}",
    )
