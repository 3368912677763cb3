"""From rows of the tables to the plain records that the store hands out."""

from collections.abc import Mapping, Sequence

import numpy as np
from sqlalchemy import Integer, String, column, func, select, values
from sqlalchemy.orm import Session

from regdash.metrics.record import EPOCH_COLUMNS
from regdash.spec import RunSpec
from regdash.spec.reading import UnreadableSpec, read_spec
from regdash.store.records import Comparison, Run
from regdash.store.tables import ComparisonRow, EpochRow, RunRow

_EPOCHS = EpochRow.__table__.c

_COLUMNS = [_EPOCHS[name] for name in EPOCH_COLUMNS]

_MOST_ASKED = 400
"""Runs in one query: SQLite takes no more than a thousand values."""


def to_comparison(row: ComparisonRow) -> Comparison:
    """A comparison as it stands now."""
    return Comparison(
        id=row.id,
        title=row.title,
        created=row.created,
        kind=row.kind,
        baseline=row.baseline,
        revealed=row.revealed,
        # Whatever a newer version may know beside.
        at="best" if row.at == "best" else "kept",
    )


def to_run(row: RunRow) -> Run | None:
    """A run as it stands now; None if its spec cannot be read (see `unreadable`)."""
    spec = read_spec(row.spec)
    if isinstance(spec, UnreadableSpec):
        return None
    return Run(
        id=row.id,
        comparison_id=row.comparison_id,
        number=row.number,
        style_index=row.style_index,
        method=row.method,
        name=row.name,
        spec=spec,
        status=row.status,
        message=row.message,
        owner=row.owner,
        created=row.created,
        ended=row.ended,
        parameters=row.parameters,
        stopped_epoch=row.stopped_epoch,
        kept_epoch=row.kept_epoch,
        test_loss=row.test_loss,
        test_accuracy=row.test_accuracy,
        best_epoch=row.best_epoch,
        best_test_loss=row.best_test_loss,
        best_test_accuracy=row.best_test_accuracy,
        kept_val_accuracy=row.kept_val_accuracy,
        best_val_accuracy=row.best_val_accuracy,
    )


def read_epochs(session: Session, after: Mapping[str, int]) -> dict[str, np.ndarray]:
    """Later epochs of several runs; see `Store.new_epochs`."""
    found: dict[str, list[Sequence[float | None]]] = {}
    known = list(after.items())
    for start in range(0, len(known), _MOST_ASKED):
        pairs = values(column("run_id", String), column("after", Integer), name="pairs")
        asked = pairs.data(known[start : start + _MOST_ASKED]).cte("asked")
        # Plain rows: making objects of them takes longer than reading them.
        rows = session.connection().execute(
            select(_EPOCHS.run_id, *_COLUMNS)
            .join_from(asked, EpochRow.__table__, _EPOCHS.run_id == asked.c.run_id)
            .where(_EPOCHS.epoch > asked.c.after)
            .order_by(_EPOCHS.run_id, _EPOCHS.epoch)
        )
        for run_id, *measured in rows.all():
            found.setdefault(run_id, []).append(measured)
    return {run_id: np.array(rows, dtype=float) for run_id, rows in found.items()}


def read_efforts(session: Session, limit: int) -> list[tuple[RunSpec, float]]:
    """Latest finished runs and the seconds of all their epochs; see `Store.recent_efforts`."""
    latest = (
        select(RunRow.id, RunRow.spec)
        .where(RunRow.status == "finished")
        .order_by(RunRow.ended.desc())
        .limit(limit)
        .subquery()
    )
    rows = session.execute(
        select(latest.c.spec, func.sum(EpochRow.seconds))
        .join(EpochRow, EpochRow.run_id == latest.c.id)
        .group_by(latest.c.id)
    )
    efforts = [(read_spec(spec), float(seconds)) for spec, seconds in rows]
    return [(spec, seconds) for spec, seconds in efforts if isinstance(spec, RunSpec)]
