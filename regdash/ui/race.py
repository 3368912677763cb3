"""Actions of the buttons: collect, start and stop runs."""

from collections.abc import Iterable, Sequence

import streamlit as st

from regdash.content.presets import Preset
from regdash.datasets.checks import data_problems
from regdash.services import comparisons
from regdash.settings.markdown import plain
from regdash.spec import RunSpec
from regdash.store.records import Run, RunRequest
from regdash.ui import link
from regdash.ui.services import run_service

_STARTED = "race_started"


def lineup() -> list[RunSpec]:
    """Return the collected specs, which wait for Start."""
    waiting: list[RunSpec] = st.session_state.setdefault("lineup", [])
    return waiting


def add(spec: RunSpec) -> None:
    """Add a run to the line-up."""
    lineup().append(spec)


def remove(index: int) -> None:
    """Remove a run from the line-up."""
    del lineup()[index]


def start(spec: RunSpec | None) -> None:
    """Start the runs in the line-up, or else this run, and open their comparison."""
    specs = list(lineup()) or ([spec] if spec else [])
    if not _can_start(specs):
        return
    lineup().clear()
    for started in comparisons.start_runs(run_service(), specs, link.open_comparison_id()):
        link.open_comparison(started.comparison_id)
    st.session_state[_STARTED] = True


def was_started() -> bool:
    """Return whether `start` was called since the last call of this function."""
    return bool(st.session_state.pop(_STARTED, False))


def start_preset(preset: Preset) -> None:
    """Start a ready-made race and open its comparison."""
    link.open_comparison(comparisons.start_preset(run_service(), preset).comparison_id)


def start_again(run: Run) -> None:
    """Train a run again with the next seed."""
    if _can_start([run.spec]):
        comparisons.start_again(run_service(), run)


def _can_start(specs: Iterable[RunSpec]) -> bool:
    """Return whether the data of these runs are available; if not, show the problems."""
    problems = data_problems(specs)
    for problem in problems:
        st.toast(plain(problem), icon=":material/error:")
    return not problems


def start_repeats(comparison_id: str, requests: Sequence[RunRequest]) -> None:
    """Start planned repeats."""
    if _can_start(request.spec for request in requests):
        run_service().submit(comparison_id, requests)


def stop_all(runs: Sequence[Run]) -> None:
    """Stop those of these runs that are queued or running."""
    comparisons.stop_runs(run_service(), runs)
