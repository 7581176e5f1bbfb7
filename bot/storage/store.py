"""The store: whole transactions, run in worker threads so that the event loop never waits for a disk."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from bot.gauges import SILENT, Gauges
from bot.storage.deriving import derive_touched
from bot.storage.engine import reader_engine, writer_engine
from bot.storage.lock import lock_beside
from bot.storage.sealing import Cipher, seal_with
from bot.storage.tables import board_stale
from bot.storage.together import Together
from bot.storage.tx import Tx

T = TypeVar("T")
StorageTrouble = SQLAlchemyError  # what `write` and `read` raise when the database fails
Clash = IntegrityError  # of these: another transaction has made the same row first
TRIES = 3  # of a transaction that gave way to another one, or whose connection was cut before the commit
WRITERS = 8


class Store:
    """A database that runs whole transactions.

    `write` runs a function with a transaction that commits when it returns and rolls back when it raises; `read` runs
    one that cannot write. Neither can await anything, so no transaction is ever open while the network is.
    """

    def __init__(self, url: URL, cipher: Cipher | None = None) -> None:
        self.url = url
        self.cipher = cipher
        self.embedded = url.get_backend_name() == "sqlite"
        self._lock = lock_beside(Path(url.database or "")) if self.embedded else None
        workers = 1 if self.embedded else WRITERS
        self._writer = writer_engine(url, workers)
        self._reader = reader_engine(url)
        for engine in (self._writer, self._reader.sync_engine):
            seal_with(engine, cipher)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="store")
        self._together = Together(self._writer, self._threads, self._committed) if self.embedded else None
        self.gauges: Gauges = SILENT
        self._writing = 0
        self._derives = False  # whether the schema is known to have what is derived

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run a transaction that may change things; on SQLite those that wait together share one commit."""
        here = copy_context()  # what the thread logs belongs to whoever asked
        self._writing += 1
        try:
            if self._together is not None:
                result, then = await self._together.run(lambda connection: here.run(self._run, connection, work))
            else:
                loop = asyncio.get_running_loop()
                result, then = await loop.run_in_executor(self._threads, here.run, self._write, work)
        finally:
            self._writing -= 1
        for call in then:
            call()
        return cast("T", result)

    @property
    def writing(self) -> int:
        """How many transactions run or wait for a writer."""
        return self._writing

    def write_now(self, work: Callable[[Tx], T]) -> T:
        """Run a transaction in this very thread (start-up, command line)."""
        return self._write(work)[0]

    def _write(self, work: Callable[[Tx], T]) -> tuple[T, list[Callable[[], None]]]:
        tries = 0
        while True:
            try:
                return self._whole(work)
            except _Undone as undone:
                tries += 1
                if tries == TRIES:
                    raise undone.why from None

    def _whole(self, work: Callable[[Tx], T]) -> tuple[T, list[Callable[[], None]]]:
        with self._writer.begin() as connection:
            try:
                done = self._run(connection, work)
            except DBAPIError as problem:
                if problem.connection_invalidated or _gave_way(problem):
                    raise _Undone(problem) from None
                raise
            worked = time.monotonic()
        self._committed(time.monotonic() - worked)
        return done

    def _committed(self, seconds: float) -> None:
        self.gauges.committed(seconds)

    def _run(self, connection: Connection, work: Callable[[Tx], T]) -> tuple[T, list[Callable[[], None]]]:
        """Do the work, and bring what is derived from the facts up to them."""
        tx = Tx(connection)
        result = work(tx)
        if tx.migrated:
            self._derives = False
        self._derives = self._derives or inspect(connection).has_table(board_stale.name)
        if self._derives:
            derive_touched(connection, later=tx.boards_later)
        return result, tx.then

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run a transaction that only reads; on SQLite it does not wait for the writer."""
        for _ in range(TRIES - 1):
            try:
                return await self._looked(work)
            except DBAPIError as problem:
                if not problem.connection_invalidated:
                    raise
        return await self._looked(work)

    async def _looked(self, work: Callable[[Tx], T]) -> T:
        async with self._reader.connect() as connection:
            return await connection.run_sync(lambda sync: work(Tx(sync)))

    async def instant(self) -> datetime:
        """What PostgreSQL's clock shows, in UTC."""
        shown: datetime = await self.read(lambda tx: tx.connection.scalar(text("SELECT clock_timestamp()")))
        return shown.astimezone(UTC)

    async def scrub(self) -> None:
        """Let nothing of what was erased stay beside the file either: SQLite's write-ahead log is written back and
        emptied, if no reader needs it just now. PostgreSQL's own vacuum does the like."""
        if self.embedded:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._empty_log)

    def _empty_log(self) -> None:
        connection = self._writer.raw_connection()  # not in a transaction, where it could not be done
        try:
            with suppress(sqlite3.OperationalError):  # it is in use: the next checkpoint writes over it
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    async def close(self) -> None:
        """Let running transactions end, readers first, then give the file free."""
        await self._reader.dispose()
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)
        self.close_now()

    def close_now(self) -> None:
        """Close the writer and give the file free."""
        self._threads.shutdown()
        self._writer.dispose()
        if self._lock is not None:
            self._lock.close()


class _Undone(Exception):
    """A transaction that ended before its commit was asked for, so that nothing of it is done: it is tried again."""

    def __init__(self, why: DBAPIError) -> None:
        super().__init__(str(why))
        self.why = why


def _gave_way(problem: DBAPIError) -> bool:
    """Whether PostgreSQL ended a transaction so that another one could go on: nothing of it is done."""
    return getattr(problem.orig, "sqlstate", "") in ("40P01", "40001")  # deadlock_detected, serialization_failure
