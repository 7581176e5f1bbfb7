"""The database's clock: processes on many hosts go by it, whatever their own clocks show."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.opening import utc_clock
from bot.shared_clock import SharedClock
from bot.storage.engine import database_url
from bot.storage.store import Store
from tests.databases import POSTGRES, Databases, NoPostgres

A_SECOND = timedelta(seconds=1)


class Elsewhere(Store):
    """A database on a host whose clock is a week ahead."""

    def __init__(self) -> None:  # the real one opens a connection, which this one does without
        self.ahead = timedelta(days=7)

    async def instant(self) -> datetime:
        """What it shows."""
        return utc_clock() + self.ahead


@pytest_asyncio.fixture
async def store(databases: Databases, tmp_path: Path) -> AsyncIterator[Store]:
    """A store on a server of our own."""
    try:
        url = databases.fresh(POSTGRES, tmp_path)
    except NoPostgres as problem:
        pytest.skip(f"no PostgreSQL: {problem}")
    opened = Store(database_url(url))
    yield opened
    await opened.close()
    databases.drop(url)


async def test_the_clock_shows_what_the_database_shows() -> None:
    """stack.md 5f: hosts need no equal clocks; a database that is set is followed at the next look."""
    elsewhere = Elsewhere()
    clock = SharedClock(elsewhere)
    await clock.look()
    for ahead in (timedelta(days=7), timedelta(hours=-1)):
        elsewhere.ahead = ahead
        await clock.look()
        assert abs(clock() - (utc_clock() + ahead)) < A_SECOND


async def test_two_clocks_of_one_database_agree(store: Store) -> None:
    """In UTC, and each moves on by itself."""
    one, other = SharedClock(store), SharedClock(store)
    await one.look()
    await other.look()
    assert one().tzinfo == UTC
    assert abs(one() - other()) < A_SECOND
    before = one()
    await asyncio.sleep(0.01)
    assert one() > before


def test_a_clock_that_nobody_looked_at_shows_nothing() -> None:
    """A wrong time would be worse."""
    with pytest.raises(RuntimeError):
        SharedClock(Elsewhere())()
