"""The post office: each letter once, each trouble with the consequence that fits it, and no letter in another's way."""

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.app.app import App
from bot.app.claims import LEASE, Claimed, claim
from bot.app.commands import Help, JoinNow, LogFlow, Settings, Today
from bot.app.courier import Gone, Later, Moved, Unacceptable, Unsure, Vanished
from bot.app.post import PostOffice
from bot.app.said import Card, ChatTrouble, DailyPrompt, DoorClosed
from bot.core.people import Address, Platform
from bot.heartbeat import beat
from bot.storage.letters import Letter
from bot.storage.store import Store
from tests.app.life import Life
from tests.world import PLACE, Person, StoppedClock, founded

CHANNEL = Address(Platform.DISCORD, "333")
OTHER = Address(Platform.TELEGRAM, "-100600")
NOON = time(12)


@pytest.fixture
def dan(app: App) -> Person:
    """Whoever may set a channel up on Discord."""
    return Person(app, "901", "Dan", Platform.DISCORD, facilitator=True)


async def prompted(app: App, number: int, platform: Platform = Platform.DISCORD) -> Person:
    """A learner who is prompted at noon, UTC."""
    person = Person(app, f"p{number}", f"Person {number}", platform)
    await person.says(JoinNow(prompts=True, zone="UTC"))
    await person.says(Settings(hour=NOON))
    return person


async def decided(life: Life, wall: str) -> list[Letter]:
    """What is due at a time, decided and not yet delivered."""
    life.clock.show(wall)
    await beat(life.store, life.clock)
    return await waiting(life)


async def waiting(life: Life) -> list[Letter]:
    now = life.clock.now + timedelta(hours=12)
    return await life.store.read(lambda tx: [it for platform in Platform for it in tx.letters.due(platform, now, 99)])


async def states(life: Life) -> dict[str, int]:
    return await life.store.read(lambda tx: tx.letters.states())


# --- once


async def test_a_letter_is_sent_once(app: App, life: Life) -> None:
    """Section 5f: looking again finds nothing."""
    await prompted(app, 1)
    await decided(life, "2026-03-02 12:00")
    assert [await life.post.deliver_due() for _ in range(3)] == [1, 0, 0]
    assert (len(life.discord.tried), await states(life)) == (1, {"sent": 1})


async def test_two_post_offices_send_each_letter_once(app: App, life: Life) -> None:
    """Section 5f: whoever is second finds it held or ended, on either engine."""
    for number in range(6):
        await prompted(app, number)
    await decided(life, "2026-03-02 12:00")
    other = PostOffice(life.store, {Platform.DISCORD: life.discord}, life.shelf, life.clock)
    taken = await asyncio.gather(life.post.deliver_due(), other.deliver_due())
    assert sum(taken) == 6
    assert len(life.discord.tried) == len(set(life.discord.tried)) == 6


async def test_one_letter_can_be_delivered_by_itself(app: App, life: Life) -> None:
    """A queue that names letters one by one may name one twice."""
    await prompted(app, 1)
    (letter,) = await decided(life, "2026-03-02 12:00")
    assert [await life.post.deliver_one(letter) for _ in range(2)] == [True, False]
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
    await prompted(app, 1)
    life.discord.fails = [Later("unreachable", 40)]
    await decided(life, "2026-03-02 12:00")
    for seconds, sent in ((0, 0), (39, 0), (1, 1)):
        clock.pass_(seconds=seconds)
        await life.post.deliver_due()
        assert len(life.sent()) == sent


async def test_a_letter_is_tried_until_it_is_too_late(app: App, life: Life, clock: StoppedClock) -> None:
    """R18: a platform that is away for hours loses the prompt, not the rhythm."""
    await prompted(app, 1)
    life.discord.fails = [Later("unreachable", 600) for _ in range(100)]
    await life.until("2026-03-02 15:30")
    assert (life.sent(), await states(life)) == ([], {"expired": 1})
    assert len(life.discord.tried) == 18
    life.discord.fails.clear()
    await life.until("2026-03-03 12:00")
    assert life.times(DailyPrompt) == ["Tue 03 Mar 12:00"]


