"""The post office: each letter once, each trouble with the consequence that fits it, and no letter in another's way."""

import asyncio
from dataclasses import replace

import pytest

from bot.app.app import App
from bot.app.claims import PAUSES, claim
from bot.app.commands import Help, JoinNow, Settings, Today
from bot.app.courier import Gone, Later, Moved, Unacceptable
from bot.app.post import PostOffice
from bot.app.said import ChatTrouble, DailyPrompt, DoorClosed
from bot.core.people import Address, Platform
from bot.core.plans import default_plan
from bot.storage.store import Store
from tests.app.life import Life
from tests.app.scenes import CHANNEL, NOON, prompted_at_noon
from tests.world import PLACE, Person, StoppedClock, founded

OTHER = Address(Platform.TELEGRAM, "-100600")


# --- once


async def test_a_letter_is_sent_once(app: App, life: Life) -> None:
    """Section 5f: looking again finds nothing."""
    await prompted_at_noon(app, 1)
    await life.decided("2026-03-02 12:00")
    assert [await life.post.deliver_due() for _ in range(3)] == [1, 0, 0]
    assert (len(life.discord.tried), await life.states()) == (1, {"sent": 1})


async def test_two_post_offices_send_each_letter_once(app: App, life: Life) -> None:
    """Section 5f: whoever is second finds it held or ended, on either engine."""
    for number in range(6):
        await prompted_at_noon(app, number)
    await life.decided("2026-03-02 12:00")
    other = PostOffice(life.store, {Platform.DISCORD: life.discord}, life.shelf, life.clock)
    taken = await asyncio.gather(life.post.deliver_due(), other.deliver_due())
    assert sum(taken) == 6
    assert len(life.discord.tried) == len(set(life.discord.tried)) == 6


async def test_one_letter_can_be_delivered_by_itself(app: App, life: Life) -> None:
    """A queue that names letters one by one may name one twice."""
    await prompted_at_noon(app, 1)
    (letter,) = await life.decided("2026-03-02 12:00")
    platform, number = letter.address.platform, letter.id
    assert [await life.post.deliver_some(platform, [number]) for _ in range(2)] == [[], [number]]
    assert len(life.sent()) == 1


async def test_a_commit_that_leaves_a_letter_wakes_the_post_office(app: App, host: Person, life: Life) -> None:
    """Refinement 5: the first private message goes out at once, not at the next look."""
    await founded(host)
    app.wake = life.post.wake
    running = asyncio.ensure_future(life.post.run())
    await asyncio.sleep(0.2)  # it has looked, found nothing, and waits
    person = Person(app, "303", "Carla")
    await person.says(JoinNow(prompts=True), PLACE)
    async with asyncio.timeout(3):
        await life.telegram.came.wait()
    running.cancel()
    await asyncio.wait([running])


# --- not now


async def test_later_means_later(app: App, life: Life, clock: StoppedClock) -> None:
    """Courier: nothing was posted; it is tried again when the platform said."""
    await prompted_at_noon(app, 1)
    life.discord.fails = [Later("unreachable", 40)]
    await life.decided("2026-03-02 12:00")
    for seconds, sent in ((0, 0), (39, 0), (1, 1)):
        clock.pass_(seconds=seconds)
        await life.post.deliver_due()
        assert len(life.sent()) == sent


async def test_a_letter_is_tried_until_it_is_too_late(app: App, life: Life, clock: StoppedClock) -> None:
    """R18: a platform that is away for hours loses the prompt, not the rhythm."""
    await prompted_at_noon(app, 1)
    life.discord.fails = [Later("unreachable", 600) for _ in range(100)]
    await life.until("2026-03-02 15:30")
    assert (life.sent(), await life.states()) == ([], {"expired": 1})
    assert len(life.discord.tried) == 19  # the last one as late as may be
    life.discord.fails.clear()
    await life.until("2026-03-03 12:00")
    assert life.times(DailyPrompt) == ["Tue 03 Mar 12:00"]


