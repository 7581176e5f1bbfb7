"""The store: whole transactions, run in worker threads so that the event loop never waits for a disk."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from bot.gauges import SILENT, Gauges
from bot.storage.ask_posts import AskPosts
from bot.storage.asks import Asks
from bot.storage.boards import Boards
from bot.storage.budgets import Budgets
from bot.storage.cards import Cards
from bot.storage.deriving import derive_touched
from bot.storage.editions import Editions
from bot.storage.engine import reader_engine, writer_engine
from bot.storage.erased import Erased
from bot.storage.groups import Groups
from bot.storage.hellos import Hellos
from bot.storage.helping import Helping
from bot.storage.holders import Holders
from bot.storage.imports import Imports
from bot.storage.kudos import Kudos
from bot.storage.letters import Letters
from bot.storage.linking import Linking
from bot.storage.lock import lock_beside
from bot.storage.logs import Logs
from bot.storage.orphans import Orphans
from bot.storage.ownership import Ownership
from bot.storage.pairs import Pairs
from bot.storage.people import People
from bot.storage.places import Places
from bot.storage.presences import Presences
from bot.storage.projects import Projects
from bot.storage.recalls import Recalls
from bot.storage.remnants import Remnants
from bot.storage.requests import Requests
from bot.storage.rests import Rests
from bot.storage.rewards import Rewards
from bot.storage.rhythms import Rhythms
from bot.storage.sealing import Cipher, seal_with
from bot.storage.seals import Sealing
from bot.storage.seasons import Seasons
from bot.storage.shares import Shares
from bot.storage.tables import board_stale
from bot.storage.timers import Timers
from bot.storage.together import Together
from bot.storage.uniting import Uniting
from bot.storage.visits import Visits
from bot.storage.way import Way
from bot.storage.weeks import Weeks

T = TypeVar("T")
StorageTrouble = SQLAlchemyError  # what `write` and `read` raise when the database fails
Clash = IntegrityError  # of these: another transaction has made the same row first
TRIES = 3  # of a transaction that gave way to another one, or whose connection was cut before the commit
WRITERS = 8


class Tx:
    """One transaction, and everything that can be read and written in it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.then: list[Callable[[], None]] = []
        self.migrated = False  # whether this transaction changed the schema
        self.boards_later = False  # whether boards may follow what this transaction changes after it

    def after_commit(self, call: Callable[[], None]) -> None:
        """Call something in the event loop once this transaction has been committed."""
        self.then.append(call)

    @cached_property
    def people(self) -> People:
        """Learners, accounts, zones, plans."""
        return People(self.connection)

    @cached_property
    def groups(self) -> Groups:
        """Groups, chats, members."""
        return Groups(self.connection)

    @cached_property
    def orphans(self) -> Orphans:
        """Groups that have lost every chat they met in, by the server or the Telegram group."""
        return Orphans(self.connection)

    @cached_property
    def places(self) -> Places:
        """Codes by which chats join groups, named facilitators, places that were greeted."""
        return Places(self.connection)

    @cached_property
    def presences(self) -> Presences:
        """Who has left which chat."""
        return Presences(self.connection)

    @cached_property
    def logs(self) -> Logs:
        """Logs and their sums."""
        return Logs(self.connection)

    @cached_property
    def boards(self) -> Boards:
        """What boards are read from."""
        return Boards(self.connection)

    @cached_property
    def way(self) -> Way:
        """Steps, reviews, check-ins."""
        return Way(self.connection)

    @cached_property
    def weeks(self) -> Weeks:
        """What groups did on a day and in a week."""
        return Weeks(self.connection)

    @cached_property
    def asks(self) -> Asks:
        """Questions to groups."""
        return Asks(self.connection)

    @cached_property
    def ask_posts(self) -> AskPosts:
        """Where these stand."""
        return AskPosts(self.connection)

    @cached_property
    def helping(self) -> Helping:
        """Who agreed to be asked for help, and who was."""
        return Helping(self.connection)

    @cached_property
    def pairs(self) -> Pairs:
        """Study pairs."""
        return Pairs(self.connection)

    @cached_property
    def hellos(self) -> Hellos:
        """Who agreed to a hello."""
        return Hellos(self.connection)

    @cached_property
    def kudos(self) -> Kudos:
        """Who cheered what a group did."""
        return Kudos(self.connection)

    @cached_property
    def recalls(self) -> Recalls:
        """What learners are asked again."""
        return Recalls(self.connection)

    @cached_property
    def projects(self) -> Projects:
        """Milestones shipped, readiness signals."""
        return Projects(self.connection)

    @cached_property
    def editions(self) -> Editions:
        """The texts that curricula had, and who knows which."""
        return Editions(self.connection)

    @cached_property
    def timers(self) -> Timers:
        """Focus timers."""
        return Timers(self.connection)

    @cached_property
    def visits(self) -> Visits:
        """Time in study rooms."""
        return Visits(self.connection)

    @cached_property
    def rewards(self) -> Rewards:
        """Roles that groups give for finished phases."""
        return Rewards(self.connection)

    @cached_property
    def holders(self) -> Holders:
        """Who should have such a role, and who may have one."""
        return Holders(self.connection)

    @cached_property
    def rhythms(self) -> Rhythms:
        """What comes round."""
        return Rhythms(self.connection)

    @cached_property
    def rests(self) -> Rests:
        """Days declared off."""
        return Rests(self.connection)

    @cached_property
    def seasons(self) -> Seasons:
        """Days off for whole groups."""
        return Seasons(self.connection)

    @cached_property
    def shares(self) -> Shares:
        """What learners let their groups read."""
        return Shares(self.connection)

    @cached_property
    def linking(self) -> Linking:
        """Codes that join accounts, and which learners became one."""
        return Linking(self.connection)

    @cached_property
    def uniting(self) -> Uniting:
        """Makes two learners one, and two again."""
        return Uniting(self.connection)

    @cached_property
    def letters(self) -> Letters:
        """The outbox."""
        return Letters(self.connection)

    @cached_property
    def budgets(self) -> Budgets:
        """The send budget."""
        return Budgets(self.connection)

    @cached_property
    def cards(self) -> Cards:
        """What each chat should show."""
        return Cards(self.connection)

    @cached_property
    def requests(self) -> Requests:
        """Replays, questions, small facts."""
        return Requests(self.connection)

    @cached_property
    def sealing(self) -> Sealing:
        """What is sealed, and with which key."""
        return Sealing(self.connection)

    @cached_property
    def imports(self) -> Imports:
        """Study days that were brought along."""
        return Imports(self.connection)

    @cached_property
    def ownership(self) -> Ownership:
        """Everything of one learner."""
        return Ownership(self.connection)

    @cached_property
    def erased(self) -> Erased:
        """Numbers of learners who were erased."""
        return Erased(self.connection)

    @cached_property
    def remnants(self) -> Remnants:
        """What erased learners leave to a group's sums."""
        return Remnants(self.connection)


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