async def test_too_many_requests_empty_the_budget_of_the_platform(
    app: App, life: Life, store: Store, clock: StoppedClock
) -> None:
    """Section 5f: a 429 in private is the bot's own, so nothing more goes out there for as long as it said."""
    people = [await prompted(app, number) for number in range(3)]
    life.discord.fails_for = {people[0].direct: Later("429", 30, throttled=True)}
    letters = await decided(life, "2026-03-02 12:00")
    assert await life.post.deliver_one(letters[0])
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
    gone, _ = [await prompted(app, number) for number in range(2)]
    life.discord.fails_for = {gone.direct: Gone("Cannot send messages to this user")}
    await life.until("2026-03-03 12:00")
    assert [it.address.person for it in life.sent()] == ["p1", "p1"]
    assert await states(life) == {"failed": 1, "sent": 2}
    asides = (await gone.says(Today(), CHANNEL)).asides
    assert [type(it) for it in asides] == [DoorClosed]
    life.discord.fails_for.clear()
    await life.until("2026-03-04 12:00")
    assert [it.address.person for it in life.sent()[2:]] == ["p0", "p1"]


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
    assert await states(life) == {"failed": 1}
    assert len(life.telegram.tried) < 10


async def test_a_letter_that_the_platform_will_not_take_fails_alone(app: App, life: Life) -> None:
    """Courier: trying again cannot help, the address is fine."""
    await prompted(app, 1)
    life.discord.fails = [Unacceptable("content too long")]
    await life.until("2026-03-03 12:00")
    assert await states(life) == {"failed": 1, "sent": 1}
    assert len(life.discord.tried) == 2


@pytest.mark.parametrize("platform", [Platform.DISCORD, Platform.TELEGRAM])
async def test_a_poisoned_letter_does_not_stop_the_others(app: App, life: Life, platform: Platform) -> None:
    """A bug in drawing one of them is that one's trouble."""
    people = [await prompted(app, number, platform) for number in range(3)]
    bag = life.discord if platform is Platform.DISCORD else life.telegram
    bag.fails_for = {people[1].direct: ZeroDivisionError("a bug")}
    await life.until("2026-03-02 12:00")
    assert [it.address.person for it in life.sent()] == ["p0", "p2"]
    assert await states(life) == {"failed": 1, "sent": 2}


async def test_a_letter_that_cannot_be_drawn_up_does_not_stop_the_others(
    app: App, life: Life, store: Store, clock: StoppedClock
) -> None:
    """A learner whose facts make no sense is nobody else's trouble."""
    for number in range(3):
        await prompted(app, number)
    letters = await decided(life, "2026-03-02 12:00")
    broken = letters[1].subject
    await store.write(lambda tx: tx.people.set_zone(broken, clock(), "Mars/Base"))  # type: ignore[arg-type]  # a learner
    await life.post.deliver_due()
    assert await states(life) == {"failed": 1, "sent": 2}


# --- nobody knows


async def test_a_learners_letter_that_may_have_been_posted_is_repeated(
    app: App, life: Life, clock: StoppedClock
) -> None:
    """Refinement 9: at least once, with the same key so that Discord can tell."""
    for platform in (Platform.DISCORD, Platform.TELEGRAM):
        await prompted(app, len(platform), platform)
    life.discord.fails, life.telegram.fails = [Unsure("cut")], [TimeoutError()]
    await decided(life, "2026-03-02 12:00")
    await life.post.deliver_due()
    assert life.sent() == []
    clock.pass_(seconds=2)
    await life.post.deliver_due()
    for bag in (life.discord, life.telegram):
        assert len(bag.tried) == 2
        assert len(set(bag.tried)) == len(bag.sent) == 1


async def test_a_telegram_card_that_may_have_been_posted_is_never_repeated(
    host: Person, life: Life, clock: StoppedClock
) -> None:
    """Refinement 9: better none than two; the facilitator is told of the day."""
    await founded(host, PLACE, hour=NOON)
    life.telegram.fails = [Unsure("cut")]
    await life.until("2026-03-02 20:00")
    assert (len(life.telegram.tried), await states(life)) == (1, {"unknown": 1})
    assert (await host.says(Help(), PLACE)).asides == (ChatTrouble("Study club", "", (date(2026, 3, 2),)),)
    await life.until("2026-03-10 13:00")
    assert life.times(Card)[0] == "Tue 03 Mar 12:00"
    assert (await host.says(Help(), PLACE)).asides == ()


