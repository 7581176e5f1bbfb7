"""Asking who is still there, before a card: a few, beside everything else, and no failure takes anybody out."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from sqlalchemy import insert

from bot.app import commands as c
from bot.app.app import App
from bot.app.courier import Gone, Later, Unsure
from bot.app.roll import Roll
from bot.app.said import Card
from bot.core.people import Address, Group, Platform
from bot.core.presence import MOST_ASKED
from bot.storage.store import Store
from bot.storage.tables import members
from bot.storage.tx import Tx
from bot.tasks import Crew
from tests.app.life import Life
from tests.app.scenes import fresh, member
from tests.storage.people import somebody
from tests.world import PLACE, Person, StoppedClock, founded

TELEGRAM = Platform.TELEGRAM
THROTTLED = Later("429", 5.0, throttled=True)


@dataclass
class Looks:
    """A platform that says who is not there, and notes whom it was asked after."""

    gone: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    may_ask: bool = True
    asked: list[str] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None
    waits: Callable[[], object] = lambda: None

    async def places(self, chat: Address) -> tuple[str, ...]:
        """That chat alone."""
        self.waits()
        if self.fails:
            raise self.fails.pop(0)
        return (chat.chat,) if self.may_ask else ()

    async def is_there(self, chat: Address, person: str) -> bool | None:
        """As the test says."""
        self.waits()
        self.asked.append(person)
        self.meanwhile()
        if self.fails:
            raise self.fails.pop(0)
        return None if person in self.silent else person not in self.gone


@pytest.fixture
def looks(clock: StoppedClock) -> Looks:
    """Everybody is there, and each answer takes a second, in which the budget fills again."""
    return Looks(waits=lambda: clock.pass_(seconds=1))


@pytest.fixture
def roll(store: Store, looks: Looks, clock: StoppedClock) -> Roll:
    """Asks on one platform."""
    return Roll(store, {TELEGRAM: looks}, clock, lambda: None)


@pytest.fixture
async def group(host: Person) -> Group:
    """Its card comes at nine, UTC."""
    return await founded(host)


async def names(store: Store, group: Group) -> list[str]:
    return [it.name for it in await store.read(lambda tx: tx.groups.members(group.id))]


async def test_who_left_is_found_before_the_card(
    app: App, group: Group, roll: Roll, looks: Looks, life: Life, clock: StoppedClock
) -> None:
    """Monday's digest names nobody who is gone; everybody of a group of three is asked after, once for each card."""
    for number in (1, 2, 3):
        person = await member(app, number, group)
        await person.says(c.LogFlow(60))
    looks.gone = {"m2"}
    await life.until("2026-03-09 08:50")
    assert await roll.look(TELEGRAM) == 0
    clock.show("2026-03-09 08:56")
    assert await roll.look(TELEGRAM) == 3
    clock.show("2026-03-09 08:58")
    assert await roll.look(TELEGRAM) == 0
    await life.until("2026-03-09 09:00")
    digest = life.heard(Card)[-1].digest
    assert digest is not None
    assert (digest.learners, digest.minutes) == (3, 180)
    await life.until("2026-03-10 08:56")
    assert await roll.look(TELEGRAM) == 2


async def test_who_is_back_is_found_when_they_study(
    app: App, group: Group, roll: Roll, looks: Looks, life: Life, clock: StoppedClock, store: Store
) -> None:
    """And stands on the card again, without a word."""
    ann = await member(app, 1, group)
    await app.news.went(TELEGRAM, PLACE.chat, ann.id)
    await life.until("2026-03-03 09:30")
    await ann.says(c.LogFlow(60))
    assert (await fresh(life, "2026-03-03 10:00")).names == ()
    clock.show("2026-03-04 08:56")
    assert await roll.look(TELEGRAM) == 1
    assert await names(store, group) == ["Member 1"]
    await life.until("2026-03-04 08:59")
    assert [it.said.names for it in life.telegram.edits if isinstance(it.said, Card)][-1] == ("Member 1",)


@pytest.mark.parametrize(
    "problem",
    [Later("503", 5.0), Unsure("no answer"), TimeoutError(), Gone("50001"), Later("429", 5.0, throttled=True)],
)
@pytest.mark.parametrize("at", [0, 1])
async def test_a_failure_of_asking_changes_nothing(
    app: App, group: Group, roll: Roll, looks: Looks, clock: StoppedClock, store: Store, problem: Exception, at: int
) -> None:
    """An outage, a time-out, a lost right: neither while finding the chat nor for a person."""
    await member(app, 1, group)
    looks.gone = {"m1"}
    if at == 0:
        looks.fails = [problem]
    else:
        looks.meanwhile = lambda: looks.fails.append(problem)
    clock.show("2026-03-03 08:56")
    await roll.look(TELEGRAM)
    assert await names(store, group) == ["Member 1"]


