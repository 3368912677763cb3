"""Services shared by all pages of this process."""

from collections.abc import Iterable

import streamlit as st

from regdash.live.downloads import Downloads
from regdash.services import comparisons, estimates, warm_up
from regdash.services.runs import RunService
from regdash.settings.home import home_folder
from regdash.spec import RunSpec
from regdash.store.records import Run
from regdash.ui.imports import import_comparison, import_rest


@st.cache_resource(show_spinner=False)
def run_service() -> RunService:
    """Return the run service of this server; runs continue when all browsers are closed."""
    return RunService(home_folder())


@st.cache_resource(show_spinner=False)
def downloads() -> Downloads:
    """Return the files that the pages of this server have written."""
    return Downloads()


def runs_of(comparison_id: str) -> list[Run]:
    """Return the runs of a comparison in their current state; see `current_runs`."""
    return comparisons.current_runs(run_service(), comparison_id)


def estimate(specs: Iterable[RunSpec]) -> float:
    """Estimate the time these runs will take on this machine, in seconds."""
    return estimates.estimate_runs(run_service(), specs)


@st.cache_resource(show_spinner=False)
def begin_warm_up() -> None:
    """Warm up once per process, shortly after the first page was drawn."""
    warm_up.begin_warm_up(run_service(), first=import_comparison, last=import_rest)
