"""Rows as they are, from one database to the other: in the same order in both, and with the types of the models."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
    text,
    type_coerce,
)

from bot.storage.marks import MOVED, MOVING
from bot.storage.sealing import Sealed
from bot.storage.tables import meta

BATCH = 5_000
Row = Sequence[Any]


def key_of(table: Table) -> list[Column[Any]]:
    """The columns that tell a table's rows apart."""
    if table.primary_key.columns:
        return list(table.primary_key.columns)
    return list(next(each.columns for each in table.constraints if isinstance(each, UniqueConstraint)))


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return int(connection.execute(_without_marks(select(func.count()).select_from(table), table)).scalar_one())


def rows(connection: Connection, table: Table, skipped: int = 0) -> Any:
    """A table's rows one by one, in the order of their key, with what is sealed as it is; without the first few."""
    plain = [type_coerce(it, Text).label(it.name) if isinstance(it.type, Sealed) else it for it in table.c]
    order = [_by_bytes(it) if connection.dialect.name == "postgresql" else it for it in key_of(table)]
    query = _without_marks(select(*plain), table).order_by(*order)
    if skipped:
        query = query.offset(skipped)
    return connection.execute(query, execution_options={"yield_per": BATCH})


def batches(connection: Connection, table: Table, skipped: int) -> Iterator[Sequence[Row]]:
    """The same, some thousand at a time."""
    with rows(connection, table, skipped) as found:
        yield from found.partitions()


def write(connection: Connection, table: Table, some: Sequence[Row]) -> None:
    """Write rows into PostgreSQL. Triggers sleep meanwhile: what they would note is copied too."""
    quoted = connection.dialect.identifier_preparer
    name, columns = quoted.format_table(table), ", ".join(map(quoted.format_column, table.c))
    connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as into:
        for row in some:
            into.write_row(row)
    connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def analyse(connection: Connection, table: Table) -> None:
    """Let PostgreSQL look at what it has now, so that the first questions are answered as quickly as later ones."""
    connection.exec_driver_sql(f"ANALYZE {connection.dialect.identifier_preparer.format_table(table)}")


def numbers_given(source: Connection) -> dict[str, int]:
    """The last number that each table of a file gave, also to a row that is gone."""
    return {name: last for name, last in source.execute(text("SELECT name, seq FROM sqlite_sequence")) if last}


def go_on_from(target: Connection, table: Table, number: int) -> None:
    """The next row's number is a higher one: none is ever given twice."""
    query = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :number)")
    target.execute(query, {"table": table.name, "number": number})


def empty(target: Connection, tables: Sequence[Table]) -> None:
    """Delete everything from PostgreSQL's tables."""
    names = ", ".join(map(target.dialect.identifier_preparer.format_table, tables))
    target.exec_driver_sql(f"TRUNCATE {names}")


def named(table: Table, row: Row) -> str:
    """Which row it is."""
    values = dict(zip(table.c.keys(), row, strict=True))
    key = ", ".join(f"{column.name} {json.dumps(values[column.name], default=str)}" for column in key_of(table))
    return f"{table.name}, {key}"


def difference(table: Table, ours: Row | None, theirs: Row | None) -> str:
    """What is not the same of two rows that should be; None where there is none any more."""
    if ours is None or theirs is None:
        return f"{named(table, ours or theirs or ())} is in one of them only"
    mine, other = named(table, ours), named(table, theirs)
    if mine != other:
        return f"{mine} or {other} is in one of them only"
    columns = [name for name, left, right in zip(table.c.keys(), ours, theirs, strict=True) if left != right]
    return f"{mine}: {', '.join(columns)}"


def _by_bytes(column: Column[Any]) -> Any:
    """As SQLite compares texts, whatever the order of the server's language."""
    return column.collate("C") if isinstance(column.type, String) else column


def _without_marks(query: Select[Any], table: Table) -> Select[Any]:
    return query.where(meta.c.key.notin_((MOVING, MOVED))) if table is meta else query
