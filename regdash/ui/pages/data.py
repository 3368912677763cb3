"""Data: view images and network inputs, import image sets."""

import streamlit as st

from regdash.datasets.collection import info_of
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.ui import link, navigation
from regdash.ui.composer import show_composer
from regdash.ui.data.classes import show_classes
from regdash.ui.data.images import show_images
from regdash.ui.data.importing import show_importing
from regdash.ui.data.preview import show_preview
from regdash.ui.data.removing import show_info
from regdash.ui.services import begin_warm_up

_VIEWS = {
    "Images": ":material/grid_view:",
    "Classes": ":material/bar_chart:",
    "What the network sees": ":material/visibility:",
}


def show_page() -> None:
    """Draw the page."""
    navigation.go_to_compare()
    with st.sidebar:
        spec, started = show_composer("data")
    comparison = link.open_comparison_id()
    if started and comparison:
        navigation.request_compare(comparison)
        navigation.go_to_compare()
    show_importing()
    if spec is None:
        st.info(
            "A setting in the composer is invalid; see the message there. Fix it to show the images."
        )
    else:
        _show_set(spec)
    begin_warm_up()


def _show_set(spec: RunSpec) -> None:
    """Show a set in the chosen view."""
    show_info(info_of(spec.data.dataset))
    try:
        view = st.segmented_control(
            "View",
            list(_VIEWS),
            default="Images",
            format_func=lambda view: f"{_VIEWS[view]} {view}",
            key="data_view",
            required=True,
            label_visibility="collapsed",
        )
        if view == "Classes":
            show_classes(spec.data)
        elif view == "Images":
            show_images(spec.data)
        else:
            show_preview(spec)
    except InputError as error:
        # The set is damaged or was removed meanwhile; Remove stays available.
        st.error(plain(str(error)), icon=":material/error:")


show_page()
