"""Brings a store that an older version wrote up to today's tables."""

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.schema import CreateColumn

from regdash.spec.reading import UnreadableSpec, read_spec
from regdash.store.identities import renew_identities
from regdash.store.tables import Base


def open_tables(engine: Engine) -> None:
    """Create the tables that are missing, and add the columns that are.

    Columns are only ever added, each with a default or empty, so that an older RegDash still
    reads what a newer one wrote.
    """
    with engine.begin() as connection:
        _lock(connection)
        Base.metadata.create_all(connection)
        inspector = inspect(connection)
        for table in Base.metadata.sorted_tables:
            known = {column["name"] for column in inspector.get_columns(table.name)}
            for column in table.columns:
                if column.name not in known:
                    definition = CreateColumn(column).compile(dialect=engine.dialect)
                    connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {definition}"))
        _fill(connection)
        renew_identities(connection)


def _lock(connection: Connection) -> None:
    """Two processes that open an old store at once must not add a column twice."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _fill(connection: Connection) -> None:
    """Give runs from before there were methods theirs; they keep their colours."""
    old = connection.execute(text("SELECT id, number, spec FROM runs WHERE method = ''")).all()
    for run_id, number, stored in old:
        spec = read_spec(stored)
        if isinstance(spec, UnreadableSpec):
            continue  # left for a version that can read it
        connection.execute(
            text("UPDATE runs SET method = :method, look = :look WHERE id = :id"),
            {
                "method": spec.method,
                "look": number,
                "id": run_id,
            },
        )
