"""What all pages of this process share."""

from collections.abc import Iterable

import streamlit as st

from regdash.services import comparisons, estimates, warm_up
from regdash.services.runs import RunService
from regdash.settings.home import home_folder
from regdash.spec import RunSpec
from regdash.store.records import Run


@st.cache_resource(show_spinner=False)
def scheduler() -> RunService:
    """The one run service of this server; runs go on when every browser closes."""
    return RunService(home_folder())


def runs_of(comparison_id: str) -> list[Run]:
    """The runs of a comparison as they stand; see `current_runs`."""
    return comparisons.current_runs(scheduler(), comparison_id)


def estimate(specs: Iterable[RunSpec]) -> float:
    """Time these runs will take on this machine, in seconds."""
    return estimates.estimate_runs(scheduler(), specs)


@st.cache_resource(show_spinner=False)
def begin_warm_up() -> None:
    """Warm up once in this process, a moment after the first page was drawn."""
    warm_up.begin_warm_up(scheduler())
