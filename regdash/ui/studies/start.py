"""The page Studies before one is open: ready-made studies, and the list of earlier ones."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from regdash.content.peak import KEY
from regdash.content.studies import READY_STUDIES, ReadyStudy, find_ready_study
from regdash.services.study_status import read_status
from regdash.settings.formatting import count_of, format_seconds
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.store.records import StoredStudy
from regdash.ui import link
from regdash.ui.live import preload_charts
from regdash.ui.services import estimate, run_service
from regdash.ui.start.local_time import show_time
from regdash.ui.start.welcome import show_style
from regdash.ui.studies import actions, peak
from regdash.ui.terms import show_text

_COLUMNS = 3

_LISTED = 20

SENTENCE = "Turn one dial, and watch underfitting turn into overfitting."


def show_start() -> None:
    """Show the ready-made studies and the list of earlier ones."""
    show_style()
    with st.container(key="welcome", gap="small"):
        st.header(SENTENCE, anchor=False)
        cards: dict[str, Callable[[], None]] = {
            **{r.key: partial(_show_card, r, first=r is READY_STUDIES[0]) for r in READY_STUDIES},
            KEY: peak.show_card,
        }
        for first in range(0, len(cards), _COLUMNS):
            row = list(cards)[first : first + _COLUMNS]
            for column, key in zip(st.columns(_COLUMNS), row, strict=False):
                with column.container(
                    border=True, height="stretch", gap="xsmall", key=f"card_study_{key}"
                ):
                    cards[key]()
    _show_earlier()
    preload_charts()


def _show_card(ready: ReadyStudy, *, first: bool) -> None:
    study = ready.build()
    st.subheader(ready.title, anchor=False)
    time = format_seconds(_estimate(ready.key)).replace(" ", "\N{NO-BREAK SPACE}")
    show_text(
        ready.expect,
        f"{count_of(study.count, 'trial')}, about {time}.",
        key=f"about_study_{ready.key}",
    )
    st.button(
        "Start study",
        icon=":material/play_arrow:",
        type="primary" if first else "secondary",
        key=f"ready_{ready.key}",
        on_click=actions.start_ready,
        args=(ready,),
    )


@st.cache_data(ttl=60, show_spinner=False)
def _estimate(key: str) -> float:
    """Estimate the time of a ready-made study, in seconds; it changes slowly."""
    return estimate(find_ready_study(key).build().trials())


def _show_earlier() -> None:
    st.subheader("Earlier studies", anchor=False)
    stored = run_service().store.studies(_LISTED)
    if not stored:
        st.markdown(
            "No studies yet. Those that you start here or by `regdash study` are listed here."
        )
    for study in stored:
        _show_entry(study)


def _show_entry(stored: StoredStudy) -> None:
    try:
        status = read_status(run_service(), stored.comparison_id)
    except InputError as error:
        st.caption(plain(" ".join(error.sentences)))
        return
    with st.container(key=f"entry_{stored.comparison_id}", gap=None):
        st.button(
            f"**{plain(status.comparison.title)}**",
            type="tertiary",
            key=f"open_{stored.comparison_id}",
            on_click=link.open_comparison,
            args=(stored.comparison_id,),
            wrap=True,
        )
        count = count_of(status.study.count, "trial")
        when = show_time(status.comparison.created)
        st.caption(plain(f"{status.ended} of {count} ended · {status.state} · {when}"))
