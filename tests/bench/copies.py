"""Copies of a group with everything that was written for it, as if they had all lived beside each other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Row, Table, delete, insert, select, text

from bot.storage.store import Store
from bot.storage.tables import board_stale, metadata, reward_stale
from bot.storage.tx import Tx

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
STALE = (board_stale, reward_stale)  # notes of what is to be worked out again: none is left by a copy
TABLES = [table for table in metadata.sorted_tables if table not in STALE]
ONCE = ("budgets", "meta", "editions", "set_aside")
"""Tables that hold nothing of a group or a learner."""
BARE = {("board_lines", "learner_id"), ("board_lines", "group_id"), ("board_tallies", "group_id")}
BARE |= {("rhythms", "owner"), ("letters", "subject"), ("remnants", "group_id")}
"""Columns that hold another row's number without a foreign key."""
BATCH = 5_000
_OUTSIDE = re.compile(r"1000000\d{3}")  # the platform's numbers, as `year` gives them


def everything(store: Store) -> Rows:
    """All rows, in the order in which they were written."""

    def read(tx: Tx) -> Rows:
        found = {}
        for table in TABLES:
            query = select(table).order_by(*(table.primary_key or table.c))
            found[table.name] = [_values(row) for row in tx.connection.execute(query)]
        return found

    return store.write_now(read)


def _values(row: Row[Any]) -> Mapping[str, Any]:
    return dict(row._mapping)


def copy(rows: Rows, store: Store, copies: int) -> None:
    """Write so many copies into an empty database, in turn row by row, as time would have done it."""
    for table in TABLES:
        store.write_now(lambda tx, table=table: _copy(tx, table, rows[table.name], copies))  # type: ignore[misc]


def _copy(tx: Tx, table: Table, rows: Sequence[Mapping[str, Any]], copies: int) -> None:
    if tx.connection.dialect.name == "postgresql":  # no triggers: the facts come with what is derived from them
        tx.connection.execute(text("SET LOCAL session_replication_role = replica"))
    found = _copies(table, rows, 1 if table.name in ONCE else copies)
    while some := list(islice(found, BATCH)):
        tx.connection.execute(insert(table), some)
    for stale in STALE:
        tx.connection.execute(delete(stale))


def _copies(table: Table, rows: Sequence[Mapping[str, Any]], copies: int) -> Iterator[Mapping[str, Any]]:
    numbers = {column.name for column in table.c if column.foreign_keys or column.name == "id"}
    numbers |= {column for of, column in BARE if of == table.name}
    for row in rows:
        for nth in range(copies):
            yield {name: _other(name, value, name in numbers, nth, copies) for name, value in row.items()} | (
                {"key": _letter_key(row, nth, copies)} if table.name == "letters" else {}
            )


def _other(name: str, value: Any, number: bool, nth: int, copies: int) -> Any:
    """The same value in another copy: numbers are given in turn, those of a platform are a thousand apart."""
    if number:
        return value if value is None else (value - 1) * copies + nth + 1
    if not isinstance(value, str) or name in ("answer", "name"):
        return value
    if name == "key" and len(value) > 8 and ":" not in value:  # what signs a group's links
        return value if not nth else f"{value[:-4]}{nth:04}"
    return _OUTSIDE.sub(lambda found: str(int(found[0]) + 1_000 * nth), value)


def _letter_key(row: Mapping[str, Any], nth: int, copies: int) -> str:
    kind, _, rest = row["key"].split(":", 2)
    return f"{kind}:{_other('subject', row['subject'], True, nth, copies)}:{rest}"
