"""What the composer contains: it follows the open comparison, a copied run, and the link."""

import streamlit as st

from regdash.services.setups import without_techniques
from regdash.spec import RunSpec
from regdash.store.records import Run
from regdash.ui import link
from regdash.ui.composer.setup_dials import SetupDials
from regdash.ui.composer.technique_dials import fill_techniques
from regdash.ui.data_set import chosen_next
from regdash.ui.dials import set_value

PREFIX = "set_"
"""Prefix of the composer's widgets."""

_OPEN = "composer_comparison"
_PROBLEMS = "composer_problems"
_COPY = "composer_copy"
_COPIED = "composer_copied"
_FOCUS = "composer_focus"


def fill_composer(comparison_id: str | None, setup: RunSpec | None) -> None:
    """Fill the composer when the page was opened, another comparison was opened, or a run copied.

    Args:
        comparison_id: The open comparison, or None.
        setup: Its set-up; None if it has none.
    """
    if _OPEN not in st.session_state:
        spec, st.session_state[_PROBLEMS] = link.read_composer(setup)
        _fill(spec)
    elif st.session_state[_OPEN] != comparison_id:
        _forget()
        if setup is not None:
            _fill(without_techniques(setup))
    st.session_state[_OPEN] = comparison_id
    copied: Run | None = st.session_state.pop(_COPY, None)
    if copied is not None:
        _fill(copied.spec)
        st.session_state[_COPIED] = copied.name
    dataset = chosen_next()
    if dataset is not None:
        set_value(f"{PREFIX}dataset", dataset)


def keep_for(comparison_id: str) -> None:
    """Keep what is composed although this comparison is opened: it was just started with it."""
    _forget()
    st.session_state[_OPEN] = comparison_id


def copy_run(run: Run) -> None:
    """Fill the composer with a run at the next rerun, and let the page show it."""
    st.session_state[_COPY] = run
    st.session_state[_FOCUS] = focus_requests() + 1


def copied_name() -> str | None:
    """Return the name of the run that was copied, until another comparison is opened."""
    name: str | None = st.session_state.get(_COPIED)
    return name


def focus_requests() -> int:
    """Return how many times this tab was asked to show the composer."""
    return int(st.session_state.get(_FOCUS, 0))


def link_problems() -> list[str]:
    """Return a sentence for each invalid part of the link with which this tab was opened."""
    problems: list[str] = st.session_state.get(_PROBLEMS, [])
    return problems


def _forget() -> None:
    st.session_state[_PROBLEMS] = []
    st.session_state.pop(_COPIED, None)


def _fill(spec: RunSpec) -> None:
    SetupDials(PREFIX, seeds=True).fill(spec)
    fill_techniques(spec)