async def test_a_discord_card_is_repeated_while_discord_would_notice(dan: Person, life: Life) -> None:
    """Section 5f: inside the nonce's window with the same key, and not after it."""
    await founded(dan, CHANNEL, hour=NOON)
    life.discord.fails = [Unsure("cut"), Unsure("cut")]
    await life.until("2026-03-02 12:01")
    assert (len(life.discord.tried), len(set(life.discord.tried)), len(life.sent())) == (3, 1, 1)


async def test_a_discord_card_is_given_up_when_the_window_is_over(dan: Person, life: Life) -> None:
    """Section 5f: later the policy for ambiguous sends applies."""
    await founded(dan, CHANNEL, hour=NOON)
    life.discord.fails = [Unsure("cut") for _ in range(20)]
    await life.until("2026-03-02 20:00")
    assert (life.sent(), await states(life)) == ([], {"unknown": 1})
    assert len(life.discord.tried) == 4


# --- a holder that died


async def dies_holding(life: Life, wall: str) -> None:
    """A process that took what is due and was killed before it could write down what came of it."""
    letters = await decided(life, wall)
    held = await life.store.write(lambda tx: [claim(tx, it.id, life.shelf, life.clock()) for it in letters])
    assert all(isinstance(it, Claimed) for it in held)
    life.restart()
    await life.post.recover()


async def test_letters_of_a_dead_holder_are_taken_up(
    app: App, dan: Person, host: Person, life: Life, clock: StoppedClock
) -> None:
    """Section 5f: at once on a file of one's own, else after the lease; a Telegram card alone is not repeated."""
    await prompted(app, 1, Platform.TELEGRAM)
    await founded(host, PLACE, hour=NOON)
    await founded(dan, CHANNEL, hour=NOON)
    await dies_holding(life, "2026-03-02 12:00")
    clock.pass_(seconds=2)  # the dead one's sends count in the chats' pace
    await life.post.deliver_due()
    assert len(life.sent()) == (2 if life.store.embedded else 0)
    clock.now += LEASE + timedelta(seconds=1)
    await life.post.deliver_due()
    assert [type(it.said) for it in life.telegram.sent] == [DailyPrompt]
    assert [type(it.said) for it in life.discord.sent] == [Card]
    assert await states(life) == {"sent": 2, "unknown": 1}


async def test_a_discord_card_of_a_holder_long_dead_is_not_repeated(
    dan: Person, life: Life, clock: StoppedClock
) -> None:
    """Section 5f: Discord has forgotten the nonce by then."""
    await founded(dan, CHANNEL, hour=NOON)
    await dies_holding(life, "2026-03-02 12:00")
    clock.pass_(minutes=3)
    await life.post.deliver_due()
    assert (life.sent(), await states(life)) == ([], {"unknown": 1})


async def test_an_orderly_restart_takes_nothing_up_twice(app: App, life: Life) -> None:
    """What has ended has ended."""
    await prompted(app, 1)
    await life.until("2026-03-02 12:00")
    life.restart()
    await life.post.recover()
    await life.until("2026-03-02 13:00")
    assert len(life.discord.tried) == 1


# --- cards that change


async def logs_at(life: Life, person: Person, *walls: str) -> None:
    for wall in walls:
        await life.until(wall)
        await person.says(LogFlow(1))


async def carded(host: Person, life: Life, zone: str = "UTC") -> Person:
    """A member of a group whose card of the day is posted, at noon."""
    await founded(host, PLACE, hour=NOON, zone=zone)
    person = Person(host.app, "m1", "Anna")
    await person.joins(zone, place=PLACE)
    await life.until("2026-03-02 12:00", zone)
    assert len(life.heard(Card)) == 1
    return person


def edited(life: Life) -> list[str]:
    return [f"{it.at:%d %H:%M:%S}" for it in life.telegram.edits]


async def test_changes_gather_into_one_edit_a_minute(host: Person, life: Life) -> None:
    """Refinement 9: the first waits for the minute since the posting, the last state is always drawn."""
    person = await carded(host, life)
    walls = ("12:00:10", "12:00:20", "12:00:50", "12:05:00", "12:05:01", "12:05:59")
    await logs_at(life, person, *(f"2026-03-02 {wall}" for wall in walls))
    await life.until("2026-03-02 13:00")
    assert edited(life) == ["02 12:01:00", "02 12:05:00", "02 12:06:00"]
    assert {it.message for it in life.telegram.edits} == {life.telegram.sent[0].message}


