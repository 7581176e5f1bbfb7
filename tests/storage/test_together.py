"""Transactions that wait together are committed together, and stay all-or-nothing each."""

import asyncio
import sqlite3
from functools import partial

import pytest

from bot.core.people import Platform
from bot.storage.store import StorageTrouble, Store
from bot.storage.tx import Tx
from tests.databases import SQLITE


@pytest.fixture
def engine() -> str:
    """Only SQLite has one writer."""
    return SQLITE


async def test_one_failure_among_many_takes_nothing_of_the_others_back(store: Store) -> None:
    """D6: one transaction a turn, also where 50 turns share a commit."""

    def work(number: int, tx: Tx) -> int:
        tx.requests.set_fact(f"n{number}", str(number))
        if number % 7 == 3:
            raise LookupError(number)
        return number

    writes = [store.write(partial(work, number)) for number in range(50)]
    said = await asyncio.gather(*writes, return_exceptions=True)

    failed = {number for number in range(50) if number % 7 == 3}
    assert {number for number, it in enumerate(said) if isinstance(it, LookupError)} == failed
    kept = await store.read(lambda tx: [tx.requests.fact(f"n{number}") for number in range(50)])
    assert kept == [None if number in failed else str(number) for number in range(50)]


async def test_a_waiter_that_was_cancelled_holds_nobody_up(store: Store) -> None:
    """Whoever left hears nothing; the others are answered."""
    tasks = [asyncio.ensure_future(store.write(lambda tx: tx.requests.count_aside())) for _ in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    said = await asyncio.gather(*tasks, return_exceptions=True)
    assert said[1::2] == [0] * 10
    assert await store.write(lambda tx: tx.letters.states()) == {}


async def test_what_follows_a_commit_happens_only_after_it(store: Store) -> None:
    """A wake-up that came before the commit would find nothing to do."""
    seen: list[str | None] = []

    def work(tx: Tx) -> None:
        tx.requests.set_fact("a", Platform.TELEGRAM)
        tx.after_commit(lambda: seen.append("woken"))

    await asyncio.gather(*(store.write(work) for _ in range(3)))
    assert seen == ["woken"] * 3


async def test_a_failed_turn_wakes_nobody(store: Store) -> None:
    """Nothing was left to deliver."""
    seen: list[str] = []

    def work(tx: Tx) -> None:
        tx.after_commit(lambda: seen.append("woken"))
        raise LookupError

    said = await asyncio.gather(*(store.write(work) for _ in range(3)), return_exceptions=True)
    assert [type(it) for it in said] == [LookupError] * 3
    assert not seen


async def test_a_database_that_cannot_begin_is_raised_to_everybody_who_waits_and_holds_up_nobody_after(
    store: Store,
) -> None:
    """Another program that holds the file (a backup tool) costs those who came meanwhile an error, not a silence."""
    other = sqlite3.connect(str(store.url.database), isolation_level=None)
    await store.write(lambda tx: tx.connection.exec_driver_sql("PRAGMA busy_timeout=10"))
    other.execute("BEGIN IMMEDIATE")
    said = await asyncio.gather(
        *(store.write(lambda tx: tx.requests.set_fact("a", "b")) for _ in range(3)), return_exceptions=True
    )
    other.execute("ROLLBACK")
    other.close()
    assert all(isinstance(it, StorageTrouble) for it in said)
    await store.write(lambda tx: tx.requests.set_fact("a", "c"))
    assert await store.read(lambda tx: tx.requests.fact("a")) == "c"
