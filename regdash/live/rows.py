"""Rows of the table below the charts: runs, and groups of runs that differ only in their seeds."""

from collections.abc import Sequence
from math import ceil
from statistics import fmean
from typing import Any

from regdash.figures.palette import line_style
from regdash.services.run_states import RunState, counted_states, describe_cells
from regdash.settings.formatting import count_of, format_seconds, format_status, join_words


def run_row(
    state: RunState,
    name: str,
    *,
    sharing: int,
    revealed: bool,
    group: str | None = None,
    duplicate: bool = False,
) -> dict[str, Any]:
    """Describe a run for the table.

    Args:
        state: The run's current state.
        name: Its name in this comparison.
        sharing: Number of runs that share the machine.
        revealed: Whether test results may be seen.
        group: Id of the group it is a member of.
        duplicate: Whether an earlier run of the group is identical: they count once.
    """
    run = state.run
    return {
        **_style(run.style_index),
        "id": run.id,
        "group": group,
        "twin": duplicate,
        "name": name,
        "status": run.status,
        "active": run.active,
        "broken": state.broken,
        "share": state.done,
        "status_text": _status_text(state, sharing),
        "message": run.message,
        "stopped_epoch": run.stopped_epoch,
        "marked_epoch": state.epoch,
        "verdict": None,
        "cells": describe_cells([state], revealed),
    }


def group_row(id: str, name: str, states: Sequence[RunState], *, revealed: bool) -> dict[str, Any]:
    """Describe runs that differ only in their seeds, as one row: mean ± sd.

    Means are over completed runs, one per seed. Until there is one, the row shows the state of the
    first run.
    """
    runs = [state.run for state in states]
    active = any(run.active for run in runs)
    unbroken = [state for state in states if not state.broken]
    return {
        **_style(runs[0].style_index),
        "id": id,
        "group": None,
        "members": [run.id for run in runs],
        "seeds": _count_seeds(states),
        "name": name,
        "status": "running" if active else "finished" if unbroken else runs[0].status,
        "active": active,
        "broken": not unbroken,
        "share": fmean(state.done for state in states),
        "status_text": _group_status(states),
        "message": " ".join(dict.fromkeys(run.message for run in runs if run.message)),
        "stopped_epoch": None,
        "marked_epoch": None,
        "cells": describe_cells(counted_states(states), revealed),
    }


def _style(number: int) -> dict[str, str]:
    style = line_style(number)
    return {"light": style.light, "dark": style.dark, "marker": style.marker}


def _status_text(state: RunState, sharing: int) -> str:
    run, epochs = state.run, len(state.history)
    if run.status == "queued" and state.times and state.times.start > 0:
        return f"starts in {format_seconds(_round_wait(state.times.start))}"
    if run.status == "running":
        phase, share = state.progress or ("", 0.0)
        if not epochs:
            return {"compiling": "compiling", "training": "first epoch"}.get(phase, "preparing")
        if epochs == run.spec.epochs:
            return "testing"
        if state.times is not None:
            left = state.times.end
        else:  # another process trains it
            spent = state.history.elapsed / epochs
            left = (run.spec.epochs - epochs - share) * spent * max(1, sharing)
        return f"{epochs}/{run.spec.epochs}, {format_seconds(left)} left"
    if run.status == "stopped_early":
        return f"stopped early at {run.stopped_epoch}"
    if run.status in ("stopped", "diverged", "interrupted") and epochs:
        return f"{format_status(run.status)} after {epochs}"
    return format_status(run.status)


def _round_wait(seconds: float) -> float:
    """Round up to a multiple of 5 s: an estimate is no more certain, and rows change less often."""
    return 5.0 * ceil(seconds / 5.0)


def _count_seeds(states: Sequence[RunState]) -> int:
    """Count the distinct seeds."""
    return len({state.run.spec.pair for state in states})


def _group_status(states: Sequence[RunState]) -> str:
    active = [state for state in states if state.run.active]
    broken = [format_status(state.run.status) for state in states if state.broken]
    text = count_of(_count_seeds(states), "seed")
    if len(broken) == len(states):
        return f"{text}, {join_words(sorted(set(broken)))}"
    if active:
        ended = _count_seeds([state for state in states if not state.run.active])
        text = f"{ended} of {text} ended"
    return f"{text}, {len(broken)} left out" if broken else text
