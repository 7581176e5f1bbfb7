"""The scheduler: it looks at what is due, forgets what was kept long enough, and never stops for one failure."""

import asyncio
import logging
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot import heartbeat
from bot.app.commands import LogFlow
from bot.app.questions import OpenQuestion
from bot.core.people import Platform
from bot.heartbeat import LETTERS_KEPT, PRESSES_KEPT, REQUESTS_KEPT, beating, tidy
from bot.opening import utc_clock
from bot.storage import deriving
from bot.storage.rhythms import Rhythm
from bot.storage.store import Store
from bot.storage.tables import board_stale
from tests.app.life import Life
from tests.app.scenes import prompted_at_noon
from tests.world import PLACE, Person, StoppedClock, founded


@pytest.fixture
async def due_now(anna: Person, life: Life) -> datetime:
    """A prompt that comes due at this very moment, by the clock that the scheduler goes by."""
    await prompted_at_noon(anna.app, 1)
    now = life.clock.now = utc_clock()
    found = await life.store.read(lambda tx: tx.people.by_account(Platform.DISCORD, "p1", now))
    assert found is not None
    owner = found[0].id
    await life.store.write(lambda tx: tx.rhythms.move([Rhythm("prompt", owner, now.date(), now)]))
    return now


async def test_the_first_beat_comes_at_once_and_wakes_the_post_office(due_now: datetime, life: Life) -> None:
    """Refinement 5: a restart does not wait for the next twenty seconds."""
    woken = asyncio.Event()
    async with asyncio.timeout(10), beating(life.store, life.clock, woken.set):
        await woken.wait()
    moved = await life.store.read(lambda tx: tx.rhythms.next_at())
    assert moved is not None
    assert moved > due_now


class Ear(logging.Handler):
    """Hears of a failure."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Something was logged."""
        self.heard.set()


async def test_a_beat_that_fails_leaves_what_is_due(due_now: datetime, life: Life) -> None:
    """D10: the scheduler has no memory of its own: whoever looks next takes it up."""
    started, ear = asyncio.Event(), Ear()
    before = await life.store.read(lambda tx: tx.rhythms.next_at())

    def broken() -> datetime:
        if started.is_set():
            raise ZeroDivisionError
        return due_now

    log = logging.getLogger("pacekeeper.heartbeat")
    log.addHandler(ear)
    async with asyncio.timeout(10), beating(life.store, broken, lambda: None):
        started.set()
        await ear.heard.wait()
    log.removeHandler(ear)
    assert await life.states() == {}
    assert await life.store.read(lambda tx: tx.rhythms.next_at()) == before


async def test_what_was_kept_long_enough_is_forgotten(
    anna: Person, host: Person, store: Store, life: Life, clock: StoppedClock
) -> None:
    """Section 5: requests, questions, presses and letters are kept for as long as `/privacy` says, and no longer."""
    start = clock.now
    await founded(host)
    await anna.joins(place=PLACE)
    await anna.says(LogFlow(30), request="r", press="p")
    asker = anna.asker()
    await anna.app.put_question(asker, OpenQuestion("lo", "1:lo", ("minutes",), {}, "", "r"))
    await life.until("2026-03-03 09:00")

    async def left(after: timedelta) -> tuple[bool, bool, bool, int]:
        now = start + after
        await store.write(lambda tx: tidy(tx, now))
        request, press = await store.read(
            lambda tx: [tx.requests.answered([key]) is not None for key in ("telegram:101:r", "telegram:101:press:p")]
        )
        asked = await store.read(lambda tx: tx.requests.question(asker.chat, "101"))
        return request, press, asked is not None, (await life.states()).get("sent", 0)

    a_moment = timedelta(seconds=1)
    assert await left(REQUESTS_KEPT) == (True, True, True, 1)
    assert await left(REQUESTS_KEPT + a_moment) == (False, True, False, 1)
    assert await left(LETTERS_KEPT + timedelta(days=1)) == (False, True, False, 0)
    assert await left(PRESSES_KEPT) == (False, True, False, 0)
    assert await left(PRESSES_KEPT + a_moment) == (False, False, False, 0)


async def test_a_large_group_whose_boards_follow_keeps_nobody_waiting(
    due_now: datetime, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R16, R18: a season of thousands is worked off in one beat, and what comes due meanwhile is decided in between."""
    monkeypatch.setattr(heartbeat, "SLICE", 0.0)
    monkeypatch.setattr(deriving, "AT_A_BEAT", 1)
    waiting = [{"learner": number, "pending": True} for number in range(900, 905)]
    await life.store.write(lambda tx: tx.connection.execute(insert(board_stale), waiting))
    seen: list[int] = []

    def ticking() -> datetime:
        seen.append(len(seen))
        return due_now - timedelta(seconds=30) + timedelta(seconds=20 * len(seen))

    assert await heartbeat.beat(life.store, ticking), "it came due after the first look"
    assert len(seen) > 5
    assert await life.store.read(lambda tx: tx.connection.execute(select(board_stale)).all()) == []
