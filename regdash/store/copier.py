"""Finds runs that were trained here, and copies them into other comparisons."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from regdash.settings.status import ACTIVE, COMPLETE
from regdash.store.database import Database
from regdash.store.files import RunFiles
from regdash.store.notifier import Notifier
from regdash.store.tables import IMPORTED, ComparisonRow, EpochRow, RunRow, now
from regdash.store.writing import NAME_LIMIT, new_id, next_number

_TRAINED = (*COMPLETE, "diverged")
"""Statuses of runs that would end the same if they were trained again."""

_HASHES_PER_QUERY = 400
"""SQLite accepts at most a thousand values per query."""


@dataclass(frozen=True)
class Twins:
    """Runs with the specs that were asked for."""

    trained: dict[str, str]
    """Id of a run that was trained here and need not be trained again, by the hash of its spec."""
    comparisons: dict[str, set[str]]
    """Hashes of the specs whose runs each comparison has, in progress or trained; not of deleted
    comparisons and case studies. The comparison with the newest run is the first."""


class Copier:
    """Finds and copies runs. Safe to use from many threads and processes."""

    def __init__(self, database: Database, files: RunFiles, notifier: Notifier) -> None:
        self._database = database
        self._files = files
        self._notifier = notifier

    def find_twins(self, hashes: Collection[str]) -> Twins:
        """Find the runs that have these specs (`RunSpec.hash`), whatever comparison they are in."""
        wanted = list(hashes)
        rows = []
        with self._database.session() as session:
            for start in range(0, len(wanted), _HASHES_PER_QUERY):
                rows += _find(session, wanted[start : start + _HASHES_PER_QUERY])
        trained: dict[str, str] = {}
        comparisons: dict[str, set[str]] = {}
        for row in sorted(rows, key=lambda row: row.created, reverse=True):
            # Numbers of another machine are equal up to rounding only.
            if row.status in _TRAINED and row.owner != IMPORTED:
                trained.setdefault(row.spec_hash, row.id)
            if row.deleted is None and row.kind == "":
                comparisons.setdefault(row.comparison_id, set()).add(row.spec_hash)
        return Twins(trained, comparisons)

    def copy_run(
        self, run_id: str, comparison_id: str, *, method: str, name: str, style_index: int
    ) -> str | None:
        """Copy a run that has ended, with its epochs and files, into a comparison.

        Args:
            run_id: The run.
            comparison_id: The comparison.
            method: Identifies the repeats of one method.
            name: Its name there; shortened to `NAME_LIMIT` characters.
            style_index: Determines its color; see `choose_style_index`.

        Returns:
            The id of the copy; None if the run was deleted meanwhile, or its files cannot be copied.
        """
        copy_id = new_id()
        try:
            with self._database.session.begin() as session:
                # From here on, nobody deletes the run.
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
                row = session.get(RunRow, run_id)
                if row is None:
                    return None
                values = {
                    "id": copy_id,
                    "comparison_id": comparison_id,
                    "number": next_number(session, comparison_id),
                    "method": method,
                    "name": name[:NAME_LIMIT],
                    "style_index": style_index,
                    "created": now(),
                }
                columns = (column.key for column in RunRow.__table__.columns)
                kept = {key: getattr(row, key) for key in columns if key not in values}
                session.add(RunRow(**values, **kept))
                session.flush()
                _copy_epochs(session, run_id, copy_id)
                self._files.copy(run_id, copy_id)
        except BaseException as error:
            self._files.remove(copy_id)  # files are no part of the transaction
            if isinstance(error, OSError):
                return None
            raise
        self._notifier.notify(comparison_id)
        return copy_id


def _find(session: Session, hashes: Sequence[str]) -> list[Any]:
    query = (
        select(
            RunRow.id,
            RunRow.spec_hash,
            RunRow.status,
            RunRow.owner,
            RunRow.created,
            RunRow.comparison_id,
            ComparisonRow.deleted,
            ComparisonRow.kind,
        )
        .join(ComparisonRow, ComparisonRow.id == RunRow.comparison_id)
        .where(RunRow.spec_hash.in_(hashes), RunRow.status.in_((*ACTIVE, *_TRAINED)))
    )
    return list(session.execute(query).all())


def _copy_epochs(session: Session, run_id: str, copy_id: str) -> None:
    query = select(EpochRow.epoch, EpochRow.metrics).where(EpochRow.run_id == run_id)
    values = [
        {"run_id": copy_id, "epoch": epoch, "metrics": metrics}
        for epoch, metrics in session.execute(query)
    ]
    if values:
        session.execute(insert(EpochRow), values)