async def test_a_card_closes_at_four_of_its_groups_zone(host: Person, life: Life) -> None:
    """Refinement 9: the buttons go, once, whatever happened that day."""
    await carded(host, life, "America/New_York")
    await life.until("2026-03-03 03:59", "America/New_York")
    assert edited(life) == []
    await life.until("2026-03-03 11:00", "America/New_York")
    assert edited(life) == ["03 09:00:00"]
    last = life.telegram.edits[-1].said
    assert isinstance(last, Card)
    assert last.closed


@pytest.mark.parametrize(("day", "edits"), [("2026-03-05", 1), ("2026-03-09", 1), ("2026-03-11", 0)])
async def test_a_late_log_edits_a_closed_card_for_seven_days(host: Person, life: Life, day: str, edits: int) -> None:
    """Refinement 9: silently, and it stays closed; after that the past is the past."""
    person = await carded(host, life)
    await life.until(f"{day} 05:00")
    first = life.telegram.sent[0].message
    before = len(life.telegram.edits)
    await person.says(LogFlow(60, when="2026-03-02"))
    await life.until(f"{day} 08:00")
    changed = [it.said for it in life.telegram.edits[before:] if it.message == first]
    assert len(changed) == edits
    assert all(isinstance(it, Card) and it.closed for it in changed)


async def test_a_card_whose_message_was_deleted_is_left_alone(host: Person, life: Life) -> None:
    """Courier: somebody removed it; tomorrow's comes as ever."""
    person = await carded(host, life)
    life.telegram.fails = [Vanished("message to edit not found")]
    await logs_at(life, person, "2026-03-02 12:10", "2026-03-02 12:20")
    await life.until("2026-03-03 12:00")
    assert life.telegram.edits == []
    assert len(life.telegram.tried) == 3


@pytest.mark.parametrize(
    ("problem", "again"),
    [
        (Later("429", 90, throttled=True), "02 12:11:30"),
        (Later("unreachable", 5), "02 12:11:00"),
        (Unsure("cut"), "02 12:11:00"),
        (TimeoutError(), "02 12:11:00"),
    ],
)
async def test_an_edit_that_did_not_go_through_is_made_again(
    host: Person, life: Life, problem: Exception, again: str
) -> None:
    """An edit is idempotent: whatever is unsure is simply done again."""
    person = await carded(host, life)
    life.telegram.fails = [problem]
    await logs_at(life, person, "2026-03-02 12:10")
    await life.until("2026-03-02 13:00")
    assert edited(life) == [again]


async def test_an_edit_to_a_chat_that_is_gone_closes_it(host: Person, life: Life) -> None:
    """Section 4: whichever request finds out."""
    person = await carded(host, life)
    life.telegram.fails = [Gone("bot was kicked")]
    await logs_at(life, person, "2026-03-02 12:10")
    await life.until("2026-03-05 13:00")
    assert len(life.telegram.tried) == 2


async def test_an_edit_follows_a_chat_that_moved(host: Person, life: Life) -> None:
    """The message is looked for under the new id."""
    person = await carded(host, life)
    life.telegram.fails = [Moved("upgraded", "-1009")]
    await logs_at(life, person, "2026-03-02 12:10")
    await life.until("2026-03-02 13:00")
    assert [it.address.chat for it in life.telegram.edits] == ["-1009"]


async def test_a_bug_in_one_edit_does_not_stop_the_others(host: Person, life: Life) -> None:
    """That card is left as it is, the other one is drawn."""
    person = await carded(host, life)
    await founded(host, OTHER, hour=NOON)
    await person.joins(place=OTHER)
    await life.until("2026-03-03 12:00")
    before = len(life.telegram.edits)
    life.telegram.fails_for = {PLACE.chat: ZeroDivisionError("a bug")}
    await logs_at(life, person, "2026-03-03 12:10")
    await life.until("2026-03-03 13:00")
    assert [it.address for it in life.telegram.edits[before:]] == [OTHER]
