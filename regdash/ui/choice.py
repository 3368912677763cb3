"""A choice that is kept outside the page, in the store or the link."""

from collections.abc import Callable, Mapping

import streamlit as st


def show_choice(
    label: str,
    words: Mapping[str, str],
    chosen: str,
    choose: Callable[[str], None],
    *,
    key: str,
    help: str | None = None,
) -> None:
    """Show a select box that follows what is chosen elsewhere.

    Args:
        label: Above the box.
        words: What to show for each choice; no two alike.
        chosen: The choice that holds now.
        choose: Called with another choice when the reader makes it.
        key: Key of the widget.
        help: One sentence.
    """
    # Another tab may have chosen another one, or the old one may be gone.
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.selectbox(
        label,
        list(words),
        format_func=lambda choice: words[choice],
        key=key,
        on_change=lambda: choose(st.session_state[key]),
        help=help,
    )
