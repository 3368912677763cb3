"""A button that saves a file."""

from collections.abc import Callable

import streamlit as st

from regdash.settings.markdown import plain


def show_save_button(
    label: str,
    write: Callable[[], str | bytes],
    name: str,
    mime: str,
    *,
    first: bool = False,
    problem: str = "",
) -> None:
    """Show a button that saves a file, which is written when it is pressed.

    Args:
        label: Its label.
        write: Returns the content.
        name: Name of the file.
        mime: Its type.
        first: Whether it is the main button.
        problem: Why the file cannot be written; empty if it can.
    """
    st.download_button(
        label,
        data=write,
        file_name=name,
        mime=mime,
        icon=":material/download:",
        type="primary" if first else "secondary",
        width="stretch",
        on_click="ignore",
        disabled=bool(problem),
        help=plain(problem) if problem else None,
        key=f"save_{label}",
    )
