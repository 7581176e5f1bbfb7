"""A job's letters are claimed together, sent beside each other, and their outcomes written down together."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.app.app import App
from bot.app.claims import PAUSES, Claimed, Taken, _one_for_each_group, claim
from bot.app.courier import Delivered, Gone, Later, Undeliverable, Unsure
from bot.app.outcomes import Outcomes
from bot.app.said import DailyPrompt
from bot.core.people import Platform
from bot.storage.letters import Letter
from bot.storage.store import StorageTrouble, Store
from bot.storage.tx import Tx
from tests.app.life import Life
from tests.app.scenes import prompted_at_noon
from tests.storage.people import CLUB
from tests.storage.test_letters import letter
from tests.world import StoppedClock

T = TypeVar("T")


async def waiting(app: App, life: Life, count: int) -> list[Letter]:
    """So many prompts that are due on Telegram."""
    for number in range(count):
        await prompted_at_noon(app, number, Platform.TELEGRAM)
    return await life.decided("2026-03-02 12:00")


async def test_those_that_have_arrived_are_done_with(app: App, life: Life, clock: StoppedClock) -> None:
    """The others are looked at again: what failed, what is another's, what is not there."""
    letters = await waiting(app, life, 3)
    life.telegram.fails_for = {letters[1].address.chat: Later("unreachable", 40)}
    numbers = [it.id for it in letters]
    assert await life.post.deliver_some(Platform.TELEGRAM, [*numbers, 10_000]) == [numbers[1], 10_000]
    assert len(life.heard(DailyPrompt)) == 2
    clock.pass_(seconds=1)  # so that there are tokens again
    assert await life.post.deliver_some(Platform.TELEGRAM, numbers) == numbers
    assert (len(life.sent()), await life.states()) == (2, {"sent": 2, "ready": 1})


async def test_a_claim_takes_as_many_as_the_budget_lets_out(app: App, life: Life, clock: StoppedClock) -> None:
    """Refinement 10: a burst, and the rest is left in its order, with the time to wait."""
    numbers = [it.id for it in await waiting(app, life, 6)]

    async def tried(some: list[int]) -> Taken:
        return await life.store.write(lambda tx: claim(tx, Platform.TELEGRAM, some, life.shelf, clock))

    first, second = await tried(numbers), await tried(numbers[3:])
    assert ([it.letter.id for it in first.held], first.left) == (numbers[:3], numbers[3:])
    assert 0 < first.short <= 1 / 25
    assert (second.held, second.left, second.short) == ([], numbers[3:], first.short)
    assert await life.states() == {"sending": 3, "ready": 3}


@pytest.mark.parametrize(("platform", "drawn"), [(Platform.TELEGRAM, 3), (Platform.TERMINAL, 4)])
def test_of_a_group_only_the_first_is_drawn_up(platform: Platform, drawn: int) -> None:
    """Refinement 10: its chat is busy for the others then, in all of its topics, where the platform has a pace."""
    club = replace(CLUB, platform=platform)
    addresses = (club, replace(club, thread="7"), replace(club, chat="-5"), replace(club, person="101"))
    letters = [replace(letter(str(n), each), id=n) for n, each in enumerate(addresses)]
    kept = _one_for_each_group(letters)
    assert (kept[0].id, len(kept)) == (0, drawn)
    assert letters[3] in kept


async def test_one_that_cannot_be_drawn_takes_no_other_along(app: App, life: Life, clock: StoppedClock) -> None:
    """Issue 6, point 2: a poisoned letter is set aside, the others flow."""
    letters = sorted(await waiting(app, life, 3), key=lambda it: it.subject)
    numbers = [it.id for it in letters]
    await life.store.write(lambda tx: tx.connection.exec_driver_sql("UPDATE learners SET quiet = '22:00-08:00'"))
    broken = f"UPDATE zones SET zone = 'Nowhere/Town' WHERE learner_id = {letters[0].subject}"  # noqa: S608 - a number
    await life.store.write(lambda tx: tx.connection.exec_driver_sql(broken))
    assert await life.post.deliver_some(Platform.TELEGRAM, numbers) == [numbers[0]]
    assert await life.states() == {"ready": 1, "sent": 2}
    for _ in PAUSES:
        clock.pass_(minutes=5)
        assert await life.post.deliver_some(Platform.TELEGRAM, numbers[:1]) == numbers[:1]
    assert await life.states() == {"failed": 1, "sent": 2}


class Counting:
    """A store that counts its transactions, and lets some fail."""

    def __init__(self, store: Store, fails: Callable[[int], bool] = lambda _: False) -> None:
        self._store = store
        self._fails = fails
        self.writes = 0

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run a transaction after a while."""
        self.writes += 1
        if self._fails(self.writes):
            raise StorageTrouble("away")
        await asyncio.sleep(0.01)
        return await self._store.write(work)


async def held(app: App, life: Life) -> list[Claimed]:
    """Three letters that are being sent."""
    numbers = [it.id for it in await waiting(app, life, 3)]
    taken = await life.store.write(lambda tx: claim(tx, Platform.TELEGRAM, numbers, life.shelf, life.clock))
    return taken.held


async def test_outcomes_that_come_together_are_written_together(app: App, life: Life, clock: StoppedClock) -> None:
    """One transaction for the first, one for all that came meanwhile; each outcome is its own letter's."""
    letters, store = await held(app, life), Counting(life.store)
    outcomes = Outcomes(store, clock, lambda: False)  # type: ignore[arg-type]  # all that is used of a store
    came: list[Delivered | Undeliverable] = [Delivered("m1"), Gone("blocked"), Unsure("cut")]
    await asyncio.gather(*map(outcomes.write, letters, came))
    assert store.writes == 1
    assert await life.states() == {"sent": 1, "failed": 1, "ready": 1}


async def test_where_writing_together_fails_each_is_tried_by_itself(app: App, life: Life, clock: StoppedClock) -> None:
    """One failure stays its own, and whoever waits for it hears of it."""
    letters = await held(app, life)
    store = Counting(life.store, lambda write: write in (1, 3))
    outcomes = Outcomes(store, clock, lambda: False)  # type: ignore[arg-type]  # as above
    came = await asyncio.gather(*(outcomes.write(it, Delivered("m")) for it in letters), return_exceptions=True)
    assert [type(it) for it in came] == [type(None), StorageTrouble, type(None)]
    assert await life.states() == {"sent": 2, "sending": 1}


async def test_who_is_cancelled_takes_nobody_elses_outcome_along(app: App, life: Life, clock: StoppedClock) -> None:
    """Issue 2, point 5: the end of a job is not the end of what its neighbours have sent."""
    letters, store = await held(app, life), Counting(life.store)
    outcomes = Outcomes(store, clock, lambda: False)  # type: ignore[arg-type]  # as above
    writing = [asyncio.ensure_future(outcomes.write(it, Delivered("m"))) for it in letters]
    await asyncio.sleep(0.001)
    writing[0].cancel()
    came = await asyncio.gather(*writing, return_exceptions=True)
    assert [type(it) for it in came] == [asyncio.CancelledError, type(None), type(None)]
    assert await life.states() == {"sent": 3}
