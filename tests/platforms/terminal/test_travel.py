"""The clock moves through what comes due, and never hangs on it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.commands import Join, Setup
from bot.app.courier import Courier, Delivered, Later, Parcel, Unsure, Vanished
from bot.app.post import PostOffice
from bot.app.said import Said
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.core.people import Address, Platform
from bot.opening import TERMINAL, open_store
from bot.platforms.terminal.clock import MovedClock
from bot.platforms.terminal.places import YOU, asker_at, channel_chat
from bot.platforms.terminal.travel import Travel

MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)


class Noting:
    """A courier that notes when it was called, and may have its troubles."""

    def __init__(self, clock: MovedClock, trouble: Exception | None = None) -> None:
        self._clock = clock
        self._trouble = trouble
        self.came: list[datetime] = []

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Note it, then fail if so told."""
        self.came.append(self._clock())
        if self._trouble is not None:
            raise self._trouble
        return Delivered(str(len(self.came)), parcel.address.chat)

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Fail if so told."""
        if self._trouble is not None:
            raise self._trouble


async def travelled(database: Path, curriculum: Curriculum, courier: Courier, clock: MovedClock) -> None:
    """A group, and a week that passes over it."""
    store = open_store(str(database), TERMINAL)
    try:
        shelf = Shelf(curriculum)
        app = App(store, shelf, clock, remember=remember, recall=recall)
        chat = channel_chat("owls")
        await app.handle(Setup("Europe/Berlin"), asker_at(chat, YOU, "1"))
        await app.handle(Join(zone="Europe/Berlin"), asker_at(chat, YOU, "2"))
        travel = Travel(store, PostOffice(store, {Platform.TERMINAL: courier}, shelf, clock), clock)
        await travel.to(clock() + timedelta(days=7))
    finally:
        await store.close()


async def test_each_thing_comes_at_its_own_time(tmp_path: Path, curriculum: Curriculum) -> None:
    """Refinement 7, R17, R24: the card at nine on each group day, and none on Sunday after five without a flow."""
    clock = MovedClock(MONDAY)
    courier = Noting(clock)

    await travelled(tmp_path / "t.db", curriculum, courier, clock)

    assert courier.came == [MONDAY + timedelta(days=day, hours=1) for day in range(5)]
    assert clock() == MONDAY + timedelta(days=7)


@pytest.mark.parametrize(
    "trouble", [Later("wait", 7200), Unsure("who knows"), Vanished("gone"), RuntimeError("bug")], ids=repr
)
async def test_a_message_that_cannot_be_sent_does_not_stop_the_clock(
    tmp_path: Path, curriculum: Curriculum, trouble: Exception
) -> None:
    """Whatever a courier meets, the clock arrives, and every card was tried."""
    clock = MovedClock(MONDAY)
    courier = Noting(clock, trouble)

    await travelled(tmp_path / "t.db", curriculum, courier, clock)

    assert clock() == MONDAY + timedelta(days=7)
    assert {at.date().day for at in courier.came} >= {2, 3, 4, 5, 6}


def test_a_clock_runs_on_with_the_real_one_and_never_back() -> None:
    """Without `--at` it keeps the real clock's pace; a real clock that is set back stops it for a while."""
    real = [MONDAY]
    clock = MovedClock(MONDAY + timedelta(days=30), lambda: real[0])
    real[0] += timedelta(minutes=5)
    assert clock() == MONDAY + timedelta(days=30, minutes=5)

    clock.move_to(MONDAY + timedelta(days=31))
    real[0] += timedelta(minutes=5)
    assert clock() == MONDAY + timedelta(days=31, minutes=5)

    clock.move_to(MONDAY)
    real[0] -= timedelta(days=2)
    assert clock() == MONDAY + timedelta(days=31, minutes=5)


def test_a_clock_without_a_real_one_stands_still() -> None:
    """With `--at` only moves move it."""
    clock = MovedClock(MONDAY)

    assert clock() == MONDAY
    clock.move_to(MONDAY + timedelta(hours=1))
    assert clock() == MONDAY + timedelta(hours=1)
