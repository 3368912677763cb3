"""Actions of the buttons: start and stop runs."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from regdash.content.presets import Preset
from regdash.datasets.checks import data_problems
from regdash.services import comparisons, shared_runs, variants
from regdash.services.sharing import SharedComparison
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run, RunRequest
from regdash.ui import link
from regdash.ui.services import run_service

_STARTED = "race_started"
_STARTED_RUNS = "started_runs"


def start(requests: Sequence[RunSpec | RunRequest], comparison_id: str | None) -> str | None:
    """Start composed runs and open their comparison.

    Args:
        requests: What to train.
        comparison_id: The comparison they join, or None; see `comparisons.start_runs`.

    Returns:
        The opened comparison; None if the data of a run are not available, which is shown.
    """
    if not _can_start(requests):
        return None
    started = comparisons.start_runs(run_service(), requests, comparison_id)
    _show_started([run_id for one in started for run_id in one.run_ids])
    st.session_state[_STARTED] = True
    link.open_comparison(started[-1].comparison_id)
    return started[-1].comparison_id


def start_again_with(comparison: Comparison, runs: Sequence[Run], setup: RunSpec) -> None:
    """Train all methods again with another set-up, in a new comparison, and open it.

    Raises:
        InputError: A run is not possible with that set-up.
    """
    started = variants.start_again_with(run_service(), comparison, runs, setup)
    link.open_comparison(started.comparison_id)


def was_started() -> bool:
    """Return whether `start` was called since the last call of this function."""
    return bool(st.session_state.pop(_STARTED, False))


def start_preset(preset: Preset) -> None:
    """Start a ready-made race and open its comparison."""
    link.open_comparison(comparisons.start_preset(run_service(), preset).comparison_id)


def start_shared(shared: SharedComparison) -> None:
    """Start a comparison that a link describes, and open it."""
    try:
        started = shared_runs.start_shared(run_service(), shared)
    except InputError as error:
        _show_problems(error.sentences)
        return
    link.open_comparison(started.comparison_id)


def start_again(runs: Sequence[Run]) -> None:
    """Train the method of each of these runs with its next seed."""
    if runs:
        _submit(lambda: comparisons.start_again(run_service(), runs).run_ids)


def start_repeats(comparison_id: str, requests: Sequence[RunRequest]) -> None:
    """Start planned repeats."""
    _submit(lambda: run_service().submit(comparison_id, requests))


def stop_all(runs: Sequence[Run]) -> None:
    """Stop those of these runs that are queued or running."""
    run_service().stop_all(runs)


def started_runs() -> list[str]:
    """Return the ids of the runs that this tab started last; the table shows where they are."""
    run_ids: list[str] = st.session_state.get(_STARTED_RUNS, [])
    return run_ids


def _show_started(run_ids: list[str]) -> None:
    st.session_state[_STARTED_RUNS] = run_ids


def _submit(submit: Callable[[], list[str]]) -> None:
    """Queue runs; if that is impossible, show why.

    Args:
        submit: Queues them and returns their ids.
    """
    try:
        _show_started(submit())
    except InputError as error:
        _show_problems(error.sentences)


def _can_start(requests: Iterable[RunSpec | RunRequest]) -> bool:
    """Return whether the data of these runs are available; if not, show the problems."""
    problems = data_problems(r if isinstance(r, RunSpec) else r.spec for r in requests)
    _show_problems(problems)
    return not problems


def _show_problems(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        st.toast(plain(sentence), icon=":material/error:")
