"""The table of studies: what each trains, and whether it goes on. Its trials are ordinary runs."""

from sqlalchemy import select, update

from regdash.settings.messages import InputError
from regdash.store.database import Database
from regdash.store.notifier import Notifier
from regdash.store.records import StoredStudy, StudyState
from regdash.store.tables import ComparisonRow, StudyRow
from regdash.studies.reading import AnyStudy, read_study

_STATES: dict[str, StudyState] = {"running": "running", "paused": "paused", "ended": "ended"}


class StudyTable:
    """Reads and writes studies. Safe to use from many threads and processes."""

    def __init__(self, database: Database, notifier: Notifier) -> None:
        self._database = database
        self._notifier = notifier

    def add_study(self, comparison_id: str, study: AnyStudy, owner: str) -> None:
        """Store a study whose trials are in a comparison, as running.

        Args:
            comparison_id: A comparison without another study.
            study: What to train.
            owner: The process that trains it.
        """
        with self._database.session.begin() as session:
            session.add(
                StudyRow(
                    comparison_id=comparison_id,
                    study=study.to_json(),
                    state="running",
                    owner=owner,
                )
            )
        self._notifier.notify(comparison_id)

    def study(self, comparison_id: str) -> StoredStudy | None:
        """Find the study of a comparison; None if it has none."""
        with self._database.session() as session:
            row = session.get(StudyRow, comparison_id)
            return None if row is None else _to_study(row)

    def studies(self, limit: int) -> list[StoredStudy]:
        """Return the newest studies that were not deleted, the newest first."""
        query = (
            select(StudyRow)
            .join(ComparisonRow, ComparisonRow.id == StudyRow.comparison_id)
            .where(ComparisonRow.deleted.is_(None))
            .order_by(ComparisonRow.created.desc())
            .limit(limit)
        )
        with self._database.session() as session:
            return [_to_study(row) for row in session.scalars(query)]

    def change_study(
        self,
        comparison_id: str,
        *,
        state: StudyState | None = None,
        study: AnyStudy | None = None,
        owner: str | None = None,
    ) -> None:
        """Change what is given of a study.

        Args:
            comparison_id: Its comparison.
            state: Its new state.
            study: What it trains from now on.
            owner: The process that trains it.
        """
        values = {
            "state": state,
            "study": None if study is None else study.to_json(),
            "owner": owner,
        }
        given = {name: value for name, value in values.items() if value is not None}
        with self._database.session.begin() as session:
            session.execute(
                update(StudyRow).where(StudyRow.comparison_id == comparison_id).values(**given)
            )
        self._notifier.notify(comparison_id)


def _to_study(row: StudyRow) -> StoredStudy:
    problem = ""
    study: AnyStudy | None = None
    try:
        study = read_study(row.study)
    except InputError as error:
        problem = " ".join(error.sentences)
    return StoredStudy(
        comparison_id=row.comparison_id,
        study=study,
        problem=problem,
        # A newer version may have stored another state.
        state=_STATES.get(row.state, "paused"),
        owner=row.owner,
    )
