"""Moving an SQLite bot to PostgreSQL: every row of every table, and then the proof that all is equal.

A stop at any moment leaves at most one of the two databases to run, and the same call again goes on:

- The move has a name, a fact in both databases. A file that was run again says so behind it, and is copied from the
  beginning. On a server's database that has one nobody runs.
- Each batch is one transaction, so the rows that a table has already are the first ones: their number is the progress.
- Once all is proved equal the file is marked as moved, and only then the other database is given free.
"""

import secrets
from collections.abc import Callable, Sequence
from enum import Enum
from itertools import zip_longest

from sqlalchemy import Connection, Table, exists, select, text

from bot.storage import copying
from bot.storage.copying import Row
from bot.storage.marks import MOVED, MOVING, STALE
from bot.storage.migrate import schema_of, upgrade
from bot.storage.store import Store
from bot.storage.tables import SCHEMA, meta, metadata
from bot.storage.tx import Tx

_BEGINNING = 7_301_116  # the number of the lock under which a move begins
_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
Tell = Callable[[str], None]


class CannotMove(Exception):
    """What stands in the way, as one clear line."""


class _Target(Enum):
    """What a move finds where it goes to."""

    EMPTY = 0
    STALE = 1  # a part of this file, which was run since
    BEGUN = 2  # a part of this file, as it is


class Move:
    """From a file, whose lock is held, to a PostgreSQL database, which is called `to` wherever it is named."""

    def __init__(self, source: Store, target: Store, to: str) -> None:
        self._source = source
        self._target = target
        self._to = to

    def has_begun(self) -> bool:
        """Whether there is one to go on with; nothing is changed. Raises CannotMove where there cannot be one."""
        return self._target.write_now(self._look) is _Target.BEGUN

    def begin(self) -> None:
        """Make the tables where there are none, and mark both databases. Raises CannotMove."""
        self._target.write_now(self._begin)

    def run(self, where: str, tell: Tell) -> int:
        """Copy what is not there yet, prove that all is equal, and change over; returns how many rows that were.

        `where` is what the file says from then on to whoever runs it. Raises CannotMove; the same call again goes on.
        """

        def whole(tx: Tx) -> tuple[int, dict[str, int]]:  # one transaction: nobody else writes to the file meanwhile
            for table in metadata.sorted_tables:
                self._copy(tx.connection, table, tell)
            total = sum(self._prove(tx.connection, table, tell) for table in metadata.sorted_tables)
            tx.requests.set_fact(MOVED, where)
            return total, copying.numbers_given(tx.connection)

        total, numbers = self._source.write_now(whole)
        self._target.write_now(lambda tx: _give_free(tx, numbers))
        return total

    # --- whether, and the beginning

    def _look(self, tx: Tx) -> _Target:
        mark = self._mark(tx)
        own, moved = self._source.write_now(lambda it: (it.requests.fact(MOVING), it.requests.fact(MOVED)))
        if mark is not None and mark == own:
            return _Target.BEGUN
        if moved is not None:
            raise CannotMove(f"This bot has moved already, to {moved}. Set DATABASE_URL to that.")
        if mark is not None and own == mark + STALE:
            return _Target.STALE
        if mark is not None:
            raise CannotMove(f"{self._to} holds a part of another bot. Drop and create it, or name an empty database.")
        self._refuse_rows(tx)
        return _Target.EMPTY

    def _mark(self, tx: Tx) -> str | None:
        """The name of the move that has begun there. Raises CannotMove for what is not ours, or of another version."""
        encoding = tx.connection.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise CannotMove(f"{self._to} keeps texts as {encoding}. Name a database with the encoding UTF8.")
        version = schema_of(tx.connection)
        known = {"alembic_version", *(metadata.tables if version else ())}
        there = (name for name in tx.connection.execute(text(_TABLES)).scalars() if not _is_queues(name))
        strange = sorted(name for name in there if name not in known)
        if strange:
            raise CannotMove(f"{self._to} is not empty: it has a table {strange[0]}. Name an empty database.")
        if version not in (None, SCHEMA):
            raise CannotMove(f"{self._to} has another schema ({version}, not {SCHEMA}). Name an empty database.")
        return tx.requests.fact(MOVING) if version else None

    def _refuse_rows(self, tx: Tx) -> None:
        if schema_of(tx.connection) is None:
            return
        for table in metadata.sorted_tables:
            # Facts of an installation alone are there as soon as `migrate` or `doctor` has looked at it.
            if table is not meta and tx.connection.scalar(select(exists().select_from(table))):
                raise CannotMove(f"{self._to} is not empty: its table {table.name} has rows. Name an empty database.")

    def _begin(self, tx: Tx) -> None:
        tx.connection.execute(text("SELECT pg_advisory_xact_lock(:of)"), {"of": _BEGINNING})
        if self._look(tx) is _Target.BEGUN:
            return
        name = secrets.token_hex(8)  # a new one each time: what lies half copied elsewhere is never gone on with
        self._source.write_now(lambda it: it.requests.set_fact(MOVING, name))
        if schema_of(tx.connection) is None:
            upgrade(tx)
        copying.empty(tx.connection, metadata.sorted_tables)
        tx.requests.set_fact(MOVING, name)

    # --- the copy

    def _copy(self, source: Connection, table: Table, tell: Tell) -> None:
        there = self._target.write_now(lambda tx: copying.count(tx.connection, table))
        copied = there
        try:
            for some in copying.batches(source, table, there):
                self._write(table, some)
                copied += len(some)
        except ValueError:  # a column's type cannot read it
            raise CannotMove(f"The file's table {table.name} has something in it that no bot has written.") from None
        if copied > there:
            self._target.write_now(lambda tx: copying.analyse(tx.connection, table))
            tell(f"{table.name}: {copied:,} copied")

    def _write(self, table: Table, some: Sequence[Row]) -> None:
        """Write rows in one transaction; where one is refused, those before it, and say which."""
        import psycopg

        try:
            self._target.write_now(lambda tx: copying.write(tx.connection, table, some))
        except (psycopg.DataError, psycopg.IntegrityError) as problem:
            if len(some) == 1:
                which = copying.named(table, some[0])
                raise CannotMove(f"PostgreSQL refuses a row ({which}): {_first_line(problem)}.") from None
            half = len(some) // 2
            self._write(table, some[:half])
            self._write(table, some[half:])
        except psycopg.Error as problem:
            raise CannotMove(f"The move broke off: {_first_line(problem)}. The same command goes on.") from None

    # --- the proof

    def _prove(self, source: Connection, table: Table, tell: Tell) -> int:
        compared = self._target.write_now(lambda tx: self._compare(source, tx.connection, table))
        tell(f"{table.name}: {compared:,} equal")
        return compared

    def _compare(self, source: Connection, target: Connection, table: Table) -> int:
        compared = 0
        with copying.rows(source, table) as all_ours, copying.rows(target, table) as all_theirs:
            for ours, theirs in zip_longest(all_ours, all_theirs):
                if ours != theirs:
                    what = copying.difference(table, ours, theirs)
                    raise CannotMove(f"{self._to} is not what the file is: {what}.")
                compared += 1
        return compared


def _give_free(tx: Tx, numbers: dict[str, int]) -> None:
    for table in metadata.sorted_tables:
        if table.name in numbers:
            copying.go_on_from(tx.connection, table, numbers[table.name])
    tx.requests.drop_fact(MOVING)


def _is_queues(table: str) -> bool:
    return table.startswith("procrastinate_")


def _first_line(problem: Exception) -> str:
    return str(problem).strip().partition("\n")[0].rstrip(".")
