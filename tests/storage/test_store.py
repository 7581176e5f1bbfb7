"""The store: one process a file, whole transactions, readers that cannot write."""

import asyncio
import contextlib
import stat
import subprocess
import sys
import threading
import time
from datetime import UTC, timedelta, timezone
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import StatementError

from bot.core.people import Platform
from bot.opening import BOTS, CannotOpen, open_store
from bot.storage.engine import READERS, database_url
from bot.storage.lock import AlreadyRunning
from bot.storage.store import StorageTrouble, Store
from bot.storage.tables import learners, meta, requests
from bot.storage.tx import Tx
from tests.storage.people import NOW, somebody

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
OPEN_IT = "import sys; from bot.opening import BOTS, open_store; open_store(sys.argv[1], BOTS)"


CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"


def kept(tx: Tx) -> set[str]:
    return set(tx.connection.execute(select(meta.c.key)).scalars())


# --- one process a file


@only_sqlite
async def test_a_second_store_on_the_same_file_is_refused(store: Store, database: str) -> None:
    """Two bots on one file would send everything twice."""
    with pytest.raises(AlreadyRunning):
        Store(database_url(database))


@only_sqlite
async def test_another_process_on_the_same_file_is_refused_and_told_who_has_it(store: Store, database: str) -> None:
    """The lock holds between processes too, and names its holder."""
    other = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", OPEN_IT, database], capture_output=True, text=True, check=False
    )
    assert other.returncode != 0
    assert "Another Pacekeeper (process " in other.stderr


@only_sqlite
async def test_a_closed_store_gives_its_file_free(database: str) -> None:
    """A restart does not have to wait for anything."""
    await Store(database_url(database)).close()
    await Store(database_url(database)).close()


def test_a_database_that_cannot_be_used_gives_its_file_free(tmp_path: Path) -> None:
    """A start that fails does not stand in the way of the next one."""
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is a letter, not a database" * 200)
    for _ in range(2):
        with pytest.raises(CannotOpen, match="cannot be used"):
            open_store(str(broken), BOTS)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_several_stores_may_share_a_server(store: Store, database: str) -> None:
    """On PostgreSQL any number of processes work together."""
    other = Store(database_url(database))
    await store.write(lambda tx: tx.requests.set_fact("ours", "1"))
    assert await other.read(lambda tx: tx.requests.fact("ours")) == "1"
    await other.close()


@only_sqlite
async def test_a_new_file_is_its_owners_alone(empty_database: str) -> None:
    """What people write is readable by nobody else on the machine."""
    store = Store(database_url(empty_database))
    await store.write(lambda tx: tx.connection.execute(text("CREATE TABLE a (b INTEGER)")))
    beside = [Path(empty_database + end) for end in ("", "-wal", "-shm")]
    assert [stat.S_IMODE(path.stat().st_mode) for path in beside] == [0o600] * 3
    await store.close()


def test_a_server_that_is_not_there_stops_the_start_with_one_sentence() -> None:
    """Section 4 of the specification: one clear line, never a stack trace."""
    with pytest.raises(CannotOpen, match="cannot be reached"):
        open_store("postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=2", BOTS)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://somebody@host/name"])
def test_a_database_that_would_forget_or_is_unknown_is_refused(url: str) -> None:
    """An in-memory database would forget everything; another engine is named."""
    with pytest.raises(CannotOpen, match="DATABASE_URL"):
        open_store(url, BOTS)


# --- engines


def pragmas(tx: Tx) -> dict[str, Any]:
    names = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "query_only")
    return {name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}


@only_sqlite
async def test_the_writer_waits_for_the_disk_and_minds_foreign_keys(store: Store) -> None:
    """The settings of the engine are really in force: SQLite ignores some of them without a word."""
    expected = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "foreign_keys": 1, "query_only": 0}
    assert await store.write(pragmas) == expected


