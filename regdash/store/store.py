"""Runs and their epochs in SQLite; every epoch is committed as it happens."""

import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import create_engine, delete, event, func, select, update
from sqlalchemy.orm import sessionmaker

from regdash.metrics.history import to_records
from regdash.metrics.record import EpochRecord
from regdash.settings.choices import EpochChoice
from regdash.settings.status import ACTIVE
from regdash.spec import RunSpec
from regdash.store.history_cache import HistoryCache
from regdash.store.migrations import open_tables
from regdash.store.notifier import Notifier
from regdash.store.predictions import save_predictions
from regdash.store.reading import read_efforts, read_epochs, to_comparison, to_run
from regdash.store.records import Comparison, Run
from regdash.store.tables import ComparisonRow, EpochRow, RunRow, now
from regdash.store.unreadable import UnreadableRun, to_unreadable
from regdash.training.outcome import Outcome

NAME_LIMIT = 120


class Store:
    """All runs under one folder. Safe to use from many threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(
            f"sqlite:///{folder / 'regdash.sqlite'}", connect_args={"timeout": 30}
        )
        event.listen(self._engine, "connect", _set_pragmas)
        open_tables(self._engine)
        self.notifier = Notifier()
        self._session = sessionmaker(self._engine, expire_on_commit=False)

    @cached_property
    def histories(self) -> HistoryCache:
        """The curves of the runs that are looked at."""
        return HistoryCache(self)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # -- writing ----------------------------------------------------------------------------

    def add_comparison(self, title: str, kind: str = "") -> str:
        """Open a new comparison and return its id."""
        with self._session.begin() as session:
            row = ComparisonRow(id=_new_id(), title=title[:NAME_LIMIT], kind=kind)
            session.add(row)
            return row.id

    def set_baseline(self, comparison_id: str, method: str) -> None:
        """Choose the method that all others of a comparison are compared with."""
        self._change(ComparisonRow, comparison_id, baseline=method)
        self.notifier.notify(comparison_id)

    def set_epoch(self, comparison_id: str, at: EpochChoice) -> None:
        """Choose which epoch of each run is looked at."""
        self._change(ComparisonRow, comparison_id, at=at)
        self.notifier.notify(comparison_id)

    def reveal_test(self, comparison_id: str) -> None:
        """Show a comparison's test results from now on, and remember since when."""
        with self._session.begin() as session:
            session.execute(
                update(ComparisonRow)
                .where(ComparisonRow.id == comparison_id, ComparisonRow.revealed.is_(None))
                .values(revealed=now())
            )
        self.notifier.notify(comparison_id)

    def add_run(
        self, comparison_id: str, spec: RunSpec, owner: str, *, method: str = "", name: str = ""
    ) -> str:
        """Queue a run in a comparison and return its id.

        Args:
            comparison_id: Where it belongs.
            spec: What to train.
            owner: The process that trains it.
            method: What its repeats have in common; left out, `spec.method`.
            name: Its name; left out, `spec.name`.
        """
        method = method or spec.method
        here = RunRow.comparison_id == comparison_id
        with self._session.begin() as session:
            last = session.scalar(select(func.max(RunRow.number)).where(here))
            style_index = session.scalar(
                select(RunRow.style_index).where(here, RunRow.method == method).limit(1)
            )
            if style_index is None:
                last_index = session.scalar(select(func.max(RunRow.style_index)).where(here))
                style_index = 0 if last_index is None else last_index + 1
            row = RunRow(
                id=_new_id(),
                comparison_id=comparison_id,
                number=0 if last is None else last + 1,
                style_index=style_index,
                method=method,
                name=(name or spec.name)[:NAME_LIMIT],
                spec=spec.to_json(),
                spec_hash=spec.hash,
                owner=owner,
            )
            session.add(row)
        self.notifier.notify(comparison_id)
        return row.id

    def start_run(self, run_id: str) -> None:
        """Note that a run has begun, unless it was stopped before."""
        with self._session.begin() as session:
            session.execute(
                update(RunRow)
                .where(RunRow.id == run_id, RunRow.status == "queued")
                .values(status="running", started=now())
            )
        self._tell_of(run_id)

    def set_parameters(self, run_id: str, parameters: int) -> None:
        """Note the number of trainable weights."""
        self._change(RunRow, run_id, parameters=parameters)
        self._tell_of(run_id)

    def add_epoch(self, run_id: str, record: EpochRecord) -> bool:
        """Commit one epoch; False if the run was stopped or deleted meanwhile."""
        with self._session.begin() as session:
            row = session.get(RunRow, run_id)
            if row is None or row.status not in ACTIVE:
                return False
            session.add(EpochRow(run_id=run_id, **asdict(record)))
        self.notifier.notify(row.comparison_id)
        return True

    def end_run(
        self, run_id: str, status: str, message: str = "", outcome: Outcome | None = None
    ) -> None:
        """Note how a run ended, unless it had ended before; save an outcome's predictions."""
        values: dict[str, Any] = {"status": status, "message": message, "ended": now()}
        run = self.run(run_id)
        if run is None or not run.active:
            return
        if outcome is not None:
            save_predictions(self.run_folder(run_id), outcome)
            values |= {
                "stopped_epoch": outcome.stopped_epoch,
                "kept_epoch": outcome.kept.epoch,
                "test_loss": outcome.kept.test_loss,
                "test_accuracy": outcome.kept.test_accuracy,
                "best_epoch": outcome.best.epoch,
                "best_test_loss": outcome.best.test_loss,
                "best_test_accuracy": outcome.best.test_accuracy,
                "kept_val_accuracy": outcome.kept.val_accuracy,
                "best_val_accuracy": outcome.best.val_accuracy,
            }
        with self._session.begin() as session:
            session.execute(
                update(RunRow)
                .where(RunRow.id == run_id, RunRow.status.in_(ACTIVE))
                .values(**values)
            )
        self.notifier.notify(run.comparison_id)

    def rename_run(self, run_id: str, name: str) -> None:
        """Give a run another name; an empty one brings back the automatic name."""
        run = self.run(run_id)
        if run is not None:
            self._change(RunRow, run_id, name=(name.strip() or run.spec.name)[:NAME_LIMIT])
            self.notifier.notify(run.comparison_id)

    def delete_run(self, run_id: str) -> None:
        """Remove a run, its epochs and its files; one that cannot be read, too."""
        with self._session.begin() as session:
            row = session.get(RunRow, run_id)
            session.execute(delete(RunRow).where(RunRow.id == run_id))
        shutil.rmtree(self.run_folder(run_id), ignore_errors=True)
        if row is not None:
            self.notifier.notify(row.comparison_id)

    def interrupt(self, owners: Sequence[str]) -> None:
        """Mark what processes that are gone left unfinished."""
        with self._session.begin() as session:
            session.execute(
                update(RunRow)
                .where(RunRow.owner.in_(owners), RunRow.status.in_(ACTIVE))
                .values(
                    status="interrupted",
                    message="RegDash was closed while this run was going.",
                    ended=now(),
                )
            )

    # -- reading ----------------------------------------------------------------------------

    def comparison(self, comparison_id: str) -> Comparison | None:
        """Find a comparison."""
        with self._session() as session:
            row = session.get(ComparisonRow, comparison_id)
            return None if row is None else to_comparison(row)

    def comparisons(self, limit: int = 10, kind: str = "") -> list[Comparison]:
        """The newest comparisons of a kind that have runs; newest first."""
        with self._session() as session:
            having = select(RunRow.comparison_id).distinct()
            rows = session.scalars(
                select(ComparisonRow)
                .where(ComparisonRow.id.in_(having), ComparisonRow.kind == kind)
                .order_by(ComparisonRow.created.desc())
                .limit(limit)
            )
            return [to_comparison(row) for row in rows]

    def recent_comparisons(self, limit: int = 10) -> list[tuple[Comparison, list[Run]]]:
        """The newest comparisons of one's own that have runs, with their runs; newest first."""
        return [(comparison, self.runs(comparison.id)) for comparison in self.comparisons(limit)]

    def runs(self, comparison_id: str) -> list[Run]:
        """Runs of a comparison that can be read, in their order."""
        return [run for row in self._run_rows(comparison_id) if (run := to_run(row)) is not None]

    def unreadable_runs(self, comparison_id: str) -> list[UnreadableRun]:
        """Runs of a comparison that this version cannot make sense of, in their order."""
        rows = self._run_rows(comparison_id)
        return [run for row in rows if (run := to_unreadable(row)) is not None]

    def run(self, run_id: str) -> Run | None:
        """Find a run that can be read."""
        with self._session() as session:
            row = session.get(RunRow, run_id)
            return None if row is None else to_run(row)

    def epochs(self, run_id: str, after: int = 0) -> list[EpochRecord]:
        """Epochs of a run later than `after`, in order."""
        found = self.new_epochs({run_id: after})
        return to_records(found[run_id]) if found else []

    def new_epochs(self, after: Mapping[str, int]) -> dict[str, np.ndarray]:
        """Later epochs of several runs at once.

        Args:
            after: The last epoch that is known of each run; 0: none.

        Returns:
            float64 (epochs, len(EPOCH_COLUMNS)) for each run with news, in order; NaN where
            nothing was measured.
        """
        with self._session() as session:
            return read_epochs(session, after)

    def active_owners(self) -> list[str]:
        """Processes that say they have unfinished runs."""
        with self._session() as session:
            rows = select(RunRow.owner).where(RunRow.status.in_(ACTIVE)).distinct()
            return list(session.scalars(rows))

    def recent_efforts(self, limit: int) -> list[tuple[RunSpec, float]]:
        """The latest runs that were trained to their end, and how many seconds their epochs took."""
        with self._session() as session:
            return read_efforts(session, limit)

    def run_folder(self, run_id: str) -> Path:
        """Where a run's files are: `model.keras`, `predictions.npz`."""
        return self.folder / "runs" / run_id

    def _run_rows(self, comparison_id: str) -> Sequence[RunRow]:
        with self._session() as session:
            here = select(RunRow).where(RunRow.comparison_id == comparison_id)
            return session.scalars(here.order_by(RunRow.number)).all()

    def _tell_of(self, run_id: str) -> None:
        run = self.run(run_id)
        if run is not None:
            self.notifier.notify(run.comparison_id)

    def _change(self, table: type[ComparisonRow | RunRow], id: str, **values: Any) -> None:
        with self._session.begin() as session:
            session.execute(update(table).where(table.id == id).values(**values))


def _new_id() -> str:
    return secrets.token_hex(4)


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # WAL: pages read while a run writes. NORMAL: safe against a crash of the program.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
