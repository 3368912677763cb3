"""Migrates a store of an older version to the current tables."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.schema import CreateColumn

from regdash.spec.reading import UnreadableSpec, read_spec
from regdash.store.encoding import encode_metrics, encode_results
from regdash.store.identities import renew_identities
from regdash.store.tables import Base

_OLD_RESULTS = {
    "kept": {
        "test_accuracy": "test_accuracy",
        "test_loss": "test_loss",
        "held_out_val_accuracy": "kept_val_accuracy",
    },
    "best": {
        "test_accuracy": "best_test_accuracy",
        "test_loss": "best_test_loss",
        "held_out_val_accuracy": "best_val_accuracy",
    },
}
"""Result metrics, and the columns of `runs` that used to store them."""

_BATCH = 10_000
"""Epochs moved at a time."""


def open_tables(engine: Engine) -> None:
    """Create missing tables, and migrate those of older versions.

    Each step inspects the tables and does nothing if they are up to date. All steps are one
    transaction: an interrupted migration changes nothing.
    """
    with engine.begin() as connection:
        _lock(connection)
        _rename_style_index(connection)
        _rename_old_epochs(connection)
        Base.metadata.create_all(connection)
        _move_old_epochs(connection)
        _add_columns(connection)
        _move_old_results(connection)
        _fill_methods(connection)
        renew_identities(connection)


def _lock(connection: Connection) -> None:
    """Prevent two processes that open an old store at once from migrating it twice."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _columns(connection: Connection, table: str) -> set[str]:
    """Return the names of a table's columns; empty if there is no such table."""
    inspector = inspect(connection)
    if not inspector.has_table(table):
        return set()
    return {column["name"] for column in inspector.get_columns(table)}


def _rename_style_index(connection: Connection) -> None:
    if "look" in _columns(connection, "runs"):
        connection.execute(text("ALTER TABLE runs RENAME COLUMN look TO style_index"))


def _rename_old_epochs(connection: Connection) -> None:
    """Rename the old table, in which every metric had its own column."""
    if "train_loss" in _columns(connection, "epochs"):
        connection.execute(text("ALTER TABLE epochs RENAME TO old_epochs"))


def _move_old_epochs(connection: Connection) -> None:
    names = sorted(_columns(connection, "old_epochs") - {"run_id", "epoch"})
    if not names:
        return
    # The driver's cursors, for speed: 300,000 epochs take a few seconds.
    reader = connection.connection.cursor()
    reader.execute(f"SELECT run_id, epoch, {', '.join(names)} FROM old_epochs")
    writer = connection.connection.cursor()
    for batch in _batches(reader):
        rows = [
            (run_id, epoch, encode_metrics(dict(zip(names, values, strict=True))))
            for run_id, epoch, *values in batch
        ]
        writer.executemany("INSERT INTO epochs (run_id, epoch, metrics) VALUES (?, ?, ?)", rows)
    reader.close()
    connection.execute(text("DROP TABLE old_epochs"))


def _batches(cursor: Any) -> Iterator[list[Any]]:
    while rows := cursor.fetchmany(_BATCH):
        yield rows


def _add_columns(connection: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        known = _columns(connection, table.name)
        for column in table.columns:
            if column.name not in known:
                definition = CreateColumn(column).compile(dialect=connection.dialect)
                connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {definition}"))


def _move_old_results(connection: Connection) -> None:
    """Move result metrics from their own columns to JSON; the oldest versions had fewer of them."""
    old = [name for columns in _OLD_RESULTS.values() for name in columns.values()]
    present = sorted(set(old) & _columns(connection, "runs"))
    if not present:
        return
    for run in connection.execute(text(f"SELECT id, {', '.join(present)} FROM runs")).mappings():
        results = {
            at: {key: run.get(column) for key, column in columns.items()}
            for at, columns in _OLD_RESULTS.items()
        }
        connection.execute(
            text("UPDATE runs SET results = :results WHERE id = :id"),
            {"results": encode_results(results), "id": run["id"]},
        )
    for name in present:
        connection.execute(text(f"ALTER TABLE runs DROP COLUMN {name}"))


def _fill_methods(connection: Connection) -> None:
    """Set the method of runs stored before there were methods; they keep their colors."""
    old = connection.execute(text("SELECT id, number, spec FROM runs WHERE method = ''")).all()
    for run_id, number, stored in old:
        spec = read_spec(stored)
        if isinstance(spec, UnreadableSpec):
            continue  # left unchanged for a version that can read it
        connection.execute(
            text("UPDATE runs SET method = :method, style_index = :index WHERE id = :id"),
            {
                "method": spec.method,
                "index": number,
                "id": run_id,
            },
        )
