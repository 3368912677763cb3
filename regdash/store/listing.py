"""Lists comparisons: finds them, and reads the runs of many at once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from regdash.store.database import Database
from regdash.store.reading import to_comparison, to_run
from regdash.store.records import Comparison, Run
from regdash.store.tables import ComparisonRow, RunRow


class Lister:
    """Queries about many comparisons. Safe to use from many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def comparisons(
        self, limit: int = 10, kind: str = "", *, containing: str = "", deleted: bool = False
    ) -> list[Comparison]:
        """Return the newest comparisons of a kind that have runs.

        Args:
            limit: Maximum number.
            kind: What created them; see `ComparisonRow.kind`.
            containing: Text that their title or the name of one of their runs contains, in any case.
            deleted: Return those that were deleted and can be restored, instead of the others.

        Returns:
            Newest first; the last one deleted first.
        """
        newest = ComparisonRow.deleted if deleted else ComparisonRow.created
        query = select(ComparisonRow).where(*_conditions(kind, containing, deleted))
        with self._database.session() as session:
            rows = session.scalars(query.order_by(newest.desc(), ComparisonRow.id).limit(limit))
            return [to_comparison(row) for row in rows]

    def count_comparisons(
        self, kind: str = "", *, containing: str = "", deleted: bool = False
    ) -> int:
        """Return how many comparisons `comparisons` would return without a limit."""
        query = select(func.count()).select_from(ComparisonRow)
        with self._database.session() as session:
            conditions = _conditions(kind, containing, deleted)
            return session.scalar(query.where(*conditions)) or 0

    def comparisons_by_id(self, ids: Sequence[str]) -> dict[str, Comparison]:
        """Return those of these comparisons that exist, deleted or not; at most a thousand."""
        query = select(ComparisonRow).where(ComparisonRow.id.in_(ids))
        with self._database.session() as session:
            return {row.id: to_comparison(row) for row in session.scalars(query)}

    def runs_by_comparison(self, ids: Sequence[str]) -> dict[str, list[Run | None]]:
        """Return the runs of some comparisons, at most a thousand, in their order.

        Returns:
            None stands for a run that cannot be read; see `Reader.unreadable_runs`.
        """
        query = select(RunRow).where(RunRow.comparison_id.in_(ids)).order_by(RunRow.number)
        found: dict[str, list[Run | None]] = {id: [] for id in ids}
        with self._database.session() as session:
            for row in session.scalars(query):
                found[row.comparison_id].append(to_run(row))
        return found

    def recent_comparisons(
        self, limit: int = 10, *, containing: str = ""
    ) -> list[tuple[Comparison, list[Run]]]:
        """Return the newest user-made comparisons with their readable runs; see `comparisons`."""
        found = self.comparisons(limit, containing=containing)
        runs = self.runs_by_comparison([comparison.id for comparison in found])
        return [
            (comparison, [run for run in runs[comparison.id] if run is not None])
            for comparison in found
        ]


def _conditions(kind: str, containing: str, deleted: bool) -> list[ColumnElement[Any]]:
    having = select(RunRow.comparison_id).distinct()
    conditions: list[ColumnElement[Any]] = [
        ComparisonRow.id.in_(having),
        ComparisonRow.kind == kind,
        ComparisonRow.deleted.is_not(None) if deleted else ComparisonRow.deleted.is_(None),
    ]
    if containing:
        folded = containing.casefold()
        named = having.where(func.casefold(RunRow.name).contains(folded, autoescape=True))
        titled = func.casefold(ComparisonRow.title).contains(folded, autoescape=True)
        conditions.append(titled | ComparisonRow.id.in_(named))
    return conditions