async def test_too_many_requests_empty_the_budget_of_the_platform(
    app: App, life: Life, store: Store, clock: StoppedClock
) -> None:
    """Section 5f: a 429 in private is the bot's own, so nothing more goes out there for as long as it said."""
    people = [await prompted_at_noon(app, number) for number in range(3)]
    life.discord.fails_for = {each.direct: Later("429", 30, throttled=True) for each in people}  # whoever is first
    letters = await life.decided("2026-03-02 12:00")
    assert await life.post.deliver_some(letters[0].address.platform, [letters[0].id])
    elsewhere = Address(Platform.DISCORD, "777", person="p9")
    wait, _ = await store.write(lambda tx: tx.budgets.take(elsewhere, clock(), group=False))
    assert 29 <= wait <= 31
    other = replace(elsewhere, platform=Platform.TELEGRAM)
    free, _ = await store.write(lambda tx: tx.budgets.take(other, clock(), group=False))
    assert free == 0
    life.discord.fails_for.clear()
    clock.pass_(seconds=32)
    await life.post.deliver_due()
    assert len(life.sent()) == 3


async def test_too_many_requests_in_a_group_hold_that_group_alone(
    host: Person, life: Life, clock: StoppedClock
) -> None:
    """A 429 in a group is nearly always the group's own."""
    await founded(host, PLACE, hour=NOON)
    await founded(host, OTHER, hour=NOON)
    life.telegram.fails_for = {PLACE.chat: Later("429", 30, throttled=True)}
    await life.until("2026-03-02 12:00")
    assert [it.address for it in life.sent()] == [OTHER]
    life.telegram.fails_for.clear()
    clock.pass_(seconds=31)
    await life.now()
    assert [it.address for it in life.sent()] == [OTHER, PLACE]


# --- gone, moved


async def test_an_address_that_is_gone_is_closed_and_the_others_flow(app: App, life: Life, clock: StoppedClock) -> None:
    """Section 4: its letters fail, no new ones are decided, and its learner is told when they next write."""
    gone, _ = [await prompted_at_noon(app, number) for number in range(2)]
    life.discord.fails_for = {gone.direct: Gone("Cannot send messages to this user")}
    await life.until("2026-03-03 12:00")
    assert [it.address.person for it in life.sent()] == ["p1", "p1"]
    assert await life.states() == {"failed": 1, "sent": 2}
    asides = (await gone.says(Today(), CHANNEL)).asides
    assert [type(it) for it in asides] == [DoorClosed]
    life.discord.fails_for.clear()
    await life.until("2026-03-04 12:00")
    assert [it.address.person for it in life.sent()[2:]] == ["p0", "p1"]


async def test_what_waits_for_an_address_that_is_gone_fails_with_it(app: App, life: Life) -> None:
    """Section 4: two letters to one learner, one answer that they are gone, and no second try."""
    gone, fine = [await prompted_at_noon(app, number, Platform.TELEGRAM) for number in range(2)]
    for person in (gone, fine):
        await person.says(Settings(plan=default_plan(7)))
    await life.until("2026-03-15 11:00")
    before = len(life.telegram.tried)
    life.telegram.fails_for = {gone.direct: Gone("blocked")}
    await life.until("2026-03-15 12:05")
    assert [it.address.person for it in life.sent()[-2:]] == ["p1", "p1"]
    assert len(life.telegram.tried) - before == 3
    assert (await life.states())["failed"] == 2


async def test_a_group_that_is_gone_is_closed_and_the_others_flow(host: Person, life: Life) -> None:
    """Section 4: kept as a fact, shown to the facilitator."""
    await founded(host, PLACE, hour=NOON)
    await founded(host, OTHER, hour=NOON)
    life.telegram.fails_for = {PLACE.chat: Gone("bot was kicked")}
    await life.until("2026-03-04 12:00")
    assert [it.address for it in life.sent()] == [OTHER] * 3
    assert life.telegram.tried.count(life.telegram.tried[0]) == 1
    assert (await host.says(Help(), PLACE)).asides == (ChatTrouble("Study club", "bot was kicked", ()),)


async def test_a_chat_that_moved_is_followed(host: Person, life: Life) -> None:
    """Section 4: a group that became a supergroup; the card goes there, and so do the next ones."""
    await founded(host, PLACE, hour=NOON)
    life.telegram.fails = [Moved("upgraded", "-1009")]
    await life.until("2026-03-03 12:00")
    assert [it.address for it in life.sent()] == [replace(PLACE, chat="-1009")] * 2