@only_sqlite
async def test_every_reader_is_set_up_like_the_writer_but_may_only_read(store: Store) -> None:
    """All connections of the pool, not only the first."""
    async with contextlib.AsyncExitStack() as stack:
        connections = [await stack.enter_async_context(store._reader.connect()) for _ in range(READERS)]
        found = [await connection.run_sync(lambda sync: pragmas(Tx(sync))) for connection in connections]
    assert [it["query_only"] for it in found] == [1] * READERS
    assert [it["busy_timeout"] for it in found] == [5000] * READERS


async def test_what_reads_cannot_write(store: Store) -> None:
    """`read` may wait for nobody, so it may change nothing."""
    with pytest.raises(StorageTrouble, match=r"(?i)read.?only"):
        await store.read(lambda tx: tx.requests.set_fact("ours", "1"))
    assert await store.read(lambda tx: tx.requests.fact("ours")) is None


async def test_reading_does_not_wait_for_a_transaction_that_writes(store: Store) -> None:
    """A reader sees what was committed, while somebody writes."""
    await store.write(lambda tx: tx.requests.set_fact("ours", "before"))
    written, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        tx.requests.set_fact("ours", "after")
        written.set()
        assert go_on.wait(20)

    writing = asyncio.ensure_future(store.write(slow))
    assert await asyncio.to_thread(written.wait, 20)
    assert await store.read(lambda tx: tx.requests.fact("ours")) == "before"
    go_on.set()
    await writing
    assert await store.read(lambda tx: tx.requests.fact("ours")) == "after"


async def test_instants_come_back_aware_and_in_utc(store: Store) -> None:
    """SQLite keeps naive ones, PostgreSQL turns them into the server's zone: neither is seen."""
    india = NOW.astimezone(timezone(timedelta(hours=5, minutes=30))).replace(microsecond=123456)

    def work(tx: Tx) -> Any:
        row = {"key": "k", "at": india, "press": False, "answer": ""}
        tx.connection.execute(insert(requests), row)
        return tx.connection.execute(select(requests.c.at)).scalar_one()

    found = await store.write(work)
    assert found == india
    assert found.tzinfo is UTC


async def test_a_naive_instant_is_refused(store: Store) -> None:
    """Nobody knows what it means."""
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="an instant must be aware"):
        await store.write(lambda tx: tx.requests.keep("r", "", "", naive))


# --- transactions


async def test_work_that_raises_leaves_nothing(store: Store) -> None:
    """A transaction is whole or it never was."""

    def work(tx: Tx) -> None:
        tx.requests.set_fact("first", "1")
        tx.after_commit(lambda: called.append("first"))
        raise LookupError("half way")

    called: list[str] = []
    with pytest.raises(LookupError):
        await store.write(work)
    assert await store.read(kept) == set()
    assert called == []


async def test_what_follows_a_commit_runs_in_the_event_loop(store: Store) -> None:
    """Whoever waits for letters is woken after they can be seen, and where they wait."""
    called: list[threading.Thread] = []

    def work(tx: Tx) -> None:
        tx.after_commit(lambda: called.append(threading.current_thread()))
        tx.requests.set_fact("first", "1")

    await store.write(work)
    assert called == [threading.current_thread()]


