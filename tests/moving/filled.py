"""Rows in every table, with everything that its columns can hold."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    create_engine,
    insert,
    text,
)

from bot.storage.sealing import Sealed
from bot.storage.tables import board_stale, metadata, reward_stale
from bot.storage.tables.columns import Instant

ODD = 'é😀 O\'Neil "x"\\n\\\t\n\r%s {} \u200f\u00a0NULL\\N;--\x01\x7f'
FIRST = "aBzÄ_é-~Z0"  # an order that languages and bytes do not agree on
DATES = (date(2026, 3, 2), date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29))
INSTANTS = (datetime(2026, 10, 25, 0, 59, 59, 999_999, UTC), datetime(1970, 1, 1, tzinfo=UTC))
NUMBERS = (-(2**31), 2**31 - 1, 0, -1)
FLOATS = (0.1 + 0.2, 1e-300, -1.5, 1e22)


def fill(file: Path, count: int) -> None:
    """So many rows in each table of an SQLite file that has none; the last number of each that gives numbers is
    given to nobody any more."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            fill_table(connection, table, count)
        for stale in (board_stale, reward_stale):  # the triggers wrote them too
            connection.execute(stale.delete())
            fill_table(connection, stale, count)
        connection.execute(board_stale.update().values(pending=True))
        connection.execute(text("UPDATE sqlite_sequence SET seq = seq + 5"))
    engine.dispose()


def fill_table(connection: Connection, table: Table, count: int) -> None:
    """So many rows in one of them."""
    rows = [{column.name: _value(column, n) for column in table.c} for n in range(1, count + 1)]
    connection.execute(insert(table), rows)


def number(n: int) -> int:
    """A row's number: with gaps, and some beyond 32 bits."""
    return 7 * n + (2**40 if n % 5 == 0 else 0)


def _value(column: Column[Any], n: int) -> Any:
    if column.nullable and n % 3 == 0:
        return None
    own = column.primary_key
    match column.type:
        case Instant():
            return INSTANTS[n % 2] + timedelta(days=n, microseconds=n)
        case Sealed() | Text():
            return "" if n == 1 else (f"{n} {ODD}" * 5)
        case String(length=int() as most):
            return (f"{FIRST[n % 10]}{n} {ODD}" * most)[:most]
        case Boolean():
            return n % 2 == 0
        case BigInteger():
            return number(n)
        case Integer():
            return n if own else NUMBERS[n % 4]
        case Date():
            return DATES[n % 4]
        case Float():
            return FLOATS[n % 4]
        case LargeBinary():
            return bytes(range(256)) * (n % 9 + 1)
    raise AssertionError(f"{column}: what can it hold?")
