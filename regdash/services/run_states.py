"""Runs as tables show them: their state, and the texts of their figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose
from statistics import fmean
from typing import Any

from regdash.judging.methods import chose_epoch
from regdash.metrics import METRICS
from regdash.metrics.base import Column, Metric, RunReading, SeedSummary
from regdash.metrics.history import History
from regdash.metrics.record import EpochRecord
from regdash.services.schedule import Times
from regdash.settings.choices import EpochChoice
from regdash.settings.formatting import NOTHING, Quantity, format_accuracy, format_mean
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
        best = self.history.best
        if best is None:
            return None
        if self.at == "best":
            return self.run.best_epoch or best.accuracy.epoch
        return self.run.kept_epoch or len(self.history)

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
        run, history = self.run, self.history
        return RunReading(self.record, run.results.get(self.at, {}), run.parameters, history.pace)

    @property
    def done(self) -> float:
        """Share of its planned epochs that is done, 0 to 1."""
        share = self.progress[1] if self.progress and self.run.active else 0.0
        return (len(self.history) + share) / self.run.spec.epochs


def one_per_seed(states: Sequence[RunState]) -> list[RunState]:
    """Return the completed runs without duplicates."""
    first: dict[tuple[int, int], RunState] = {}
    for state in states:
        if state.run.complete:
            first.setdefault(state.run.spec.pair, state)
    return list(first.values())


def counted_states(states: Sequence[RunState]) -> list[RunState]:
    """Return the runs of a method that its figures are of: the completed ones, one per seed.

    Until there is one, it is the first that has not ended without completing, or else the first.
    """
    unbroken = [state for state in states if not state.broken]
    return one_per_seed(states) or list(unbroken or states)[:1]


def describe_cells(states: Sequence[RunState], revealed: bool) -> dict[str, dict[str, Any]]:
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
