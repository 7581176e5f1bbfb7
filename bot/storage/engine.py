"""The engines, and what differs between SQLite and PostgreSQL: transactions, time and upserts."""

import sqlite3
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

READERS = 4
STANDS_STILL = 30  # seconds; a process that is frozen in a transaction then loses it, and others go on with its rows
OFTEN = 5  # times that a statement is asked on a connection of PostgreSQL before it is prepared there
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON")


def database_url(given: str) -> URL:
    """Understand `DATABASE_URL`: a path, `sqlite:///…` or `postgresql://…`. Raises ValueError with a sentence."""
    if "://" not in given:
        return URL.create("sqlite", database=str(Path(given).expanduser()))
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):  # their words may quote what stands in it
        raise ValueError("DATABASE_URL cannot be read; say it like postgresql://user:password@host/name.") from None
    match url.get_backend_name():
        case "sqlite":
            if url.database in (None, "", ":memory:"):
                raise ValueError("DATABASE_URL names no file: an in-memory database would forget everything.")
            return url.set(drivername="sqlite")
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"DATABASE_URL begins with {other}, but only sqlite and postgresql are known.")


def _legacy_transactions() -> dict[str, Any]:
    # The default changes in Python 3.16, and both other modes break BEGIN IMMEDIATE or the pragmas.
    if sys.version_info >= (3, 12):
        return {"autocommit": sqlite3.LEGACY_TRANSACTION_CONTROL}
    return {}


def _prepare(engine: Engine, begin: str, pragmas: Sequence[str]) -> None:
    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # sqlite3 must emit no BEGIN of its own
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def writer_engine(url: URL, workers: int) -> Engine:
    """The engine that turns run on: on SQLite one connection that takes the write lock at BEGIN."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url.set(drivername="sqlite+pysqlite"),
            pool_size=1,
            max_overflow=0,
            connect_args={"check_same_thread": False, **_legacy_transactions()},
        )
        _prepare(engine, "BEGIN IMMEDIATE", (*PRAGMAS, "secure_delete=ON"))  # what is erased is overwritten
        return engine
    engine = create_engine(url, pool_size=workers, max_overflow=0, connect_args={"prepare_threshold": None})
    event.listen(engine, "connect", _prepares)

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            # Behind a pooler it does not stay with this client: there the pooler has to do it (deploy/SCALING.md).
            cursor.execute(f"SET idle_in_transaction_session_timeout = '{STANDS_STILL}s'")
        connection.commit()

    return engine


def _prepares(connection: Any, _record: object) -> None:
    """Prepare what is asked often, unless a pooler such as pgbouncer stands between, which may give each transaction
    another connection. It makes up the number that a connection gets at its start, and PostgreSQL tells another one."""
    cursor = connection.cursor()
    cursor.execute("SELECT pg_backend_pid()")
    of_server = cursor.fetchone()[0]
    cursor.close()
    connection.rollback()
    own = getattr(connection, "driver_connection", connection)
    if own.info.backend_pid == of_server:
        own.prepare_threshold = OFTEN


def reader_engine(url: URL) -> AsyncEngine:
    """The engine for what only reads: never waits for the writer on SQLite."""
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(
            url.set(drivername="sqlite+aiosqlite"),
            pool_size=READERS,
            max_overflow=0,
            connect_args=_legacy_transactions(),
        )
        _prepare(engine.sync_engine, "BEGIN", (*PRAGMAS, "query_only=ON"))
        return engine
    engine = create_async_engine(
        url,
        pool_size=READERS,
        max_overflow=0,
        connect_args={"prepare_threshold": None},
        execution_options={"postgresql_readonly": True},
    )
    event.listen(engine.sync_engine, "connect", _prepares)
    return engine


def insert_or_ignore(connection: Connection, table: Table) -> Any:
    """An INSERT that leaves an existing row as it is; its `rowcount` tells how many rows are new."""
    return _ignoring(connection.dialect.name, table)


def upsert(connection: Connection, table: Table, keys: Sequence[Column[Any]], values: Sequence[str]) -> Any:
    """An INSERT that replaces `values` where a row with the same `keys` exists (SQLAlchemy 2.1 has no generic one)."""
    return _replacing(connection.dialect.name, table, tuple(key.name for key in keys), tuple(values))


def add_up(connection: Connection, table: Table, keys: Sequence[Column[Any]], values: Sequence[str]) -> Any:
    """An INSERT that adds `values` to those of a row with the same `keys`, if there is one."""
    return _adding(connection.dialect.name, table, tuple(key.name for key in keys), tuple(values))


@cache  # building a statement costs more than running it
def _ignoring(dialect: str, table: Table) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    # Without the option the number is lost with psycopg's cursor, which is closed before anybody can ask.
    return insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


@cache
def _replacing(dialect: str, table: Table, keys: tuple[str, ...], values: tuple[str, ...]) -> Any:
    if dialect == "postgresql":
        ours = postgresql.insert(table)
        return ours.on_conflict_do_update(index_elements=keys, set_={name: ours.excluded[name] for name in values})
    theirs = sqlite.insert(table)
    return theirs.on_conflict_do_update(index_elements=keys, set_={name: theirs.excluded[name] for name in values})


@cache
def _adding(dialect: str, table: Table, keys: tuple[str, ...], values: tuple[str, ...]) -> Any:
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    return insert.on_conflict_do_update(
        index_elements=keys, set_={name: table.c[name] + insert.excluded[name] for name in values}
    )
