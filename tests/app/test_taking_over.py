"""A group whose chats were all lost goes on in another chat of its server or Telegram group (issue 5, 7)."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.app.app import App
from bot.app.commands import Help, InviteChat, ListMe, LogFlow, ManageGroup, NameFacilitator, Setup, TakeGroup
from bot.app.said import Card, ChatAttached, ChatCode, GroupReady, GroupsLed, GroupTaken, SetupOffer
from bot.core.people import Address, Group, Platform
from bot.heartbeat import tidy
from bot.storage.store import Store
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import CHANNEL, LOST_TOPIC, OTHER_PLACE, TOPIC, orphaned
from tests.world import PLACE, SERVER, Person, StoppedClock, founded

pytestmark = mostly_embedded
NEXT_CHANNEL = Address(Platform.DISCORD, "444")


@pytest.fixture
def boss(app: App) -> Person:
    """Manages the Discord server."""
    return Person(app, "700", "Gus", Platform.DISCORD, facilitator=True)


async def deleted(app: App, place: Address) -> None:
    await app.news.address_closed(place, "the channel was deleted")


async def offered(person: Person, place: Address) -> tuple[tuple[int, str], ...]:
    return (await person.hears(SetupOffer, Setup(), place)).lost


async def test_a_group_goes_on_in_another_channel_of_its_server(
    app: App, boss: Person, life: Life, store: Store
) -> None:
    """With members, settings and past; nothing is said unasked, and the card comes with the next day (R24)."""
    group = await founded(boss, CHANNEL, hour=time(9), board=True)
    ana = Person(app, "701", "Ana", Platform.DISCORD)
    await ana.joins(place=CHANNEL)
    await ana.says(ListMe(group.id, True))
    await life.until("2026-03-03 09:30")
    await deleted(app, CHANNEL)
    await ana.says(LogFlow(30))
    assert await offered(boss, NEXT_CHANNEL) == ((group.id, group.name),)
    sent = len(life.discord.sent)
    taken = await boss.hears(GroupTaken, TakeGroup(group.id), NEXT_CHANNEL)
    assert (taken.group, taken.members, f"{taken.first_card:%d %H}") == (group, 1, "04 09")
    await life.until("2026-03-03 23:00")
    assert len(life.discord.sent) == sent
    await life.until("2026-03-05 10:00")
    cards = [(it.address, it.said.day) for it in life.discord.sent[sent:] if isinstance(it.said, Card)]
    assert cards == [(NEXT_CHANNEL, date(2026, 3, 4)), (NEXT_CHANNEL, date(2026, 3, 5))]
    (chat,) = await store.read(lambda tx: tx.groups.chats(group.id))
    assert (chat.address, chat.closed_at) == (NEXT_CHANNEL, None)
    assert (await boss.hears(GroupReady, Setup(), NEXT_CHANNEL)).group == group
    (member,) = await store.read(lambda tx: tx.groups.members(group.id))
    assert (member.name, member.listed) == ("Ana", True)


async def test_a_deleted_topic_is_followed_by_another(host: Person, clock: StoppedClock) -> None:
    """On Telegram the topics of a group are one place; the group itself, General, belongs to it."""
    group = await orphaned(host, LOST_TOPIC, clock)
    for place in (TOPIC, PLACE):
        assert await offered(host, place) == ((group.id, group.name),)
    assert await offered(host, OTHER_PLACE) == ()
    await host.hears(GroupTaken, TakeGroup(group.id), TOPIC)
    assert await offered(host, PLACE) == ()


async def test_another_place_has_no_part_in_it(app: App, boss: Person, host: Person) -> None:
    """Section 4: neither offered nor taken in another server, in a Telegram group, in private, or without the right."""
    group = await founded(boss, CHANNEL)
    await deleted(app, CHANNEL)
    foreign = replace(boss.asker(NEXT_CHANNEL), server="4001", request="foreign")
    shown = (await app.handle(Setup(), foreign)).said
    assert isinstance(shown, SetupOffer)
    assert shown.lost == ()
    for asker in (replace(foreign, request="f2"), replace(foreign, server="", request="f3")):
        assert getattr((await app.handle(TakeGroup(group.id), asker)).said, "kind", "") == "outdated"
    assert await offered(host, PLACE) == ()
    assert (await host.refused(TakeGroup(group.id), PLACE)).kind == "outdated"
    assert (await boss.refused(TakeGroup(group.id))).kind == "not_here"
    anybody = Person(app, "702", "Zoe", Platform.DISCORD)
    assert (await anybody.refused(TakeGroup(group.id), NEXT_CHANNEL)).kind == "not_facilitator"
    assert (await anybody.refused(Setup(), NEXT_CHANNEL)).kind == "not_facilitator"
    assert await offered(boss, NEXT_CHANNEL) == ((group.id, group.name),)


async def test_a_group_that_meets_anywhere_is_not_offered(app: App, boss: Person, host: Person) -> None:
    """One chat of several is not all, whatever its platform; and a press that came too late is refused."""
    group = await founded(boss, CHANNEL)
    code = (await boss.hears(ChatCode, InviteChat(group.id), CHANNEL)).code
    await host.hears(ChatAttached, Setup(attach=code), PLACE)
    await deleted(app, CHANNEL)
    assert await offered(boss, NEXT_CHANNEL) == ()
    await app.news.address_closed(PLACE, "the bot was removed")
    assert await offered(boss, NEXT_CHANNEL) == ((group.id, group.name),)
    await app.news.arrived(Platform.TELEGRAM, [PLACE.chat])
    assert (await boss.refused(TakeGroup(group.id), NEXT_CHANNEL)).kind == "outdated"


async def test_what_was_lost_elsewhere_may_come_back(app: App, boss: Person, host: Person, store: Store) -> None:
    """Whoever leads this place lets only its own lost chats go."""
    group = await founded(boss, CHANNEL)
    code = (await boss.hears(ChatCode, InviteChat(group.id), CHANNEL)).code
    await host.hears(ChatAttached, Setup(attach=code), PLACE)
    await deleted(app, CHANNEL)
    await app.news.address_closed(PLACE, "the bot was removed")
    await boss.hears(GroupTaken, TakeGroup(group.id), NEXT_CHANNEL)
    await app.news.arrived(Platform.TELEGRAM, [PLACE.chat])
    chats = await store.read(lambda tx: tx.groups.chats(group.id))
    assert {(it.address, it.closed_at) for it in chats} == {(PLACE, None), (NEXT_CHANNEL, None)}


@pytest.mark.parametrize("tidied", [False, True])
async def test_after_thirty_days_it_is_over(host: Person, clock: StoppedClock, store: Store, tidied: bool) -> None:
    """Also before the nightly work has seen it."""
    group = await orphaned(host, LOST_TOPIC, clock)
    clock.pass_(days=29, hours=23)
    assert len(await offered(host, TOPIC)) == 1
    clock.pass_(hours=1)
    if tidied:
        await store.write(lambda tx: tidy(tx, clock.now))
    assert await offered(host, TOPIC) == ()
    assert (await host.refused(TakeGroup(group.id), TOPIC)).kind == "outdated"


async def test_a_chat_that_became_a_group_takes_no_other(host: Person, clock: StoppedClock) -> None:
    """An old button under the offer."""
    group = await orphaned(host, LOST_TOPIC, clock)
    mine = await founded(host, TOPIC)
    assert (await host.refused(TakeGroup(group.id), TOPIC)).kind == "outdated"
    assert (await host.hears(GroupReady, Setup(), TOPIC)).group == mine


async def test_one_press_has_one_effect(host: Person, clock: StoppedClock) -> None:
    """R20: again, and a finger that slips."""
    group = await orphaned(host, LOST_TOPIC, clock)
    first = await host.says(TakeGroup(group.id), TOPIC, press="m1:tg")
    assert isinstance(first.said, GroupTaken)
    assert await host.says(TakeGroup(group.id), TOPIC, press="m1:tg") == first


async def test_at_most_three_are_offered_the_latest_first(host: Person, clock: StoppedClock) -> None:
    """The set-up stays small."""
    groups = []
    for number in range(10, 15):
        clock.pass_(minutes=1)
        groups.append(await orphaned(host, replace(PLACE, thread=f"{number}"), clock))
    assert [number for number, _ in await offered(host, TOPIC)] == [it.id for it in reversed(groups[2:])]


async def test_no_second_card_on_a_day_in_the_chat_that_takes_it(host: Person, life: Life) -> None:
    """R24: another group has had its card there today."""
    lost = await founded(host, LOST_TOPIC, hour=time(12))
    await founded(host, TOPIC, hour=time(9))
    await life.until("2026-03-03 09:30")
    (chat,) = await life.store.read(lambda tx: tx.groups.chats_at(PLACE.platform, PLACE.chat)[1:])
    await life.store.write(lambda tx: tx.places.detach(chat.id))
    await orphan(life, LOST_TOPIC)
    taken = await host.hears(GroupTaken, TakeGroup(lost.id), TOPIC)
    assert f"{taken.first_card:%d %H}" == "04 12"
    await life.until("2026-03-04 13:00")
    days = [it.said.day for it in life.telegram.sent if isinstance(it.said, Card) and it.address == TOPIC]
    assert len(days) == len(set(days))
    assert days[-1] == date(2026, 3, 4)


async def orphan(life: Life, place: Address) -> None:
    """A group's chat is found deleted by a message that it refused."""
    await life.store.write(lambda tx: tx.groups.close_chat(place, life.clock.now, "deleted"))


