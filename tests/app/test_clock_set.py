"""Issue 6, 2: the clock is set while something is under way."""

import asyncio
from datetime import datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base

from bot import heartbeat
from bot.app.app import App
from bot.app.commands import LogFlow
from bot.app.courier import Delivered, Parcel
from bot.app.post import PostOffice
from bot.app.said import Logged, Said
from bot.core.people import Address, Platform
from bot.heartbeat import beating
from bot.opening import utc_clock
from tests.app.life import Life
from tests.app.scenes import prompted_at_noon
from tests.process.harness import until
from tests.world import Person, StoppedClock


class Slow:
    """Sends while the clock is set forward by an hour, and others look for what is due."""

    def __init__(self, clock: StoppedClock) -> None:
        self.clock = clock
        self.post: PostOffice | None = None
        self.sent = 0

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Send."""
        self.sent += 1
        self.clock.pass_(hours=1)
        assert self.post is not None
        if self.sent == 1:
            await self.post.deliver_due()
        return Delivered(parcel.key[:40])

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Nothing to draw."""


async def test_a_letter_whose_lease_the_clock_ends_is_not_sent_again(app: App, life: Life, clock: StoppedClock) -> None:
    """stack.md 5f, R24: who sends it knows that it is theirs, whatever a clock says of the lease."""
    await prompted_at_noon(app, 1, Platform.TELEGRAM)
    await life.decided("2026-03-02 12:00")
    slow = Slow(clock)
    slow.post = PostOffice(life.store, {Platform.TELEGRAM: slow}, life.shelf, clock)
    await slow.post.deliver_due()
    assert (slow.sent, await life.states()) == (1, {"sent": 1})


async def test_a_flow_counts_on_a_clock_that_shows_a_time_before_its_learner_joined(
    anna: Person, clock: StoppedClock
) -> None:
    """R1: set back by an hour, soon after somebody joined: they have the zone that they will have had."""
    await anna.joins()
    clock.pass_(hours=-1)
    assert isinstance((await anna.says(LogFlow(30))).said, Logged)


async def test_a_scheduler_whose_clock_is_set_back_goes_on(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """R18: it had planned its next look an hour ahead; a focus timer must not end an hour late."""
    ahead = timedelta()
    beats = 0

    class Told(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return (utc_clock() + ahead).astimezone(tz)

    def looked_at() -> datetime:
        nonlocal beats
        beats += 1
        return life.clock()

    async def has_beaten() -> bool:
        return beats > 1

    monkeypatch.setattr(base, "datetime", Told)
    monkeypatch.setattr(heartbeat, "BEAT", 0.1)
    async with beating(life.store, looked_at, lambda: None, system=lambda: Told.now(utc_clock().tzinfo)):
        await until(has_beaten)
        ahead = -timedelta(hours=1)
        await asyncio.sleep(0.2)
        beats = 0
        await until(has_beaten, within=5)
