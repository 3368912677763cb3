"""Writes to the tables; every change is committed at once, and its listeners are notified."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from regdash.metrics import METRICS
from regdash.metrics.record import EpochRecord
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.status import ACTIVE
from regdash.spec import RunSpec
from regdash.store.database import Database
from regdash.store.encoding import encode_metrics, encode_results
from regdash.store.files import RunFiles
from regdash.store.notifier import Notifier
from regdash.store.reading import to_run
from regdash.store.tables import ComparisonRow, EpochRow, RunRow, now
from regdash.training.outcome import Outcome

NAME_LIMIT = 120


class Writer:
    """All changes of the tables. Safe to use from many threads and processes."""

    def __init__(self, database: Database, files: RunFiles, notifier: Notifier) -> None:
        self._database = database
        self._files = files
        self._notifier = notifier

    def add_comparison(
        self, title: str, kind: str = "", *, setup: RunSpec | None = None, parent: str | None = None
    ) -> str:
        """Add a comparison and return its id.

        Args:
            title: Its title; shortened to `NAME_LIMIT` characters.
            kind: What creates it; see `ComparisonRow.kind`.
            setup: What its runs share; techniques are not stored.
            parent: The comparison whose methods it trains again.
        """
        with self._database.session.begin() as session:
            row = ComparisonRow(
                id=new_id(),
                title=title[:NAME_LIMIT],
                kind=kind,
                setup=setup and setup.replace(techniques={}).to_json(),
                parent=parent,
            )
            session.add(row)
            return row.id

    def rename_comparison(self, comparison_id: str, title: str) -> None:
        """Rename a comparison; an empty title changes nothing."""
        title = title.strip()[:NAME_LIMIT]
        if title:
            self._change(ComparisonRow, comparison_id, title=title)
            self._notifier.notify(comparison_id)

    def delete_comparison(self, comparison_id: str) -> None:
        """Mark a comparison as deleted: it is no longer listed, and can be restored."""
        self._change(ComparisonRow, comparison_id, deleted=now())
        self._notifier.notify(comparison_id)

    def restore_comparison(self, comparison_id: str) -> None:
        """Undo `delete_comparison`."""
        self._change(ComparisonRow, comparison_id, deleted=None)
        self._notifier.notify(comparison_id)

    def purge_comparison(self, comparison_id: str) -> None:
        """Delete a comparison with all its runs and their files; this cannot be undone."""
        with self._database.session.begin() as session:
            of_it = RunRow.comparison_id == comparison_id
            run_ids = list(session.scalars(select(RunRow.id).where(of_it)))
            session.execute(delete(RunRow).where(of_it))
            session.execute(delete(ComparisonRow).where(ComparisonRow.id == comparison_id))
        for run_id in run_ids:
            self._files.remove(run_id)

    def set_baseline(self, comparison_id: str, method: str) -> None:
        """Choose the method that all others of a comparison are compared with."""
        self._change(ComparisonRow, comparison_id, baseline=method)
        self._notifier.notify(comparison_id)

    def set_epoch(self, comparison_id: str, at: EpochChoice) -> None:
        """Choose which epoch of each run is displayed and judged."""
        self._change(ComparisonRow, comparison_id, at=at)
        self._notifier.notify(comparison_id)

    def set_images(self, comparison_id: str, images: EvaluationSet) -> None:
        """Choose the images that verdicts are based on, once test results are revealed."""
        self._change(ComparisonRow, comparison_id, images=images)
        self._notifier.notify(comparison_id)

    def reveal_test(self, comparison_id: str) -> None:
        """Reveal a comparison's test results, and store the time of the first call."""
        with self._database.session.begin() as session:
            session.execute(
                update(ComparisonRow)
                .where(ComparisonRow.id == comparison_id, ComparisonRow.revealed.is_(None))
                .values(revealed=now())
            )
        self._notifier.notify(comparison_id)

    def add_run(
        self,
        comparison_id: str,
        spec: RunSpec,
        owner: str,
        *,
        method: str = "",
        name: str = "",
        style_index: int = 0,
    ) -> str:
        """Queue a run in a comparison and return its id.

        Args:
            comparison_id: The comparison.
            spec: What to train.
            owner: The process that trains it.
            method: Identifies the repeats of one method; empty: `spec.method`.
            name: Its name; empty: `spec.name`.
            style_index: Determines its color; see `choose_style_index`.
        """
        with self._database.session.begin() as session:
            row = RunRow(
                id=new_id(),
                comparison_id=comparison_id,
                number=next_number(session, comparison_id),
                style_index=style_index,
                method=method or spec.method,
                name=(name or spec.name)[:NAME_LIMIT],
                spec=spec.to_json(),
                spec_hash=spec.hash,
                owner=owner,
            )
            session.add(row)
        self._notifier.notify(comparison_id)
        return row.id

    def start_run(self, run_id: str) -> None:
        """Mark a run as running, unless it was stopped before."""
        with self._database.session.begin() as session:
            session.execute(
                update(RunRow)
                .where(RunRow.id == run_id, RunRow.status == "queued")
                .values(status="running", started=now())
            )
        self._notify_of(run_id)

    def set_parameters(self, run_id: str, parameters: int) -> None:
        """Store the number of trainable weights."""
        self._change(RunRow, run_id, parameters=parameters)
        self._notify_of(run_id)

    def add_epoch(self, run_id: str, record: EpochRecord) -> bool:
        """Commit one epoch; return False if the run was stopped or deleted in the meantime."""
        with self._database.session.begin() as session:
            row = session.get(RunRow, run_id)
            if row is None or row.status not in ACTIVE:
                return False
            metrics = encode_metrics(record.values)
            session.add(EpochRow(run_id=run_id, epoch=record.epoch, metrics=metrics))
        self._notifier.notify(row.comparison_id)
        return True

    def end_run(
        self, run_id: str, status: str, message: str = "", outcome: Outcome | None = None
    ) -> None:
        """Store how a run ended, unless it had ended before; save an outcome's predictions."""
        with self._database.session() as session:
            run = session.get(RunRow, run_id)
        if run is None or run.status not in ACTIVE:
            return
        values: dict[str, Any] = {"status": status, "message": message, "ended": now()}
        if outcome is not None:
            self._files.save_predictions(run_id, outcome)
            results = {
                "kept": METRICS.measure_result(outcome.kept),
                "best": METRICS.measure_result(outcome.best),
            }
            values |= {
                "stopped_epoch": outcome.stopped_epoch,
                "kept_epoch": outcome.kept.epoch,
                "best_epoch": outcome.best.epoch,
                "results": encode_results(results),
            }
        with self._database.session.begin() as session:
            session.execute(
                update(RunRow)
                .where(RunRow.id == run_id, RunRow.status.in_(ACTIVE))
                .values(**values)
            )
        self._notifier.notify(run.comparison_id)

    def rename_run(self, run_id: str, name: str) -> None:
        """Rename a run; an empty name restores the automatic one."""
        with self._database.session.begin() as session:
            row = session.get(RunRow, run_id)
            run = None if row is None else to_run(row)
            if row is None or run is None:
                return
            row.name = (name.strip() or run.spec.name)[:NAME_LIMIT]
        self._notifier.notify(row.comparison_id)

    def delete_run(self, run_id: str) -> None:
        """Delete a run, its epochs and its files, even if its spec cannot be read."""
        comparison_id = self._comparison_of(run_id)
        with self._database.session.begin() as session:
            session.execute(delete(RunRow).where(RunRow.id == run_id))
        self._files.remove(run_id)
        if comparison_id is not None:
            self._notifier.notify(comparison_id)

    def interrupt(self, owners: Sequence[str]) -> None:
        """Mark the unfinished runs of terminated processes as interrupted."""
        with self._database.session.begin() as session:
            session.execute(
                update(RunRow)
                .where(RunRow.owner.in_(owners), RunRow.status.in_(ACTIVE))
                .values(
                    status="interrupted",
                    message="RegDash was closed while this run was in progress.",
                    ended=now(),
                )
            )

    def _comparison_of(self, run_id: str) -> str | None:
        with self._database.session() as session:
            return session.scalar(select(RunRow.comparison_id).where(RunRow.id == run_id))

    def _notify_of(self, run_id: str) -> None:
        comparison_id = self._comparison_of(run_id)
        if comparison_id is not None:
            self._notifier.notify(comparison_id)

    def _change(self, table: type[ComparisonRow | RunRow], id: str, **values: Any) -> None:
        with self._database.session.begin() as session:
            session.execute(update(table).where(table.id == id).values(**values))


def new_id() -> str:
    """Return an id for a new run or comparison."""
    return secrets.token_hex(4)


def next_number(session: Session, comparison_id: str) -> int:
    """Return the position of the next run of a comparison."""
    last = session.scalar(
        select(func.max(RunRow.number)).where(RunRow.comparison_id == comparison_id)
    )
    return 0 if last is None else last + 1