async def test_a_chat_that_has_had_none_gets_its_card_today(host: Person, clock: StoppedClock) -> None:
    """As one that is set up."""
    clock.show("2026-03-03 08:00")
    group = await orphaned(host, LOST_TOPIC, clock)
    taken = await host.hears(GroupTaken, TakeGroup(group.id), TOPIC)
    assert f"{taken.first_card:%d %H}" == "03 09"


async def test_who_had_left_the_place_stays_unnamed(app: App, boss: Person, store: Store) -> None:
    """R22: another channel of a server knows who is in it."""
    group = await founded(boss, CHANNEL)
    ana = Person(app, "701", "Ana", Platform.DISCORD)
    await ana.joins(place=CHANNEL)
    await ana.says(ListMe(group.id, True))
    await app.news.went(Platform.DISCORD, CHANNEL.chat, ana.id)
    day = (await store.read(lambda tx: tx.groups.everybody(group.id)), await gone(store, group))
    await deleted(app, CHANNEL)
    assert (await boss.hears(GroupTaken, TakeGroup(group.id), NEXT_CHANNEL)).members == 0
    assert (await store.read(lambda tx: tx.groups.everybody(group.id)), await gone(store, group)) == day
    await app.news.came(Platform.DISCORD, NEXT_CHANNEL.chat, ana.id)
    assert len(await store.read(lambda tx: tx.groups.members(group.id))) == 1


