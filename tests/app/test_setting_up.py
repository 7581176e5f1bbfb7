"""`/setup` and `/group`: settings by taps, several chats by a code, named facilitators, rights taken away."""

import asyncio
from dataclasses import replace
from datetime import time

import pytest

from bot.app.app import App
from bot.app.commands import (
    DetachChat,
    ForgetRoom,
    InviteChat,
    Join,
    ListMe,
    ManageGroup,
    NameFacilitator,
    Setup,
)
from bot.app.said import (
    ChatAttached,
    ChatCode,
    ChatDetached,
    ChatTrouble,
    DetachAsked,
    GroupReady,
    GroupShown,
    JoinOffer,
    SetupOffer,
)
from bot.core.people import Address, Group, Platform, Room
from bot.heartbeat import tidy
from bot.storage.store import Store
from tests.app.life import Life
from tests.app.scenes import CHANNEL, OTHER_PLACE, card
from tests.world import PLACE, Person, StoppedClock, founded

TOPIC = replace(PLACE, thread="7")


@pytest.fixture
def guest(app: App) -> Person:
    """Leads a Discord server."""
    return Person(app, "700", "Gus", Platform.DISCORD, facilitator=True)


async def code_of(host: Person, group: Group, place: Address = PLACE) -> str:
    return (await host.hears(ChatCode, InviteChat(group.id), place)).code


async def member(person: Person, group: Group, *, listed: bool = True) -> int:
    """Join, say yes to being named; the learner's number."""
    await person.joins(place=PLACE)
    await person.says(ListMe(group.id, listed))
    found = await person.app._store.read(lambda tx: tx.groups.members(group.id))
    return next(int(it.learner) for it in found if it.name == person.name)


async def introduced(app: App, place: str, platform: Platform = Platform.TELEGRAM) -> bool:
    return await app.news.introduces(platform, place, [place])


# --- with nothing said


async def test_with_nothing_said_one_tap_is_offered(host: Person) -> None:
    """Section 3: zones to choose from for a stranger, and nothing is there yet."""
    offer = await host.hears(SetupOffer, Setup(), PLACE)
    assert (offer.zone, offer.hour, offer.board, offer.digest) == ("", time(9), False, True)
    assert "Europe/Berlin" in offer.zones or len(offer.zones) > 10
    assert (await host.refused(ManageGroup(), PLACE)).kind == "no_group_here"


async def test_a_learner_is_offered_their_own_clock(host: Person) -> None:
    """One tap makes the group."""
    await host.joins("Asia/Tokyo")
    offer = await host.hears(SetupOffer, Setup(board=True, hour=time(7)), PLACE)
    assert (offer.zone, offer.hour, offer.board) == ("Asia/Tokyo", time(7), True)
    ready = await host.hears(GroupReady, Setup(offer.zone, offer.hour, offer.board), PLACE)
    assert (ready.created, ready.group.zone, ready.group.board) == (True, "Asia/Tokyo", True)


async def test_with_nothing_said_a_group_shows_its_settings(host: Person) -> None:
    """Each can be changed alone; nothing else changes."""
    group = await founded(host, zone="Europe/Berlin")
    shown = await host.hears(GroupReady, Setup(), PLACE)
    assert (shown.group, shown.created, shown.changed) == (group, False, False)
    after = await host.hears(GroupReady, Setup(digest=False, group=group.id), PLACE)
    assert (after.group, after.changed) == (replace(group, digest=False), True)


async def test_what_no_button_can_carry_asks_for_the_zone(host: Person) -> None:
    """Section 4: a name or a room would be lost with the offer."""
    for ask in (Setup(called="Bakers"), Setup(room=Room("7", "Study"))):
        assert (await host.refused(ask, PLACE)).field == "zone"


async def test_two_facilitators_set_up_at_once(app: App, host: Person) -> None:
    """One group comes of it, and nobody hears of an error."""
    other = Person(app, "901", "Second", facilitator=True)
    said = await asyncio.gather(host.says(Setup("UTC"), PLACE), other.says(Setup("Asia/Tokyo"), PLACE))
    ready = [it.said for it in said]
    assert all(isinstance(it, GroupReady) for it in ready)
    assert sorted(it.created for it in ready if isinstance(it, GroupReady)) == [False, True]
    assert len({it.group.id for it in ready if isinstance(it, GroupReady)}) == 1


async def test_an_old_button_of_another_group_is_refused(host: Person) -> None:
    """Section 4: the chat has become another group's since, or the button was forged."""
    first, second = await founded(host), await founded(host, TOPIC)
    for ask in (
        Setup(board=True, group=second.id),
        ForgetRoom(second.id),
        InviteChat(second.id),
        NameFacilitator(second.id, 1, yes=True),
        DetachChat(second.id, 1, sure=True),
        DetachChat(first.id, 999, sure=True),
    ):
        assert (await host.refused(ask, PLACE)).kind == "outdated"


