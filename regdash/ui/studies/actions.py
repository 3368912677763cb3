"""What the buttons of the page Studies do."""

from collections.abc import Callable

import streamlit as st

from regdash.content.studies import ReadyStudy
from regdash.services import studies, study_results
from regdash.services.study_status import read_status
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.studies.reading import AnyStudy
from regdash.ui import link, navigation
from regdash.ui.services import run_service


def start_ready(ready: ReadyStudy) -> None:
    """Start a ready-made study and open it."""
    start(ready.build(), ready.title)


def start(study: AnyStudy, title: str = "") -> None:
    """Start a study and open it; if that is impossible, show why."""

    def begin() -> None:
        link.open_comparison(studies.start_study(run_service(), study, title))

    attempt(begin)


def pause(comparison_id: str) -> None:
    """Queue no more trials."""
    attempt(lambda: studies.pause_study(run_service(), comparison_id))


def cancel(comparison_id: str) -> None:
    """Stop the trials in progress, and queue no more."""
    attempt(lambda: studies.cancel_study(run_service(), comparison_id))


def resume(comparison_id: str) -> None:
    """Train what is missing."""
    attempt(lambda: studies.continue_study(run_service(), comparison_id))


def extend(comparison_id: str, more_seeds: int) -> None:
    """Train all values with more seeds."""
    attempt(lambda: studies.extend_study(run_service(), comparison_id, more_seeds))


def extend_search(comparison_id: str, more_trials: int) -> None:
    """Train more trials of a search."""
    attempt(lambda: studies.extend_search(run_service(), comparison_id, more_trials))


def confirm(comparison_id: str) -> None:
    """Train the best value against the base on fresh seeds, and show that in Compare."""

    def begin() -> None:
        service = run_service()
        status = read_status(service, comparison_id)
        navigation.request_compare(study_results.confirm_best(service, status).comparison_id)

    attempt(begin)


def attempt(act: Callable[[], object]) -> None:
    """Do something; if it is impossible, show why."""
    try:
        act()
    except InputError as error:
        for sentence in error.sentences:
            st.toast(plain(sentence), icon=":material/error:")
