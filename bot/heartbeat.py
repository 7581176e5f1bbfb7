"""The scheduler: one APScheduler job that asks the store what has come due, one that tidies up once a day, one that
looks every half minute for letters that a killed process left behind, and one that looks every hour whether a back-up
is due."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from bot import causes
from bot.app import chats
from bot.app.due import BATCH, decide
from bot.app.zone_rules import KINDS, Kind, changed_zones, note_new_zones, note_zones, work_out_again
from bot.storage.deriving import derive_pending
from bot.storage.store import Store
from bot.storage.troubles import note
from bot.storage.tx import Tx
from bot.tasks import Crew

log = logging.getLogger("pacekeeper.heartbeat")
BEAT = 20  # seconds
SWEEP = 30  # seconds; with a lease before it, it stays well below the two minutes in which Discord notices a repeat
SLICE = 5.0  # seconds that boards get before what is due is looked at again
GIVES_WAY = 0.1  # seconds between two pieces of that while somebody writes
SEALED_AT_ONCE = 500  # texts, in a transaction, after a key was set or changed
FIRST_BACKUP = timedelta(minutes=1)  # after the start, which has enough to do
REQUESTS_KEPT = timedelta(hours=48)
PRESSES_KEPT = timedelta(days=90)
LETTERS_KEPT = timedelta(days=30)
ROLES_TRIED = timedelta(days=30)  # to take one back in a server that does not let us
CARDS_KEPT = timedelta(days=60)
CARDS_COUNTED = 8  # of a chat, kept however old: so many without a flow and it is silent (R24)


class Keeper(Protocol):
    """Takes back-ups."""

    async def look(self) -> None:
        """Take one if it is time; whatever fails stays inside."""

    def end(self) -> None:
        """Give up what is being written: the bot ends."""


class Rhythm:
    """How late each beat begins, by the system's monotonic seconds."""

    def __init__(self) -> None:
        self._due: float | None = None

    def late(self, now: float) -> float:
        """A beat begins: seconds since it was due."""
        late = 0.0 if self._due is None else max(0.0, now - self._due)
        self._due = now + BEAT
        return late


async def beat(store: Store, clock: Callable[[], datetime]) -> int:
    """Decide everything that is due, batch by batch; returns how much that was. What boards wait for comes after it,
    and what has come due meanwhile is not kept waiting by a large group."""
    total = 0
    while True:
        due = await store.write(lambda tx: decide(tx, clock()))
        total += due
        if due == BATCH:
            continue
        until = time.monotonic() + SLICE
        while await store.write(_work_off):
            if time.monotonic() >= until:
                break
            if store.writing:
                await asyncio.sleep(GIVES_WAY)
        else:
            return total


async def keep_to_rules(store: Store, clock: Callable[[], datetime]) -> None:
    """Where a zone has other rules than when next times were worked out, work them out again, before any is decided."""
    zones = await store.read(changed_zones)
    moved = 0
    for kind in KINDS if zones else ():
        after: int | None = 0
        while after is not None:
            after, more = await store.write(partial(_again, kind=kind, after=after, zones=zones, now=clock()))
            moved += more
    await store.write(note_zones)
    if moved:
        log.info("%d next times were worked out again: the rules of their zones are others now", moved)


def _again(tx: Tx, *, kind: Kind, after: int, zones: frozenset[str], now: datetime) -> tuple[int | None, int]:
    return work_out_again(tx, kind, after, zones, now)


def _work_off(tx: Tx) -> bool:
    """A piece of what waits for the beats: boards after a large season, texts after a change of the key."""
    return derive_pending(tx.connection) or bool(tx.sealing.seal_some(SEALED_AT_ONCE))


def tidy(tx: Tx, now: datetime) -> None:
    """Forget what has been kept for as long as `/privacy` says."""
    tx.requests.forget(now - REQUESTS_KEPT, now - PRESSES_KEPT)
    tx.requests.forget_questions(now - REQUESTS_KEPT)
    tx.letters.forget(now - LETTERS_KEPT)
    tx.requests.forget_aside(now - LETTERS_KEPT)
    tx.holders.forget(now - ROLES_TRIED)
    tx.timers.let_go(now)
    tx.visits.forget(now)
    tx.budgets.forget(now - timedelta(hours=1))
    tx.linking.forget(now)
    tx.places.forget(now)
    chats.tidy(tx, now)
    tx.sealing.look_again()
    tx.recalls.forget_quizzes(now - PRESSES_KEPT)
    tx.cards.forget((now - CARDS_KEPT).date(), CARDS_COUNTED)
    note_new_zones(tx)


@asynccontextmanager
async def beating(
    store: Store,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
    keeper: Keeper | None = None,
    *,
    sweep: Callable[[], Awaitable[None]] | None = None,
    system: Callable[[], datetime] | None = None,
) -> AsyncIterator[None]:
    """Beat every 20 seconds, sweep every 30, and let the keeper of back-ups look every hour.

    `system` is this machine's own clock, which the scheduler goes by, if `clock` is another one.
    On the way out a beat that runs is waited for, since its transaction may be open; a back-up is given up.
    """
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    busy = asyncio.Lock()
    rhythm = Rhythm()
    by_the_rules = False

    async def once() -> None:
        nonlocal by_the_rules
        began = time.monotonic()
        async with busy:
            with causes.caused_by():
                if not by_the_rules:
                    try:
                        await keep_to_rules(store, clock)
                        by_the_rules = True
                    except Exception as problem:  # noqa: BLE001  # the next beat tries again
                        note(log, problem, "next times could not be checked against the rules of zones; tried again")
                try:
                    decided = await beat(store, clock)
                    took = time.monotonic() - began
                    store.gauges.beaten(rhythm.late(began), took, decided)
                    if decided:
                        log.info("decided what was due: %d, in %.0f ms", decided, took * 1000)
                        wake()
                except Exception as problem:  # noqa: BLE001  # whatever it was, the scheduler goes on
                    note(log, problem, "a beat failed; the next one takes up what is due")

    async def tidied() -> None:
        async with busy:
            with causes.caused_by():
                try:
                    await store.write(lambda tx: tidy(tx, clock()))
                except Exception as problem:  # noqa: BLE001  # as above
                    note(log, problem, "tidying up failed; it is tried again tomorrow")

    # The scheduler logs each run, and "maximum instances reached" for a slow one: neither is news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = AsyncIOScheduler(timezone="UTC")
    every = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    begun = (system or clock)()
    scheduler.add_job(once, "interval", seconds=BEAT, next_run_time=begun, **every)
    scheduler.add_job(tidied, "interval", hours=24, next_run_time=begun + timedelta(minutes=10), **every)
    if sweep is not None:
        scheduler.add_job(sweep, "interval", seconds=SWEEP, next_run_time=begun, **every)
    if keeper is not None:
        scheduler.add_job(keeper.look, "interval", hours=1, next_run_time=begun + FIRST_BACKUP, **every)
    scheduler.start()

    async def set_back() -> None:
        """The scheduler goes by this machine's clock: set back by an hour, it would stand still for that hour."""
        while True:
            await asyncio.sleep(BEAT)
            now = (system or clock)()
            for job in scheduler.get_jobs():
                if job.next_run_time > now + job.trigger.interval:
                    log.warning("this machine's clock was set back; what is due is looked at all the same")
                    job.modify(next_run_time=now)

    async with Crew(patience=0) as crew:
        crew.start(set_back())
        try:
            yield
        finally:
            scheduler.pause()
            if keeper is not None:
                keeper.end()
            async with busy:
                scheduler.shutdown(wait=False)