async def test_cancelled_writes_leave_the_pool_clean(store: Store) -> None:
    """Fifty people who hang up in mid-sentence: each write is whole or absent, and the next one finds a clean place."""

    def writing(number: int) -> Any:
        def work(tx: Tx) -> None:
            tx.requests.set_fact(f"a{number}", "1")
            begun.release()
            tx.requests.set_fact(f"b{number}", "1")

        return work

    begun = threading.Semaphore(0)
    tasks = [asyncio.ensure_future(store.write(writing(number))) for number in range(50)]
    for number, task in enumerate(tasks):
        if number % 10 == 0:
            await asyncio.to_thread(begun.acquire, timeout=10)
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)

    assert any(isinstance(end, asyncio.CancelledError) for end in ended)
    await store.write(lambda tx: tx.requests.set_fact("after", "1"))
    found = await store.read(kept)
    assert "after" in found
    assert {name[1:] for name in found if name[0] == "a" and name != "after"} == {
        name[1:] for name in found if name[0] == "b"
    }


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_write_that_gave_way_in_a_deadlock_is_done_after_the_other(store: Store) -> None:
    """Nobody loses a log because two transactions met in the opposite order: one gives way and begins anew."""
    for name in ("a", "b"):
        await store.write(lambda tx, name=name: tx.requests.set_fact(name, "0"))  # type: ignore[misc]
    both, begun = threading.Barrier(2, timeout=20), {"ab": 0, "ba": 0}

    def writing(order: str) -> Any:
        def work(tx: Tx) -> None:
            begun[order] += 1
            tx.requests.set_fact(order[0], order)
            if begun[order] == 1:
                both.wait()
            tx.requests.set_fact(order[1], order)

        return work

    await asyncio.gather(store.write(writing("ab")), store.write(writing("ba")))
    assert max(begun.values()) == 2  # on a busy machine both may have given way


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_connection_that_was_cut_before_the_commit_costs_nobody_anything(store: Store) -> None:
    """Issue 6, 2; R20: idle or in the middle of a transaction. Nothing of it was done, so it is done anew, once."""
    learner = await store.write(lambda tx: somebody(tx, NOW))
    begun = 0

    def add(tx: Tx) -> None:
        nonlocal begun
        begun += 1
        found = tx.people.by_account(Platform.TELEGRAM, "101", NOW, lock=True)
        assert found is not None
        tx.people.change(learner, name=f"{found[0].name}+")
        if begun == 2:
            cut()
        tx.people.change(learner, prompts=False)

    def cut() -> None:
        with psycopg.connect(store.url.set(drivername="postgresql").render_as_string(hide_password=False)) as other:
            other.execute(CUT, [other.info.backend_pid])

    await store.write(add)
    await store.read(kept)
    cut()
    await store.read(kept)
    await store.write(lambda tx: tx.people.change(learner, name="Anna"))
    await store.write(add)
    assert begun == 3
    name = await store.read(lambda tx: tx.connection.execute(select(learners.c.name)).scalar_one())
    assert name == "Anna+"


async def test_writes_that_run_together_lose_nothing(store: Store) -> None:
    """Forty read-and-add turns of one learner, one after the other whatever the engine (the row is locked)."""
    learner = await store.write(lambda tx: somebody(tx, NOW))

    def add(tx: Tx) -> None:
        found = tx.people.by_account(Platform.TELEGRAM, "101", NOW, lock=True)
        assert found is not None
        tx.people.change(found[0].id, name=str(int(found[0].name) + 1))

    await store.write(lambda tx: tx.people.change(learner, name="0"))
    await asyncio.gather(*(store.write(add) for _ in range(40)))
    found = await store.read(lambda tx: tx.people.get(learner, NOW))
    assert found is not None
    assert found.name == "40"


async def test_a_turn_that_waited_sees_all_that_the_one_before_changed(store: Store) -> None:
    """The zone is in another table than the row that is locked: it too is the one of after the waiting (R11)."""
    learner = await store.write(lambda tx: somebody(tx, NOW, zone="UTC"))
    locked = threading.Event()

    def move(tx: Tx) -> None:
        tx.people.by_account(Platform.TELEGRAM, "101", NOW, lock=True)
        locked.set()
        if not store.embedded:  # there the second one does not even begin before the first has ended
            wait_for_somebody_who_waits(tx)
        tx.people.set_zone(learner, NOW, "Asia/Tokyo")

    def look(tx: Tx) -> str:
        found = tx.people.by_account(Platform.TELEGRAM, "101", NOW, lock=True)
        assert found is not None
        return found[0].zone

    moving = asyncio.ensure_future(store.write(move))
    assert await asyncio.to_thread(locked.wait, 20)
    looking = asyncio.ensure_future(store.write(look))
    await moving
    assert await looking == "Asia/Tokyo"


def wait_for_somebody_who_waits(tx: Tx) -> None:
    for _ in range(2000):
        if tx.connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
            return
        time.sleep(0.005)
    raise AssertionError("nobody waits")
