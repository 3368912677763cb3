"""Rows of the table below the charts: runs, and groups of runs that differ only in their seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isclose
from statistics import fmean
from typing import Any

from regdash.figures.palette import line_style
from regdash.judging.methods import chose_epoch
from regdash.metrics import METRICS
from regdash.metrics.base import Column, Metric, RunReading, SeedSummary
from regdash.metrics.history import History
from regdash.metrics.record import EpochRecord
from regdash.services.methods import read_run, shown_epoch
from regdash.services.schedule import Times
from regdash.settings.choices import EpochChoice
from regdash.settings.formatting import (
    NOTHING,
    Quantity,
    count_of,
    format_accuracy,
    format_mean,
    format_seconds,
    format_status,
    join_words,
)
from regdash.store.records import Run

_SD = "Mean ± standard deviation of the seeds: "
_SEED_PREFIXES = {"mean": "Mean of the seeds: ", "mean_sd": _SD, "range": "", "same": ""}
"""Prefix of the tooltip of a cell that summarizes several seeds."""


@dataclass(frozen=True)
class RunState:
    """A run, its epochs so far, and the progress of the current one."""

    run: Run
    history: History
    progress: tuple[str, float] | None = None
    """Phase and share of the current epoch done, if it is in progress in this process."""
    at: EpochChoice = "kept"
    """Which of its epochs is shown."""
    times: Times | None = None
    """When it is estimated to start and to end, if it is queued or running in this process."""

    @property
    def broken(self) -> bool:
        """Whether it ended without completing."""
        return not (self.run.active or self.run.complete)

    @property
    def epoch(self) -> int | None:
        """The epoch that is shown; while a run is in progress, as of now."""
        return shown_epoch(self.run, self.history, self.at)

    @property
    def record(self) -> EpochRecord | None:
        """The measurements of that epoch."""
        return None if self.epoch is None else self.history.record(self.epoch)

    @property
    def held_out_accuracy(self) -> float | None:
        """Validation accuracy on images not used to choose the epoch, if known."""
        return self.run.result("held_out_val_accuracy", self.at)

    @property
    def reading(self) -> RunReading:
        """Everything metrics can read of the run at that epoch."""
        return read_run(self.run, self.history, self.at)

    @property
    def done(self) -> float:
        """Share of its planned epochs that is done, 0 to 1."""
        share = self.progress[1] if self.progress and self.run.active else 0.0
        return (len(self.history) + share) / self.run.spec.epochs


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
        "cells": _cells([state], revealed),
    }


def group_row(id: str, name: str, states: Sequence[RunState], *, revealed: bool) -> dict[str, Any]:
    """Describe runs that differ only in their seeds, as one row: mean ± sd.

    Means are over completed runs, one per seed. Until there is one, the row shows the state of the
    first run.
    """
    runs = [state.run for state in states]
    active = any(run.active for run in runs)
    unbroken = [state for state in states if not state.broken]
    complete = one_per_seed(states)
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
        "cells": _cells(complete or (unbroken or states)[:1], revealed),
    }


def one_per_seed(states: Sequence[RunState]) -> list[RunState]:
    """Return the completed runs without duplicates."""
    first: dict[tuple[int, int], RunState] = {}
    for state in states:
        if state.run.complete:
            first.setdefault(state.run.spec.pair, state)
    return list(first.values())


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


def _cells(states: Sequence[RunState], revealed: bool) -> dict[str, dict[str, Any]]:
    """Return the cells that summarize these runs, by the keys of their metrics.

    Each has a `text`, the mean as `value`, by which rows are sorted (None if there is none), and
    sometimes a `detail` for its tooltip.
    """
    readings = [state.reading for state in states]
    return {
        metric.key: _cell(metric, column, readings, states, revealed)
        for metric, column in METRICS.columns
    }


def _cell(
    metric: Metric,
    column: Column,
    readings: Sequence[RunReading],
    states: Sequence[RunState],
    revealed: bool,
) -> dict[str, Any]:
    known = [value for run in readings if (value := metric.read(run)) is not None]
    hidden = metric.from_test and not revealed and known
    cell: dict[str, Any] = {
        "text": "hidden" if hidden else _text(known, metric.quantity, column.seeds),
        "value": None if hidden else _mean(known),
    }
    prefix = _SEED_PREFIXES[column.seeds] if len(states) > 1 else ""
    chosen = _selection_note(states) if metric.key == "val_accuracy" else ""
    if prefix or chosen:
        cell["detail"] = f"{prefix}{column.help}{chosen}"
    return cell


def _mean(values: Sequence[float]) -> float | None:
    """Return the mean with six significant digits, more than any cell shows; None of nothing."""
    return float(f"{fmean(values):.6g}") if values else None


def _text(values: Sequence[float], quantity: Quantity, seeds: SeedSummary) -> str:
    if not values:
        return NOTHING
    if seeds == "mean_sd":
        return format_mean(values, quantity)
    if seeds == "range":
        ends = dict.fromkeys(quantity.text(end) for end in (min(values), max(values)))
        return "–".join(ends)
    return quantity.text(fmean(values))


def _selection_note(states: Sequence[RunState]) -> str:
    """Return the accuracy on the images that chose the epoch, as text; empty if none did."""
    pairs = [
        (record.val_accuracy, held_out)
        for state in states
        if (held_out := state.held_out_accuracy) is not None
        and (record := state.record) is not None
        and chose_epoch(state.run.spec, state.at)
    ]
    if not pairs or all(isclose(measured, held_out) for measured, held_out in pairs):
        return ""
    measured = fmean(measured for measured, _ in pairs)
    return (
        ", on images held out from the choice of the epoch; on the images used to choose:"
        f" {format_accuracy(measured)}"
    )
