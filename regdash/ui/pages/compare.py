"""Compare: compose runs, watch them grow side by side."""

import streamlit as st

from regdash.services.sharing import read_shared_text
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError, shorten
from regdash.ui import link, navigation, share
from regdash.ui.composer import show_composer
from regdash.ui.services import begin_warm_up, run_service
from regdash.ui.start import show_deleted, show_welcome


def show_page() -> None:
    """Draw the page."""
    with st.sidebar:
        show_composer("compare")
    comparison_id = link.open_comparison_id()
    comparison = run_service().store.comparison(comparison_id) if comparison_id else None
    specs = link.open_specs() if comparison is None else None
    if specs is not None:
        _show_shared(specs)
    elif comparison_id and comparison is None:
        st.warning(
            f"The link names the comparison {plain(shorten(comparison_id, 42))}, which is not in this store."
            " Choose another one below.",
            icon=":material/link_off:",
        )
        show_welcome()
    elif comparison is None:
        show_welcome()
    elif comparison.deleted is not None:
        show_deleted(comparison)
    else:
        # Imported late: half of what it imports is not needed by the start page.
        from regdash.ui.compare import show_comparison

        show_comparison(comparison)
    navigation.has_arrived()
    begin_warm_up()


def _show_shared(specs: str) -> None:
    """Show the comparison that a link describes; one that cannot be read leaves the start page."""
    try:
        shared = read_shared_text(specs)
    except InputError as error:
        st.warning(plain(" ".join(error.sentences)), icon=":material/link_off:")
        show_welcome()
        return
    share.show_shared(shared)


show_page()