async def gone(store: Store, group: Group) -> list[bool]:
    """Whether each member left."""
    everybody = await store.read(lambda tx: tx.groups.everybody(group.id))
    found = await store.read(lambda tx: [tx.groups.membership(group.id, it) for it in everybody])
    return [it.gone for it in found if it]


async def test_a_chat_of_before_learns_its_server(app: App, boss: Person, store: Store) -> None:
    """The next act there tells it, whoever's it is."""
    group = await founded(boss, CHANNEL)
    await store.write(lambda tx: tx.connection.exec_driver_sql("UPDATE chats SET server = ''"))
    anybody = Person(app, "702", "Zoe", Platform.DISCORD)
    await anybody.says(Help(), NEXT_CHANNEL)
    await anybody.says(Help(), CHANNEL)
    known = await store.read(lambda tx: tx.connection.exec_driver_sql("SELECT server FROM chats").scalars().all())
    assert known == [SERVER]
    await deleted(app, CHANNEL)
    assert await offered(boss, NEXT_CHANNEL) == ((group.id, group.name),)


# --- a whole Telegram group that is gone


async def named(host: Person, anna: Person, group: Group) -> None:
    await anna.joins(place=PLACE)
    await anna.says(ListMe(group.id, True))
    (member,) = await host.app._store.read(lambda tx: tx.groups.members(group.id))
    await host.says(NameFacilitator(group.id, int(member.learner), yes=True), PLACE)


async def test_a_named_facilitator_gets_the_code_in_private(app: App, host: Person, anna: Person) -> None:
    """Where no chat is left in which to ask for it; another place's right is still needed where it is entered."""
    group = await founded(host)
    await named(host, anna, group)
    await app.news.address_closed(PLACE, "the group was deleted")
    shown = await anna.hears(GroupsLed, ManageGroup())
    assert shown.groups == ((group.id, group.name),)
    code = (await anna.hears(ChatCode, InviteChat(group.id))).code
    assert (await anna.refused(Setup(attach=code), OTHER_PLACE)).kind == "not_facilitator"
    await host.hears(ChatAttached, Setup(attach=code), OTHER_PLACE)


async def test_in_private_the_right_is_asked_at_each_use(app: App, host: Person, anna: Person) -> None:
    """Who is named no longer, who left, and who leads the place alone get none."""
    group = await founded(host)
    other = await founded(host, OTHER_PLACE)
    await named(host, anna, group)
    assert (await anna.refused(InviteChat(other.id))).kind == "not_here"
    await app.news.went(Platform.TELEGRAM, PLACE.chat, anna.id)
    assert (await anna.refused(InviteChat(group.id))).kind == "not_here"
    await app.news.came(Platform.TELEGRAM, PLACE.chat, anna.id)
    await anna.hears(ChatCode, InviteChat(group.id))
    (member,) = await app._store.read(lambda tx: tx.groups.members(group.id))
    await host.says(NameFacilitator(group.id, int(member.learner), yes=False), PLACE)
    for ask in (InviteChat(group.id), ManageGroup()):
        assert (await anna.refused(ask)).kind == "not_here"
        assert (await host.refused(ask)).kind == "not_here"
