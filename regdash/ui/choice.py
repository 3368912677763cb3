"""A select box whose choice is stored outside the page, in the store or the link."""

from collections.abc import Callable, Mapping

import streamlit as st

from regdash.ui.dials import index_of


def show_choice(
    label: str,
    words: Mapping[str, str],
    chosen: str,
    choose: Callable[[str], None],
    *,
    key: str,
    help: str | None = None,
) -> None:
    """Show a select box that follows a choice stored elsewhere.

    Args:
        label: Label above the box.
        words: Text of each choice; unique.
        chosen: The current choice.
        choose: Called with the new choice when the user changes it.
        key: Key of the widget.
        help: One sentence.
    """
    # Another tab may have changed the choice, or it may have been deleted.
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.selectbox(
        label,
        list(words),
        index_of(chosen, list(words)),
        format_func=lambda choice: words[choice],
        key=key,
        on_change=lambda: choose(st.session_state[key]),
        help=help,
    )