async def test_a_right_that_was_taken_away_between_two_presses(host: Person) -> None:
    """Section 3: checked at each use."""
    group = await founded(host)
    await host.hears(GroupShown, ManageGroup(), PLACE)
    host.facilitator = False
    for ask in (
        ManageGroup(),
        Setup(board=True, group=group.id),
        Setup(check=True),
        InviteChat(group.id),
        DetachChat(group.id, 1, sure=True),
        NameFacilitator(group.id, 1, yes=True),
    ):
        assert (await host.refused(ask, PLACE)).kind == "not_facilitator"


# --- named facilitators


async def test_a_member_is_named_a_facilitator_and_unnamed_again(host: Person, anna: Person) -> None:
    """Section 1: those named in `/group` lead, in that group alone."""
    group = await founded(host)
    await founded(host, TOPIC)
    number = await member(anna, group)
    shown = await host.hears(GroupShown, ManageGroup(), PLACE)
    assert (shown.named, shown.nameable) == ((), ((number, "Anna"),))
    shown = await host.hears(GroupShown, NameFacilitator(group.id, number, yes=True), PLACE)
    assert (shown.named, shown.nameable) == (((number, "Anna"),), ())
    assert (await anna.hears(GroupReady, Setup(board=True, group=group.id), PLACE)).group.board
    assert (await anna.refused(Setup(board=True), TOPIC)).kind == "not_facilitator"
    assert (await anna.refused(Setup(board=True))).kind == "not_here"
    await host.says(NameFacilitator(group.id, number, yes=False), PLACE)
    assert (await anna.refused(ManageGroup(), PLACE)).kind == "not_facilitator"


async def test_a_named_facilitator_who_left_is_none(host: Person, anna: Person) -> None:
    """Nor is one again who comes back."""
    from bot.app.commands import Leave

    group = await founded(host)
    number = await member(anna, group)
    await host.says(NameFacilitator(group.id, number, yes=True), PLACE)
    await anna.says(Leave(group.id, sure=True))
    assert (await anna.refused(ManageGroup(), PLACE)).kind == "not_facilitator"
    await anna.says(Join(), PLACE)
    assert (await anna.refused(ManageGroup(), PLACE)).kind == "not_facilitator"


async def test_who_is_not_listed_is_not_offered_nor_named(host: Person, anna: Person) -> None:
    """R22: a learner alone decides whether a group sees their name; who hides it later stays without one."""
    group = await founded(host)
    number = await member(anna, group, listed=False)
    assert (await host.hears(GroupShown, ManageGroup(), PLACE)).nameable == ()
    assert (await host.refused(NameFacilitator(group.id, number, yes=True), PLACE)).kind == "outdated"
    assert (await host.refused(ManageGroup("Anna"), PLACE)).kind == "nobody_of_name"
    await anna.says(ListMe(group.id, True))
    assert (await host.hears(GroupShown, ManageGroup(" ann "), PLACE)).nameable == ((number, "Anna"),)
    await host.says(NameFacilitator(group.id, number, yes=True), PLACE)
    await anna.says(ListMe(group.id, False))
    assert (await host.hears(GroupShown, ManageGroup(), PLACE)).named == ((number, ""),)


# --- several chats


async def test_another_chat_joins_by_a_code(host: Person, guest: Person, anna: Person, life: Life) -> None:
    """Section 1: one group on both platforms; one card a chat, and all cover all members."""
    group = await founded(host)
    attached = await guest.hears(ChatAttached, Setup(attach=(await code_of(host, group)).lower()), CHANNEL)
    assert (attached.group, attached.chats) == (group, 2)
    assert (await anna.hears(JoinOffer, Join(), CHANNEL)).group == group.name
    await card(life, "2026-03-03")
    assert [len(life.telegram.sent), len(life.discord.sent)] == [1, 1]
    shown = await guest.hears(GroupShown, ManageGroup(), CHANNEL)
    assert [(it.platform, it.here) for it in shown.chats] == [(Platform.TELEGRAM, False), (Platform.DISCORD, True)]


async def test_a_code_works_once_and_for_ten_minutes(
    app: App, host: Person, guest: Person, clock: StoppedClock
) -> None:
    """And a newer one takes the older one's place."""
    group = await founded(host)
    old, new = await code_of(host, group), await code_of(host, group)
    assert (await guest.refused(Setup(attach=old), CHANNEL)).kind == "code_wrong"
    await guest.hears(ChatAttached, Setup(attach=new), CHANNEL)
    assert (await host.refused(Setup(attach=new), OTHER_PLACE)).kind == "code_wrong"
    late = await code_of(host, group)
    clock.pass_(minutes=10)
    assert (await guest.refused(Setup(attach=late), Address(Platform.DISCORD, "444"))).kind == "code_wrong"


