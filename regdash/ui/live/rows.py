"""The rows of the table under the charts: runs, and groups of runs that differ in their seeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from regdash.analysis.curves import loss_gap
from regdash.analysis.track import Track
from regdash.analysis.wording import (
    NOTHING,
    count_of,
    format_loss,
    format_mean,
    format_seconds,
    format_signed,
    format_status,
    join_words,
)
from regdash.figures.palette import look_of
from regdash.runs.records import Run

COLUMNS = [
    {"title": "Val. accuracy", "help": "Best validation accuracy"},
    {"title": "At epoch", "help": "First epoch of the best validation accuracy"},
    {"title": "Val. loss", "help": "Validation loss at that epoch, nats"},
    {"title": "Gap", "help": "Validation loss minus training loss at that epoch, nats"},
    {
        "title": "Test accuracy",
        "help": "On the test images, with the weights of the epoch that was kept",
    },
    {"title": "Weights", "help": "Trainable weights"},
    {"title": "s/epoch", "help": "Seconds per epoch, median"},
]
"""Heads of the cells of a row."""

_MEAN, _SD = "Mean of the seeds: ", "Mean ± standard deviation of the seeds: "
_OF_SEEDS = [_SD, "", _MEAN, _MEAN, _SD, "", ""]
_TEST = 4


@dataclass(frozen=True)
class RunState:
    """A run, its epochs so far, and how far this process is with the next one."""

    run: Run
    track: Track
    progress: tuple[str, float] | None = None
    """Phase and share of the epoch that is being trained, if it is going here."""

    @property
    def broken(self) -> bool:
        """Whether it will never come to its own end."""
        return not (self.run.active or self.run.complete)

    @property
    def done(self) -> float:
        """Share of its planned epochs, 0 to 1."""
        share = self.progress[1] if self.progress and self.run.active else 0.0
        return (len(self.track) + share) / self.run.spec.epochs


def run_row(
    state: RunState, name: str, *, sharing: int, revealed: bool, group: str | None = None
) -> dict[str, Any]:
    """Describe a run for the table.

    Args:
        state: The run as it stands.
        name: Its name in this comparison.
        sharing: Runs that take turns on the machine.
        revealed: Whether test results may be seen.
        group: Id of the group it is a member of.
    """
    run = state.run
    return {
        **_look(run.look),
        "id": run.id,
        "group": group,
        "name": name,
        "status": run.status,
        "active": run.active,
        "broken": state.broken,
        "share": state.done,
        "status_text": _status_text(state, sharing),
        "message": run.message,
        "stopped_epoch": run.stopped_epoch,
        "cells": _cells([_figures(state)], revealed),
    }


def group_row(id: str, name: str, states: Sequence[RunState], *, revealed: bool) -> dict[str, Any]:
    """Describe runs that differ in their seeds alone, folded into one row: mean ± sd."""
    runs = [state.run for state in states]
    active = any(run.active for run in runs)
    whole = [state for state in states if not state.broken]
    return {
        **_look(runs[0].look),
        "id": id,
        "group": None,
        "members": [run.id for run in runs],
        "name": name,
        "status": "running" if active else "finished" if whole else runs[0].status,
        "active": active,
        "broken": not whole,
        "share": fmean(state.done for state in states),
        "status_text": _group_status(states),
        "message": " ".join(dict.fromkeys(run.message for run in runs if run.message)),
        "stopped_epoch": None,
        "cells": _cells([_figures(state) for state in whole or states], revealed),
    }


def _look(number: int) -> dict[str, str]:
    look = look_of(number)
    return {"light": look.light, "dark": look.dark, "marker": look.marker}


def _status_text(state: RunState, sharing: int) -> str:
    run, epochs = state.run, len(state.track)
    if run.status == "running":
        phase, share = state.progress or ("", 0.0)
        if not epochs:
            return {"compiling": "compiling", "training": "first epoch"}.get(phase, "preparing")
        if epochs == run.spec.epochs:
            return "testing"
        spent = state.track.elapsed / epochs
        left = (run.spec.epochs - epochs - share) * spent * max(1, sharing)
        return f"{epochs}/{run.spec.epochs}, {format_seconds(left)} left"
    if run.status == "stopped_early":
        return f"stopped early at {run.stopped_epoch}"
    if run.status in ("stopped", "diverged", "interrupted") and epochs:
        return f"{format_status(run.status)} after {epochs}"
    return format_status(run.status)


def _group_status(states: Sequence[RunState]) -> str:
    ended = sum(not state.run.active for state in states)
    broken = [format_status(state.run.status) for state in states if state.broken]
    text = count_of(len(states), "seed")
    if len(broken) == len(states):
        return f"{text}, {join_words(sorted(set(broken)))}"
    if ended < len(states):
        text = f"{ended} of {text} ended"
    return f"{text}, {len(broken)} left out" if broken else text


def _figures(state: RunState) -> dict[str, float]:
    """What the cells show of one run; what is not known yet is left out."""
    best = state.track.best
    found: dict[str, float | None] = {
        "weights": state.run.parameters,
        "test": state.run.test_accuracy,
        "kept": state.run.kept_epoch,
    }
    if best is not None:
        found |= {
            "accuracy": best.accuracy.val_accuracy,
            "epoch": best.accuracy.epoch,
            "loss": best.accuracy.val_loss,
            "gap": loss_gap(best.accuracy),
            "pace": state.track.pace,
        }
    return {name: value for name, value in found.items() if value is not None}


def _cells(runs: Sequence[Mapping[str, float]], revealed: bool) -> list[dict[str, str]]:
    several = len(runs) > 1

    def values(name: str) -> list[float]:
        return [run[name] for run in runs if name in run]

    def number(name: str, write: Callable[[float], str]) -> str:
        found = values(name)
        return write(fmean(found)) if found else NOTHING

    def epochs(name: str) -> str:
        ends = dict.fromkeys(f(found) for f in (min, max) if (found := values(name)))
        return "–".join(f"{end:.0f}" for end in ends) or NOTHING

    kept = f" ({epochs('kept')})" if values("kept") else ""
    texts = [
        format_mean(values("accuracy")),
        epochs("epoch"),
        number("loss", format_loss),
        number("gap", lambda value: format_signed(value, 3)),
        format_mean(values("test")) if revealed or not values("test") else "hidden",
        number("weights", lambda value: f"{value:,.0f}"),
        number("pace", lambda value: f"{value:.2f}"),
    ]
    of_seeds = _OF_SEEDS if several else [""] * len(texts)
    return [
        {"text": text, "detail": f"{prefix}{column['help']}{kept if at == _TEST else ''}"}
        if prefix or (kept and at == _TEST)
        else {"text": text}
        for at, (text, prefix, column) in enumerate(zip(texts, of_seeds, COLUMNS, strict=True))
    ]
