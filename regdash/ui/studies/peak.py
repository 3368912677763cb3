"""*Past the peak*: its card on the page Studies, and the study itself."""

import streamlit as st

from regdash.content import peak
from regdash.services.peak import describe_cost
from regdash.settings.formatting import count_of, format_percent
from regdash.ui import link
from regdash.ui.live import peak_element
from regdash.ui.terms import show_text


def is_open() -> bool:
    """Return whether the link opens it."""
    return link.open_study_id() == peak.KEY


def show_card() -> None:
    """Show what it asks, how long it takes, and its button."""
    st.subheader(peak.TITLE, anchor=False)
    cost = describe_cost().replace(" s.", "\N{NO-BREAK SPACE}s.")
    show_text(peak.EXPECT, cost, key="about_study_peak")
    st.button(
        "Start study",
        icon=":material/play_arrow:",
        key="ready_peak",
        on_click=link.open_study,
        args=(peak.KEY,),
    )


def show_peak() -> None:
    """Show the study; it is computed when its element connects, unless it was before."""
    settings = peak.SETTINGS
    with st.container(key="comparison_header", gap=None):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key="comparison_title"
        ):
            st.header(peak.TITLE, anchor=False, width="content")
            st.space("stretch")
            st.button(
                "All studies", icon=":material/list:", on_click=link.close_study, key="study_list"
            )
        st.caption(
            f"{settings.data.train_size:,} digits"
            f" · {format_percent(settings.data.label_noise)} wrong labels"
            f" · {settings.sizes[0]:,} to {settings.sizes[-1]:,} random ReLU features"
            f" · {count_of(len(settings.seeds), 'seed')} of the features"
            f" · {settings.validation_images:,} validation images"
        )
    peak_element(key="peak")
