"""Studies: vary a setting, and watch underfitting turn into overfitting."""

import streamlit as st

from regdash.services.study_status import StudyStatus, read_status
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError, shorten
from regdash.ui import link, navigation
from regdash.ui.services import begin_warm_up, run_service
from regdash.ui.studies import peak, show_composer, show_start, show_study


def show_page() -> None:
    """Draw the page."""
    navigation.go_to_compare()
    # The study first: its figures load while the sidebar is drawn.
    if peak.is_open():
        peak.show_peak()
    elif (status := _find_open()) is None:
        show_start()
    else:
        show_study(status)
    with st.sidebar:
        show_composer()
    begin_warm_up()


def _find_open() -> StudyStatus | None:
    """Return the study in the link; None without one, or if it cannot be read, which is shown."""
    comparison_id = link.open_comparison_id()
    if comparison_id is None:
        return None
    store = run_service().store
    if store.comparison(comparison_id) is None:
        st.warning(
            f"The link names the study {plain(shorten(comparison_id, 42))}, which is not in this store."
            " Choose another one below.",
            icon=":material/link_off:",
        )
        return None
    if store.study(comparison_id) is None:
        return None  # a comparison that was open on another page
    try:
        status = read_status(run_service(), comparison_id)
    except InputError as error:
        st.warning(plain(" ".join(error.sentences)), icon=":material/error:")
        return None
    return None if status.comparison.deleted is not None else status


show_page()