async def test_after_an_outage_the_next_look_asks(
    app: App, group: Group, roll: Roll, looks: Looks, clock: StoppedClock
) -> None:
    """As long as the card has not come."""
    await member(app, 1, group)
    looks.fails = [Later("503", 5.0)]
    clock.show("2026-03-03 08:56")
    assert [await roll.look(TELEGRAM) for _ in range(3)] == [0, 1, 0]


async def test_a_429_is_heard_by_the_shared_budget(
    app: App, group: Group, roll: Roll, looks: Looks, clock: StoppedClock, store: Store
) -> None:
    """Letters wait as well."""
    await member(app, 1, group)
    looks.fails = [THROTTLED]
    clock.show("2026-03-03 08:56")
    await roll.look(TELEGRAM)
    wait, _ = await store.write(lambda tx: tx.budgets.take(PLACE, clock.now, group=True))
    assert wait >= 5


async def test_where_it_cannot_ask_nobody_is_asked_after(
    app: App, group: Group, roll: Roll, looks: Looks, clock: StoppedClock, store: Store
) -> None:
    """A bot that is no administrator; and a platform that does not say."""
    await member(app, 1, group)
    looks.may_ask = False
    clock.show("2026-03-03 08:56")
    assert (await roll.look(TELEGRAM), looks.asked) == (0, [])
    looks.may_ask, looks.silent = True, {"m1"}
    await store.write(lambda tx: tx.presences.give_back(tx.groups.chats(group.id)[0].id))
    assert (await roll.look(TELEGRAM), looks.asked) == (1, ["m1"])
    assert await names(store, group) == ["Member 1"]


async def test_a_refused_private_message_makes_it_ask_and_takes_nobody_out(
    app: App, group: Group, roll: Roll, looks: Looks, clock: StoppedClock, store: Store
) -> None:
    """50007 and 50278: a hint."""
    ann = await member(app, 1, group)
    private = Address(TELEGRAM, ann.id, person=ann.id)
    await app.news.address_closed(private, "no mutual server")
    assert await names(store, group) == ["Member 1"]
    looks.gone = {"m1"}
    clock.show("2026-03-03 08:56")
    await roll.look(TELEGRAM)
    assert await names(store, group) == []


async def test_whoever_comes_in_while_the_answer_is_on_its_way_stays(
    app: App, group: Group, roll: Roll, looks: Looks, clock: StoppedClock, store: Store
) -> None:
    """What was told last holds."""
    ann = await member(app, 1, group)

    class Slow(Looks):
        """Answers what was so when it was asked."""

        async def is_there(self, chat: Address, person: str) -> bool | None:
            clock.pass_(seconds=1)
            await app.news.came(TELEGRAM, PLACE.chat, ann.id)
            return False

    slow = Roll(store, {TELEGRAM: Slow(waits=looks.waits)}, clock, lambda: None)
    clock.show("2026-03-03 08:56")
    assert await slow.look(TELEGRAM) == 1
    assert await names(store, group) == ["Member 1"]


async def test_a_group_of_3000_is_asked_after_ten_at_a_time(
    group: Group, roll: Roll, looks: Looks, clock: StoppedClock, store: Store, life: Life
) -> None:
    """Issue 5, 7: the number of questions is bounded for each card, and it is others' turn the next day."""

    def crowd(tx: Tx) -> None:
        ids = [somebody(tx, person=f"c{number}", name=f"C{number}") for number in range(3000)]
        rows = [{"group_id": group.id, "learner_id": each, "joined": date(2026, 3, 2), "listed": True} for each in ids]
        tx.connection.execute(insert(members), rows)

    await store.write(crowd)
    for day in (3, 4, 5):
        clock.show(f"2026-03-0{day} 08:56")
        while await roll.look(TELEGRAM):
            clock.pass_(seconds=1)
        clock.show(f"2026-03-0{day} 09:00")
        await life.now()
    assert len(looks.asked) == len(set(looks.asked)) == 3 * MOST_ASKED


async def test_questions_take_what_letters_leave(
    app: App, group: Group, roll: Roll, looks: Looks, clock: StoppedClock, store: Store
) -> None:
    """With a bucket that is half empty nobody is asked after; the card does not wait for it."""
    await member(app, 1, group)
    clock.show("2026-03-03 08:56")

    def drain(tx: Tx) -> None:
        tx.budgets.take(PLACE, clock.now, group=True)
        tx.budgets.empty(TELEGRAM, clock.now, 0)

    await store.write(drain)
    async with Crew() as crew:
        looking = crew.start(roll.look(TELEGRAM))
        await asyncio.sleep(0.2)
        assert (looking.done(), looks.asked) == (False, [])
        clock.pass_(minutes=6)  # the card's time
        assert (await looking, looks.asked) == (0, [])
