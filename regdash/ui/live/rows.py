"""One row of the table under the charts."""

from collections.abc import Sequence
from typing import Any

from regdash.analysis.curves import find_best, loss_gap
from regdash.analysis.wording import format_accuracy, format_loss, format_seconds
from regdash.events import EpochRecord
from regdash.figures.palette import look_of
from regdash.runs.records import Run

STATUS_WORDS = {
    "queued": "queued",
    "running": "running",
    "finished": "finished",
    "stopped_early": "stopped early",
    "stopped": "stopped",
    "diverged": "diverged",
    "failed": "failed",
    "interrupted": "interrupted",
}


def table_row(
    run: Run,
    name: str,
    records: Sequence[EpochRecord],
    progress: tuple[str, float] | None,
    sharing: int,
) -> dict[str, Any]:
    """Describe a run for the table.

    Args:
        run: The run.
        name: Its name in this comparison.
        records: Its epochs so far.
        progress: Phase and share of the epoch that is being trained, if it is going here.
        sharing: Runs that take turns on the machine.
    """
    phase, share = progress or ("", 0.0)
    look = look_of(run.number)
    done = len(records) + share if run.active else float(len(records))
    return {
        "id": run.id,
        "name": name,
        "light": look.light,
        "dark": look.dark,
        "marker": look.marker,
        "status": run.status,
        "active": run.active,
        "share": done / run.spec.epochs,
        "status_text": _status_text(run, records, phase, share, sharing),
        "message": run.message,
        "stopped_epoch": run.stopped_epoch,
        "cells": _cells(run, records),
    }


def _status_text(
    run: Run, records: Sequence[EpochRecord], phase: str, share: float, sharing: int
) -> str:
    if run.status == "running":
        if not records:
            return {"compiling": "compiling", "training": "first epoch"}.get(phase, "preparing")
        if len(records) == run.spec.epochs:
            return "testing"
        spent = sum(r.seconds for r in records) / len(records)
        left = (run.spec.epochs - len(records) - share) * spent * max(1, sharing)
        return f"{len(records)}/{run.spec.epochs}, {format_seconds(left)} left"
    if run.status == "stopped_early":
        return f"stopped early at {run.stopped_epoch}"
    if run.status in ("stopped", "diverged", "interrupted") and records:
        return f"{STATUS_WORDS[run.status]} after {len(records)}"
    return STATUS_WORDS[run.status]


def _cells(run: Run, records: Sequence[EpochRecord]) -> list[dict[str, str]]:
    best = find_best(records)
    at = best.accuracy if best else None
    weights = run.parameters
    pace = sum(r.seconds for r in records) / len(records) if records else None
    return [
        _cell(
            "Val. accuracy",
            format_accuracy(at.val_accuracy) if at else None,
            "Best validation accuracy",
        ),
        _cell(
            "At epoch", f"{at.epoch}" if at else None, "First epoch of the best validation accuracy"
        ),
        _cell(
            "Val. loss",
            format_loss(at.val_loss) if at else None,
            "Validation loss at that epoch, nats",
        ),
        _cell(
            "Gap",
            f"{loss_gap(at):+.3f}" if at else None,
            "Validation loss minus training loss at that epoch, nats",
        ),
        _cell(
            "Test accuracy",
            None if run.test_accuracy is None else format_accuracy(run.test_accuracy),
            "On the 10,000 test images, with the weights of the epoch that was kept"
            + (f" ({run.kept_epoch})" if run.kept_epoch else ""),
        ),
        _cell("Weights", None if weights is None else f"{weights:,}", "Trainable weights"),
        _cell("s/epoch", None if pace is None else f"{pace:.2f}", "Seconds per epoch, on average"),
    ]


def _cell(title: str, text: str | None, help: str) -> dict[str, str]:
    return {"title": title, "text": text or "–", "help": help}
