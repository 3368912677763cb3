"""Reads whole runs for another store, and stores those that arrive: all of them, or none."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, get_args

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from regdash.settings.choices import EvaluationSet
from regdash.settings.messages import InputError
from regdash.settings.status import ACTIVE, STATUSES
from regdash.spec import RunSpec
from regdash.spec.reading import read_spec
from regdash.store.database import Database
from regdash.store.encoding import decode_metrics, decode_results, encode_metrics, encode_results
from regdash.store.files import RIGHT_NAMES, RunFiles
from regdash.store.moving import (
    LARGEST_NUMBER,
    LONGEST_MESSAGE,
    Arrays,
    ArrivingRun,
    MovedComparison,
    MovedRun,
)
from regdash.store.notifier import Notifier
from regdash.store.tables import IMPORTED, ComparisonRow, EpochRow, RunRow

_SAME = ("id", "number", "style_index", "method", "name", "status")
_COUNTS = ("parameters", "stopped_epoch", "kept_epoch", "best_epoch")
_TIMES = ("created", "started", "ended")


class Mover:
    """Moves runs out of a store and into it. Safe to use from many threads and processes."""

    def __init__(self, database: Database, files: RunFiles, notifier: Notifier) -> None:
        self._database = database
        self._files = files
        self._notifier = notifier

    def pack_comparison(self, comparison_id: str) -> MovedComparison:
        """Return everything stored of a comparison, except that it was deleted."""
        with self._database.session() as session:
            row = session.get_one(ComparisonRow, comparison_id)
        return MovedComparison(
            id=row.id,
            title=row.title,
            created=row.created.isoformat(),
            kind=row.kind,
            baseline=row.baseline,
            # A newer version may have stored other values.
            at="best" if row.at == "best" else "kept",
            images=_known_images(row.images),
            revealed=_write_time(row.revealed),
            setup=_read_object(row.setup),
            parent=row.parent,
        )

    def ended_runs(self, comparison_id: str) -> list[str]:
        """Return the ids of the runs of a comparison that have ended, readable or not."""
        query = select(RunRow.id).where(
            RunRow.comparison_id == comparison_id,
            RunRow.status.in_(STATUSES),
            RunRow.status.not_in(ACTIVE),
        )
        with self._database.session() as session:
            return list(session.scalars(query.order_by(RunRow.number)))

    def pack_run(self, run_id: str) -> tuple[MovedRun, Arrays]:
        """Return what is stored of a run that has ended, but not its network and probabilities.

        Returns:
            The run, whose `arrays` are still empty, and its arrays.

        Raises:
            ValueError: Something stored of it is damaged, or of a newer version.
        """
        with self._database.session() as session:
            row = session.get_one(RunRow, run_id)
            query = select(EpochRow.metrics).where(EpochRow.run_id == run_id)
            texts = session.scalars(query.order_by(EpochRow.epoch)).all()
        run = MovedRun.model_validate(
            {
                **{field: getattr(row, field) for field in (*_SAME, *_COUNTS)},
                **{field: _write_time(getattr(row, field)) for field in _TIMES},
                "comparison": row.comparison_id,
                "message": row.message[:LONGEST_MESSAGE],
                "spec": json.loads(row.spec),
                "results": _finite_results(row.results),
                "arrays": (),
            }
        )
        right = self._files.load_right(run_id)
        return run, {
            **_epoch_arrays(decode_metrics(texts)),
            **{f"right/{RIGHT_NAMES[key]}": array for key, array in right.items()},
        }

    def restore(
        self, comparisons: Sequence[MovedComparison], runs: Sequence[ArrivingRun]
    ) -> list[str]:
        """Store comparisons and runs that are not here yet, in one transaction.

        A comparison that is here keeps its choices, and is restored if it was deleted.

        Returns:
            The ids of the runs that were added.

        Raises:
            InputError: Something else is stored under an id; nothing is added.
        """
        added: list[str] = []
        try:
            with self._database.session.begin() as session:
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
                for comparison in comparisons:
                    own = [each for each in runs if each.run.comparison == comparison.id]
                    new = _find_new(session, own)
                    if _open_comparison(session, comparison, wanted=bool(new)):
                        for each in _place(session, comparison.id, new):
                            added.append(each.run.id)
                            self._add(session, each)
        except BaseException:
            # Files are no part of the transaction; nobody else can have added these runs meanwhile.
            for run_id in added:
                self._files.remove(run_id)
            raise
        for comparison in comparisons:
            self._notifier.notify(comparison.id)
        return added

    def _add(self, session: Session, arriving: ArrivingRun) -> None:
        run = arriving.run
        session.add(
            RunRow(
                **{field: getattr(run, field) for field in (*_SAME, *_COUNTS)},
                **{field: _read_time(getattr(run, field)) for field in _TIMES},
                comparison_id=run.comparison,
                message=run.message,
                spec=arriving.spec,
                spec_hash=arriving.spec_hash,
                owner=IMPORTED,
                results=encode_results(run.results),
            )
        )
        session.flush()
        epochs, right = _split(arriving.arrays)
        rows = [
            {"run_id": run.id, "epoch": number, "metrics": encode_metrics(values)}
            for number, values in enumerate(_epoch_values(epochs), 1)
        ]
        if rows:
            session.execute(insert(EpochRow), rows)
        if right:
            self._files.save_arrays(run.id, right)


def _find_new(session: Session, runs: Sequence[ArrivingRun]) -> list[ArrivingRun]:
    new = []
    for each in runs:
        row = session.get(RunRow, each.run.id)
        if row is None:
            new.append(each)
        elif row.created.isoformat() != each.run.created:
            raise InputError([f"Another run is stored here under the id {each.run.id}."])
    return new


def _open_comparison(session: Session, comparison: MovedComparison, *, wanted: bool) -> bool:
    """Find or add a comparison; return False if it is not here and not wanted."""
    row = session.get(ComparisonRow, comparison.id)
    if row is not None:
        if row.created.isoformat() != comparison.created:
            raise InputError([f"Another comparison is stored here under the id {comparison.id}."])
        row.deleted = None
        return True
    if wanted:
        values = comparison.model_dump(exclude={"created", "revealed", "setup"})
        session.add(
            ComparisonRow(
                **values,
                created=_read_time(comparison.created),
                revealed=_read_time(comparison.revealed),
                setup=comparison.setup and json.dumps(comparison.setup, sort_keys=True),
            )
        )
        session.flush()
    return wanted


def _place(session: Session, comparison_id: str, runs: Sequence[ArrivingRun]) -> list[ArrivingRun]:
    """Give runs numbers and colors that are free in their comparison."""
    rows = session.scalars(select(RunRow).where(RunRow.comparison_id == comparison_id)).all()
    numbers = {row.number for row in rows}
    styles = {row.method: row.style_index for row in rows}
    identities = {row.method: _identity(row.spec) for row in rows}
    placed = []
    for each in sorted(runs, key=lambda each: each.run.number):
        run = each.run
        if each.identity and identities.setdefault(run.method, each.identity) != each.identity:
            raise InputError([f"The run {run.id} has other settings than the runs of its method."])
        number = run.number if run.number not in numbers else max(numbers) + 1
        style = styles.get(run.method, run.style_index)
        if run.method not in styles and style in styles.values():
            style = max(styles.values()) + 1
        numbers.add(number)
        styles[run.method] = style
        moved = run.model_copy(update={"number": number, "style_index": style})
        placed.append(ArrivingRun(moved, each.arrays, each.spec, each.spec_hash, each.identity))
    return placed


def _identity(stored: str) -> str:
    spec = read_spec(stored)
    return spec.method if isinstance(spec, RunSpec) else ""


def _write_time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _finite_results(text: str) -> dict[Any, dict[str, float]]:
    return {
        at: {key: float(value) for key, value in values.items() if _is_number(value)}
        for at, values in decode_results(text).items()
    }


def _is_number(value: float | None) -> bool:
    return value is not None and math.isfinite(value) and abs(value) <= LARGEST_NUMBER


def _epoch_arrays(epochs: Sequence[Mapping[str, float]]) -> dict[str, np.ndarray]:
    """Return float64 (epochs,) for each metric; NaN where it was not measured, or is infinite."""
    keys = sorted({key for epoch in epochs for key in epoch})
    return {
        f"epochs/{key}": np.array(
            [value if _is_number(value := epoch.get(key)) else np.nan for epoch in epochs],
            dtype=np.float64,
        )
        for key in keys
    }


def _split(arrays: Arrays) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the arrays of epochs by metric, and those of correct predictions by name."""
    found: dict[str, dict[str, np.ndarray]] = {"epochs": {}, "right": {}}
    for name, array in arrays.items():
        kind, _, key = name.partition("/")
        found[kind][key] = array
    return found["epochs"], found["right"]


def _epoch_values(epochs: Mapping[str, np.ndarray]) -> list[dict[str, float]]:
    """Return the measured metrics of each epoch."""
    rows = zip(*(array.tolist() for array in epochs.values()), strict=True)
    return [
        {key: value for key, value in zip(epochs, row, strict=True) if not math.isnan(value)}
        for row in rows
    ]


def _read_object(text: str | None) -> dict[str, Any] | None:
    """Read a JSON object; None if there is none."""
    try:
        found = json.loads(text or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _known_images(stored: str | None) -> EvaluationSet | None:
    return next((images for images in get_args(EvaluationSet) if images == stored), None)
