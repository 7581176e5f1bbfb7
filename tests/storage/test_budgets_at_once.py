"""One budget over all processes, on PostgreSQL: whoever asks at the same time, no window and no chat gets too much."""

import random
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.pacing import BUDGETS
from bot.core.people import Address, Platform
from bot.opening import utc_clock
from bot.storage.engine import database_url
from bot.storage.store import Store
from bot.storage.tables import budgets
from bot.storage.tx import Tx
from tests.databases import POSTGRES, Databases, NoPostgres

SECONDS = 2.0
ASKERS = 6  # in each of two processes' stores
SHARED = 3  # chats that all of them write to

Grant = tuple[datetime, str]


@pytest.fixture
def stores(databases: Databases, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two, as two processes have them."""
    try:
        url = databases.fresh(POSTGRES, tmp_path)
    except NoPostgres as problem:
        pytest.skip(f"no PostgreSQL: {problem}")
    opened = Store(database_url(url)), Store(database_url(url))
    yield opened
    for store in opened:
        store.close_now()
    databases.drop(url)


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize("platform", [Platform.TELEGRAM, Platform.DISCORD])
def test_no_window_gets_more_than_the_burst_and_the_rate(
    stores: tuple[Store, Store], platform: Platform, seed: int
) -> None:
    """Refinement 10: at most burst + rate times t in any window, and a second between two messages of a chat, also one
    that nobody has written to before; whoever waited for the row gains nothing by it."""
    rate = BUDGETS[platform]
    ends_at = time.monotonic() + SECONDS

    def asks(number: int) -> list[Grant]:
        rng = random.Random(100 * seed + number)  # noqa: S311  # so that a run can be had again
        store, granted = stores[number % 2], []
        while time.monotonic() < ends_at:
            chat = f"shared {rng.randrange(SHARED)}" if rng.random() < 0.3 else f"{number} {rng.randrange(10**6)}"

            def take(tx: Tx, chat: str = chat, late: float = rng.choice((0, 0, 0.005, 0.02))) -> datetime | None:
                now = utc_clock()
                time.sleep(late)  # a letter is drawn up meanwhile, and others come first
                address = Address(platform, chat, person=chat)
                if tx.budgets.take(address, now, group=False, reply=rng.random() < 0.2) != (0, None):
                    return None
                at = tx.connection.execute(select(budgets.c.at).where(budgets.c.platform == platform)).scalar_one()
                assert isinstance(at, datetime)
                return at

            at = store.write_now(take)
            if at is not None:
                assert at <= utc_clock()
                granted.append((at, chat))
        return granted

    with ThreadPoolExecutor(2 * ASKERS) as threads:
        grants = sorted(grant for found in threads.map(asks, range(2 * ASKERS)) for grant in found)

    instants = [at for at, _ in grants]
    for first in range(len(instants)):
        for last in range(first, len(instants)):
            window = (instants[last] - instants[first]).total_seconds()
            assert last - first + 1 <= rate.burst + rate.per_second * window + 1e-6
    chats = defaultdict(list)
    for at, chat in grants:
        chats[chat].append(at)
    replies_ahead = timedelta(seconds=2)  # in private replies may run so far ahead
    for written in chats.values():
        for earlier, later in zip(written, written[3:], strict=False):
            assert later - earlier + replies_ahead >= timedelta(seconds=3)
    assert len(grants) > rate.burst