async def test_codes_cannot_be_guessed(host: Person, guest: Person, clock: StoppedClock) -> None:
    """Five wrong ones an hour, then none is looked at."""
    group = await founded(host)
    for _ in range(5):
        assert (await guest.refused(Setup(attach="AAAA-AAAA"), CHANNEL)).kind == "code_wrong"
    code = await code_of(host, group)
    assert (await guest.refused(Setup(attach=code), CHANNEL)).kind == "link_shut"
    clock.pass_(hours=1)
    await guest.hears(ChatAttached, Setup(attach=await code_of(host, group)), CHANNEL)


async def test_a_code_takes_the_right_to_set_up_where_it_is_entered(host: Person, anna: Person) -> None:
    """Section 3."""
    group = await founded(host)
    code = await code_of(host, group)
    assert (await anna.refused(Setup(attach=code), CHANNEL)).kind == "not_facilitator"
    assert (await host.refused(Setup(attach=code))).kind == "not_here"
    assert (await host.refused(Setup(attach=code), PLACE)).kind == "chat_same"
    await founded(host, TOPIC)
    assert (await host.refused(Setup(attach=code), TOPIC)).kind == "chat_taken"


async def test_a_code_is_kept_nowhere_in_plain(host: Person, store: Store) -> None:
    """As those that link two accounts."""
    group = await founded(host)
    code = await code_of(host, group)
    from tests.app.test_replays import everything

    assert code not in str(await store.read(everything))


async def test_a_chat_is_detached_after_a_second_yes(host: Person, guest: Person, anna: Person, life: Life) -> None:
    """No card comes there any more; members and their facts stay."""
    group = await founded(host)
    await anna.joins(place=PLACE)
    await guest.hears(ChatAttached, Setup(attach=await code_of(host, group)), CHANNEL)
    here, there = (await host.hears(GroupShown, ManageGroup(), PLACE)).chats
    asked = await host.hears(DetachAsked, DetachChat(group.id, there.id), PLACE)
    assert not asked.last
    shown = await host.hears(GroupShown, DetachChat(group.id, there.id, sure=True), PLACE)
    assert [it.id for it in shown.chats] == [here.id]
    assert (await guest.refused(ManageGroup(), CHANNEL)).kind == "no_group_here"
    await card(life, "2026-03-03")
    assert life.discord.sent == []
    assert (await host.hears(DetachAsked, DetachChat(group.id, here.id), PLACE)).last
    await host.hears(ChatDetached, DetachChat(group.id, here.id, sure=True), PLACE)
    assert len(await host.app._store.read(lambda tx: tx.groups.members(group.id))) == 1


# --- removed, and added again


async def test_a_lost_chat_comes_back_with_its_settings(host: Person, clock: StoppedClock, app: App) -> None:
    """Issue 5: settings are kept for 30 days, and nobody reads an introduction again."""
    group = await founded(host, zone="Asia/Tokyo", hour=time(20), board=True)
    await app.news.address_closed(PLACE, "removed")
    await app.news.departed(Platform.TELEGRAM, PLACE.chat)
    clock.pass_(days=29)
    await app.news.arrived(Platform.TELEGRAM, [PLACE.chat])
    assert not await introduced(app, PLACE.chat)
    shown = await host.says(ManageGroup(), PLACE)
    assert isinstance(shown.said, GroupShown)
    assert (shown.said.group, shown.said.chats[0].closed) == (group, "")
    assert not any(isinstance(it, ChatTrouble) for it in shown.asides)


async def test_after_thirty_days_a_lost_chat_is_let_go(
    host: Person, anna: Person, clock: StoppedClock, store: Store, app: App
) -> None:
    """Tidied up or not; members and their facts are never lost."""
    group = await founded(host)
    await anna.joins(place=PLACE)
    await app.news.address_closed(PLACE, "removed")
    clock.pass_(days=30)
    assert (await host.refused(ManageGroup(), PLACE)).kind == "no_group_here"
    await store.write(lambda tx: tidy(tx, clock()))
    assert await store.read(lambda tx: tx.groups.chats(group.id)) == ()
    assert len(await store.read(lambda tx: tx.groups.members(group.id))) == 1
    again = await founded(host)
    assert again.id != group.id


async def test_the_bot_introduces_itself_once(app: App, clock: StoppedClock) -> None:
    """Issue 5: never again for that chat, over re-adding within 30 days."""
    assert await introduced(app, "-1")
    assert not await introduced(app, "-1")
    assert await introduced(app, "-1", Platform.DISCORD)
    clock.pass_(days=300)
    await app.news.departed(Platform.TELEGRAM, "-1")
    clock.pass_(days=29)
    assert not await introduced(app, "-1")
    await app.news.departed(Platform.TELEGRAM, "-1")
    clock.pass_(days=31)
    assert await introduced(app, "-1")


async def test_a_supergroup_was_greeted_as_the_group_it_was(app: App) -> None:
    """A group that moves is the same one."""
    assert await introduced(app, "-1")
    await app.news.chat_moved(Platform.TELEGRAM, "-1", "-1001")
    assert not await introduced(app, "-1001")
