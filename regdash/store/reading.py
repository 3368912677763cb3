"""Reads the tables, and converts their rows to plain records."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import Integer, String, column, func, select, values
from sqlalchemy.orm import Session

from regdash.metrics import METRICS
from regdash.metrics.history import EpochArrays, to_records
from regdash.metrics.record import EpochRecord
from regdash.settings.status import ACTIVE, COMPLETE, STATUSES
from regdash.spec import RunSpec
from regdash.spec.reading import UnreadableSpec, read_spec
from regdash.store.database import Database
from regdash.store.encoding import decode_metrics, decode_results
from regdash.store.records import Comparison, Run, StoredRun, UnreadableRun
from regdash.store.tables import IMPORTED, ComparisonRow, EpochRow, RunRow

_EPOCHS = EpochRow.__table__.c

_PACE_EPOCHS = 30

# Read by SQLite: its rounding of the texts does not matter here, and reading epochs takes ten times as
# long.
_SECONDS = func.json_extract(EpochRow.metrics, "$.seconds")
"""Epochs from which a run's pace is computed."""

_RUNS_PER_QUERY = 400
"""SQLite accepts at most a thousand values per query."""


class Reader:
    """All queries of the tables. Safe to use from many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def comparison(self, comparison_id: str) -> Comparison | None:
        """Find a comparison; None if there is none."""
        with self._database.session() as session:
            row = session.get(ComparisonRow, comparison_id)
            return None if row is None else to_comparison(row)

    def deleted_before(self, time: datetime) -> list[str]:
        """Return the ids of the comparisons that were deleted before `time` (UTC, without a zone)."""
        with self._database.session() as session:
            return list(
                session.scalars(select(ComparisonRow.id).where(ComparisonRow.deleted < time))
            )

    def runs(self, comparison_id: str) -> list[Run]:
        """Return the readable runs of a comparison, in their order."""
        with self._database.session() as session:
            rows = _read_rows(session, comparison_id)
            return [run for row in rows if (run := to_run(row)) is not None]

    def unreadable_runs(self, comparison_id: str) -> list[UnreadableRun]:
        """Return the runs of a comparison that this version cannot read, in their order."""
        with self._database.session() as session:
            rows = _read_rows(session, comparison_id)
            return [run for row in rows if (run := _to_unreadable(row)) is not None]

    def run(self, run_id: str) -> Run | None:
        """Find a readable run; None if there is none."""
        with self._database.session() as session:
            row = session.get(RunRow, run_id)
            return None if row is None else to_run(row)

    def epochs(self, run_id: str, after: int = 0) -> list[EpochRecord]:
        """Return the epochs of a run later than `after`, in order."""
        found = self.new_epochs({run_id: after})
        return to_records(found[run_id]) if found else []

    def new_epochs(self, after: Mapping[str, int]) -> dict[str, EpochArrays]:
        """Return the later epochs of several runs at once.

        Args:
            after: The last epoch already read of each run; 0: none.

        Returns:
            For each run with new epochs, these in order. Metrics that are not in the list of metrics
            are ignored.
        """
        with self._database.session() as session:
            return _read_epochs(session, after)

    def count_epochs(self, run_id: str) -> int:
        """Count the stored epochs of a run."""
        query = select(func.count()).select_from(EpochRow).where(EpochRow.run_id == run_id)
        with self._database.session() as session:
            return session.scalar(query) or 0

    def latest_pace(self, run_id: str) -> float | None:
        """Return the mean seconds per epoch of a run's latest 30 epochs; None before the first."""
        latest = (
            select(_SECONDS.label("seconds"))
            .where(EpochRow.run_id == run_id)
            .order_by(EpochRow.epoch.desc())
            .limit(_PACE_EPOCHS)
            .subquery()
        )
        with self._database.session() as session:
            return session.scalar(select(func.avg(latest.c.seconds)))

    def active_owners(self) -> list[str]:
        """Return the processes that own unfinished runs."""
        with self._database.session() as session:
            rows = select(RunRow.owner).where(RunRow.status.in_(ACTIVE)).distinct()
            return list(session.scalars(rows))

    def recent_paces(self, limit: int) -> list[tuple[RunSpec, float]]:
        """Return the latest completed runs and their mean seconds per epoch, the latest first.

        The mean is over at most the first 30 epochs.
        """
        latest = (
            select(RunRow.id, RunRow.spec, RunRow.ended)
            # Another machine's durations say nothing about this one.
            .where(RunRow.status.in_(COMPLETE), RunRow.owner != IMPORTED)
            .order_by(RunRow.ended.desc())
            .limit(limit)
            .subquery()
        )
        query = (
            select(latest.c.spec, func.avg(_SECONDS))
            .join(EpochRow, (EpochRow.run_id == latest.c.id) & (EpochRow.epoch <= _PACE_EPOCHS))
            .group_by(latest.c.id)
            .order_by(latest.c.ended.desc())
        )
        with self._database.session() as session:
            rows = session.execute(query).all()
        paces = [(read_spec(text), float(pace)) for text, pace in rows if pace is not None]
        return [(spec, pace) for spec, pace in paces if isinstance(spec, RunSpec)]