async def test_a_chat_that_keeps_moving_is_given_up(host: Person, life: Life) -> None:
    """A platform that contradicts itself is not asked for ever."""
    await founded(host, PLACE, hour=NOON)
    life.telegram.fails = [Moved("upgraded", PLACE.chat) for _ in range(50)]
    await life.until("2026-03-02 13:00")
    assert await life.states() == {"failed": 1}
    assert len(life.telegram.tried) < 10


async def test_a_letter_that_the_platform_will_not_take_fails_alone(app: App, life: Life) -> None:
    """Courier: trying again cannot help, the address is fine."""
    await prompted_at_noon(app, 1)
    life.discord.fails = [Unacceptable("content too long")]
    await life.until("2026-03-03 12:00")
    assert await life.states() == {"failed": 1, "sent": 1}
    assert len(life.discord.tried) == 2


@pytest.mark.parametrize("platform", [Platform.DISCORD, Platform.TELEGRAM])
async def test_a_poisoned_letter_does_not_stop_the_others(app: App, life: Life, platform: Platform) -> None:
    """A bug in drawing one of them is that one's trouble."""
    people = [await prompted_at_noon(app, number, platform) for number in range(3)]
    bag = life.discord if platform is Platform.DISCORD else life.telegram
    bag.fails_for = {people[1].direct: ZeroDivisionError("a bug")}
    await life.until("2026-03-02 12:00")
    assert sorted(it.address.person for it in life.sent()) == ["p0", "p2"]
    assert await life.states() == {"ready": 1, "sent": 2}
    await life.until("2026-03-02 12:30")
    assert await life.states() == {"failed": 1, "sent": 2}
    assert len(bag.tried) == 2 + 1 + len(PAUSES)
    found = await life.store.read(lambda tx: tx.letters.broken())
    assert [(kind, raised, count) for kind, raised, count, _ in found] == [("prompt", "ZeroDivisionError", 1)]


async def test_a_restart_tries_again_what_was_set_aside(app: App, life: Life) -> None:
    """Issue 6, 2: the version that mends it sends it, unless it is too late by then (R18)."""
    people = [await prompted_at_noon(app, number) for number in range(2)]
    life.discord.fails_for = {people[1].direct: ZeroDivisionError("a bug")}
    await life.until("2026-03-02 13:00")
    life.discord.fails_for.clear()
    await life.until("2026-03-02 13:30")
    assert await life.states() == {"failed": 1, "sent": 1}
    await life.down_until("2026-03-02 14:00")
    assert await life.states() == {"sent": 2}
    life.discord.fails_for = {people[1].direct: ZeroDivisionError("a bug")}
    await life.until("2026-03-03 13:00")
    life.discord.fails_for.clear()
    await life.down_until("2026-03-03 16:00")
    assert await life.states() == {"failed": 1, "sent": 3}


async def test_a_message_whose_outcome_cannot_be_written_down_is_not_repeated_for_ever(
    app: App, life: Life, store: Store, clock: StoppedClock
) -> None:
    """Section 5f, R24: at least once is not again and again; nobody is spammed by a broken row."""
    await prompted_at_noon(app, 1, Platform.TELEGRAM)
    (letter,) = await life.decided("2026-03-02 12:00")
    for _ in range(20):
        taken = await store.write(lambda tx: claim(tx, Platform.TELEGRAM, [letter.id], life.shelf, clock))
        for claimed in taken.held:
            await life.telegram.deliver(claimed.parcel)  # and the process is killed
        clock.pass_(minutes=2)
    assert len(life.telegram.tried) == 1 + len(PAUSES)
    assert await life.states() == {"unknown": 1}


async def test_a_letter_that_cannot_be_drawn_up_does_not_stop_the_others(
    app: App, life: Life, store: Store, clock: StoppedClock
) -> None:
    """A learner whose facts make no sense is nobody else's trouble."""
    for number in range(3):
        await prompted_at_noon(app, number)
    letters = await life.decided("2026-03-02 12:00")
    broken = letters[1].subject
    await store.write(lambda tx: tx.people.set_zone(broken, clock(), "Mars/Base"))  # type: ignore[arg-type]  # a learner
    await life.post.deliver_due()
    assert await life.states() == {"ready": 1, "sent": 2}
    for _ in range(len(PAUSES)):
        clock.pass_(minutes=5)
        await life.post.deliver_due()
    assert await life.states() == {"failed": 1, "sent": 2}