def to_comparison(row: ComparisonRow) -> Comparison:
    """Convert a row to a comparison."""
    return Comparison(
        id=row.id,
        title=row.title,
        created=row.created,
        kind=row.kind,
        baseline=row.baseline,
        revealed=row.revealed,
        # A newer version may have stored another value.
        at="best" if row.at == "best" else "kept",
        images="validation" if row.images == "validation" else None,
        setup=_read_setup(row.setup),
        parent=row.parent,
        deleted=row.deleted,
    )


def _read_setup(text: str | None) -> RunSpec | None:
    spec = read_spec(text) if text else None
    return spec if isinstance(spec, RunSpec) else None


def _read_rows(session: Session, comparison_id: str) -> Sequence[RunRow]:
    here = select(RunRow).where(RunRow.comparison_id == comparison_id)
    return session.scalars(here.order_by(RunRow.number)).all()


def to_run(row: RunRow) -> Run | None:
    """Convert a row to a run; None if its spec cannot be read."""
    spec = read_spec(row.spec)
    if isinstance(spec, UnreadableSpec):
        return None
    stored = _stored_fields(row)
    if row.status not in STATUSES:
        stored["message"] = _explain_status(row)
    return Run(
        **stored,
        spec=spec,
        owner=row.owner,
        parameters=row.parameters,
        stopped_epoch=row.stopped_epoch,
        kept_epoch=row.kept_epoch,
        best_epoch=row.best_epoch,
        results=decode_results(row.results),
        started=row.started,
    )


def _to_unreadable(row: RunRow) -> UnreadableRun | None:
    """Convert a row whose spec cannot be read; None if it can."""
    spec = read_spec(row.spec)
    if not isinstance(spec, UnreadableSpec):
        return None
    return UnreadableRun(**_stored_fields(row), reason=spec.reason)


def _stored_fields(row: RunRow) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(StoredRun)}


def _explain_status(row: RunRow) -> str:
    unknown = f"This version of RegDash does not know the status {row.status!r}."
    return f"{row.message} {unknown}".lstrip()


def _read_epochs(session: Session, after: Mapping[str, int]) -> dict[str, EpochArrays]:
    found: dict[str, EpochArrays] = {}
    positions = list(after.items())
    for start in range(0, len(positions), _RUNS_PER_QUERY):
        pairs = values(column("run_id", String), column("after", Integer), name="pairs")
        requested = pairs.data(positions[start : start + _RUNS_PER_QUERY]).cte("requested")
        # Plain rows: building objects takes longer than reading the rows.
        rows = session.connection().execute(
            select(_EPOCHS.run_id, _EPOCHS.epoch, _EPOCHS.metrics)
            .join_from(requested, EpochRow.__table__, _EPOCHS.run_id == requested.c.run_id)
            .where(_EPOCHS.epoch > requested.c.after)
            .order_by(_EPOCHS.run_id, _EPOCHS.epoch)
        )
        found |= _split(rows.all())
    return found


def _split(rows: Sequence[Any]) -> dict[str, EpochArrays]:
    """Build arrays for each run from rows sorted by run and epoch: run, epoch, metrics."""
    if not rows:
        return {}
    run_ids, numbers, texts = zip(*rows, strict=True)
    epochs = decode_metrics(texts)
    arrays = {"epoch": np.array(numbers, dtype=float)}
    for metric in METRICS.measured:
        # None, where it was not measured, becomes NaN.
        arrays[metric.key] = np.array([epoch.get(metric.key) for epoch in epochs], dtype=float)
    found: dict[str, EpochArrays] = {}
    start = 0
    for run_id, group in groupby(run_ids):
        end = start + sum(1 for _ in group)
        found[run_id] = {key: array[start:end] for key, array in arrays.items()}
        start = end
    return found
