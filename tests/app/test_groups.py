"""Groups: a chat becomes one, changes, moves, is lost and found again."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.app.app import App
from bot.app.commands import ForgetRoom, Help, Join, LogFlow, Settings, Setup, Today
from bot.app.said import ChatTrouble, DoorClosed, DoorOpened, GroupReady, HelpShown, JoinOffer
from bot.core.people import Address, Chat, ChatId, Platform, Room
from bot.storage.letters import Letter
from bot.storage.store import Store
from tests.app.scenes import CHANNEL
from tests.world import PLACE, Person, StoppedClock, founded

TOPIC = replace(PLACE, thread="7")


async def test_a_facilitator_makes_a_chat_a_group(host: Person, clock: StoppedClock) -> None:
    """Section 3: with zone, hour and board, named as the chat is; its card comes from Monday to Friday."""
    ready = await host.hears(GroupReady, Setup("Europe/Berlin", time(8), board=True), PLACE)
    group = ready.group
    assert (ready.created, ready.curriculum) == (True, "Bread by hand")
    assert (group.name, group.zone, group.hour, group.board) == ("Study club", "Europe/Berlin", time(8), True)
    assert group.days == frozenset(range(5))
    assert ready.first_card == datetime(2026, 3, 3, 7, tzinfo=UTC)


async def test_a_group_may_be_called_otherwise(host: Person) -> None:
    """And keeps its name when its other settings change."""
    ready = await host.hears(GroupReady, Setup("UTC", called="  Bakers  "), PLACE)
    assert ready.group.name == "Bakers"
    again = await host.hears(GroupReady, Setup("Asia/Tokyo", time(20)), PLACE)
    assert (again.created, again.group.id, again.group.name) == (False, ready.group.id, "Bakers")
    assert (again.group.zone, again.group.hour) == ("Asia/Tokyo", time(20))
    assert (await host.hears(GroupReady, Setup("UTC", called="Millers"), PLACE)).group.name == "Millers"


async def test_a_new_hour_moves_the_next_card(host: Person, store: Store, clock: StoppedClock) -> None:
    """R24: at once, and one rhythm a chat."""
    await founded(host, hour=time(9))
    ready = await host.hears(GroupReady, Setup("UTC", time(20)), PLACE)
    assert ready.first_card == datetime(2026, 3, 2, 20, tzinfo=UTC)
    assert await store.read(lambda tx: tx.rhythms.next_at()) == ready.first_card


async def test_only_a_facilitator_sets_a_chat_up(anna: Person, host: Person) -> None:
    """Section 3: checked at each use, also for who once was one."""
    assert (await anna.refused(Setup("UTC"), PLACE)).kind == "not_facilitator"
    await founded(host)
    host.facilitator = False
    assert (await host.refused(Setup("Asia/Tokyo"), PLACE)).kind == "not_facilitator"
    assert (await anna.hears(JoinOffer, Join(), PLACE)).zone == "UTC"


async def test_a_private_chat_is_no_group(host: Person) -> None:
    """Section 4: says where it would work."""
    assert (await host.refused(Setup("UTC"))).kind == "not_here"


async def test_an_unknown_zone_makes_no_group(anna: Person, host: Person) -> None:
    """Section 4: refused with the nearest names, and nothing is there."""
    refused = await host.refused(Setup("Berlim"), PLACE)
    assert (refused.kind, "Europe/Berlin" in refused.names) == ("unknown_zone", True)
    assert (await anna.hears(JoinOffer, Join(), PLACE)).group == ""


async def test_a_topic_is_a_group_of_its_own(anna: Person, host: Person) -> None:
    """Section 1: a Telegram group may hold several, one a topic."""
    first = await founded(host, PLACE, zone="UTC")
    second = await founded(host, TOPIC, zone="Asia/Tokyo")
    assert first.id != second.id
    zones = [(await anna.hears(JoinOffer, Join(), place)).zone for place in (PLACE, TOPIC)]
    assert zones == ["UTC", "Asia/Tokyo"]


async def test_two_groups_have_keys_of_their_own(host: Person) -> None:
    """Links of one say nothing about the other's."""
    groups = [await founded(host, place) for place in (PLACE, TOPIC)]
    assert len({group.key for group in groups}) == 2


# --- lost and found


async def queue(store: Store, clock: StoppedClock, *addresses: Address) -> None:
    """Letters that wait at these addresses."""
    now = clock()
    letters = [
        Letter(0, f"card:{number}", "card", 1, now.date(), address, "ready", now, now.replace(hour=23))
        for number, address in enumerate(addresses)
    ]
    await store.write(lambda tx: tx.letters.queue(letters))


async def chat_at(store: Store, address: Address) -> Chat:
    found = await store.read(lambda tx: tx.groups.chat_at(address))
    assert found is not None
    return found


async def test_a_chat_that_is_gone_stops_its_letters_and_no_others(
    app: App, host: Person, store: Store, clock: StoppedClock
) -> None:
    """Section 4: a deleted channel, a bot that was removed: kept as a fact, and the rest flows on."""
    for place in (PLACE, TOPIC, CHANNEL):
        await founded(host, place)
    await queue(store, clock, PLACE, TOPIC, CHANNEL)
    await app.news.address_closed(PLACE, "bot was kicked")
    assert await store.read(lambda tx: tx.letters.states()) == {"failed": 2, "ready": 1}
    chats = [await chat_at(store, place) for place in (PLACE, TOPIC, CHANNEL)]
    assert [chat.closed_because for chat in chats] == ["bot was kicked", "bot was kicked", ""]
    rhythms = await store.read(lambda tx: [tx.rhythms.get("card", chat.id) for chat in chats])
    assert [it is None for it in rhythms] == [True, True, False]


async def test_the_facilitator_is_told_of_a_chat_that_was_lost(app: App, anna: Person, host: Person) -> None:
    """Section 4: shown to the facilitator, beside whatever they asked; to nobody else, and not in private."""
    await founded(host)
    await host.joins(place=PLACE)
    await anna.joins(place=PLACE)
    await app.news.address_closed(PLACE, "no right to write")
    assert (await host.says(Today(), PLACE)).asides == (ChatTrouble("Study club", "no right to write", ()),)
    assert (await anna.says(Today(), PLACE)).asides == ()
    assert (await host.says(Today())).asides == ()


async def test_setting_a_lost_chat_up_again_opens_it(app: App, host: Person, store: Store) -> None:
    """Section 4: the same group, its cards begin anew."""
    group = await founded(host)
    await app.news.address_closed(PLACE, "kicked")
    answer = await host.says(Setup("UTC"), PLACE)
    assert isinstance(answer.said, GroupReady)
    assert (answer.said.group.id, answer.asides) == (group.id, ())
    assert await store.read(lambda tx: tx.rhythms.next_at()) == answer.said.first_card


async def test_a_bot_that_is_let_in_again_goes_on(app: App, host: Person, store: Store) -> None:
    """Section 4: nobody has to set anything up for it."""
    await founded(host)
    await app.news.address_closed(PLACE, "kicked")
    assert await store.read(lambda tx: tx.rhythms.next_at()) is None
    await app.door_opened(host.asker(PLACE))
    assert await store.read(lambda tx: tx.rhythms.next_at()) == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert (await host.says(Help(), PLACE)).asides == ()


async def test_a_group_that_became_a_supergroup_goes_on_there(
    app: App, anna: Person, host: Person, store: Store, clock: StoppedClock
) -> None:
    """Section 4: the new id is saved, letters and members follow."""
    group = await founded(host)
    await anna.joins(place=PLACE)
    await queue(store, clock, PLACE)
    await app.news.chat_moved(Platform.TELEGRAM, PLACE.chat, "-1009")
    new = replace(PLACE, chat="-1009")
    assert (await anna.hears(HelpShown, Help(), new)).group == group.name
    due = await store.read(lambda tx: tx.letters.due(Platform.TELEGRAM, clock(), 9))
    assert [it.address for it in due] == [new]


async def test_a_supergroup_that_was_set_up_already_keeps_its_own_group(
    app: App, host: Person, store: Store, clock: StoppedClock
) -> None:
    """Somebody was faster than the news of the move: the old chat is closed, and nothing fails."""
    await founded(host)
    new = replace(PLACE, chat="-1009")
    second = await founded(host, new)
    await app.news.chat_moved(Platform.TELEGRAM, PLACE.chat, "-1009")
    chats = [await chat_at(store, place) for place in (PLACE, new)]
    assert [chat.closed_at for chat in chats] == [clock.now, None]
    assert chats[1].group == second.id


async def test_news_of_a_move_that_comes_twice_changes_nothing(app: App, host: Person) -> None:
    """R20: the second one finds nothing to move."""
    await founded(host)
    for _ in range(2):
        await app.news.chat_moved(Platform.TELEGRAM, PLACE.chat, "-1009")
    assert (await host.hears(HelpShown, Help(), replace(PLACE, chat="-1009"))).group == "Study club"


# --- private doors


async def test_a_private_chat_that_refused_is_told_to_its_learner_alone_and_opens_when_they_write(
    app: App, anna: Person, host: Person
) -> None:
    """Section 3: at their next answer, and once."""
    await founded(host)
    await anna.joins(place=PLACE)
    await app.news.address_closed(Address(Platform.TELEGRAM, "101", person="101"), "blocked")
    asides = (await anna.says(Today(), PLACE)).asides
    assert [type(it) for it in asides] == [DoorClosed]
    assert (await anna.says(Today(), PLACE)).asides == ()


@pytest.mark.parametrize("noticed", [True, False])
async def test_writing_in_private_opens_the_door_and_is_told_so_once(
    app: App, anna: Person, host: Person, noticed: bool
) -> None:
    """Section 3: at their next private answer, also where the platform told first that the door is open."""
    await founded(host)
    await anna.joins()
    await anna.says(Settings(prompts=True))
    await app.news.address_closed(Address(Platform.TELEGRAM, "101", person="101"), "blocked")
    if noticed:
        await app.door_opened(anna.asker())
        assert (await anna.says(Today(), PLACE)).asides == ()
    assert (await anna.says(LogFlow(10))).asides == (DoorOpened(Platform.TELEGRAM),)
    assert (await anna.says(LogFlow(10))).asides == ()


async def test_what_was_refused_opens_the_door_too(app: App, anna: Person, store: Store, clock: StoppedClock) -> None:
    """Section 3: it opens again when they next write or press, whatever came of it."""
    await anna.joins()
    await app.news.address_closed(Address(Platform.TELEGRAM, "101", person="101"), "blocked")
    await anna.refused(LogFlow(10, when="tomorrow"))
    found = await store.read(lambda tx: tx.people.by_account(Platform.TELEGRAM, "101", clock()))
    assert found is not None
    assert found[1].closed_at is None


async def test_who_wants_no_prompts_is_told_nothing_of_the_door(app: App, anna: Person) -> None:
    """There is nothing that they would have missed."""
    await anna.joins()
    await anna.says(Settings(prompts=False))
    await app.news.address_closed(Address(Platform.TELEGRAM, "101", person="101"), "blocked")
    assert (await anna.says(LogFlow(10))).asides == ()


async def test_a_door_that_opens_by_itself_needs_no_command(
    app: App, anna: Person, store: Store, clock: StoppedClock
) -> None:
    """Telegram tells when somebody unblocks the bot."""
    await anna.joins()
    await app.news.address_closed(Address(Platform.TELEGRAM, "101", person="101"), "blocked")
    await app.door_opened(anna.asker())
    found = await store.read(lambda tx: tx.people.by_account(Platform.TELEGRAM, "101", clock()))
    assert found is not None
    assert found[1].closed_at is None


async def test_a_stranger_who_opens_a_door_is_nobody(app: App, anna: Person) -> None:
    """Before joining there is nothing to open."""
    await app.door_opened(anna.asker())
    await app.door_opened(anna.asker(PLACE))


async def test_a_discord_learners_private_channel_is_remembered(
    app: App, ben: Person, store: Store, clock: StoppedClock
) -> None:
    """Letters go there at the cost of one request instead of two."""
    await ben.joins(place=CHANNEL)
    await ben.says(Today())
    doors = await store.read(lambda tx: tx.people.by_account(Platform.DISCORD, "202", clock()))
    assert doors is not None
    assert doors[1].direct == "dm202"


@pytest.mark.parametrize("chat", [ChatId(1), ChatId(999)])
async def test_an_address_nobody_knows_is_closed_without_a_word(app: App, store: Store, chat: ChatId) -> None:
    """A bot that was removed from a chat that never was a group."""
    await app.news.address_closed(Address(Platform.TELEGRAM, f"-{chat}"), "kicked")
    assert await store.read(lambda tx: tx.groups.chat(chat)) is None


# --- a study room


async def test_a_facilitator_names_a_study_room(host: Person, anna: Person) -> None:
    """Issue 4, 2: it stays when other settings change, another one takes its place, and it can be taken away."""
    await founded(host, CHANNEL)
    ready = await host.hears(GroupReady, Setup("UTC", room=Room("77", "Study")), CHANNEL)
    assert (ready.group.room, ready.group.room_name, ready.unseen) == ("77", "Study", False)
    assert (await host.hears(GroupReady, Setup("Asia/Tokyo"), CHANNEL)).group.room == "77"
    hidden = await host.hears(GroupReady, Setup("UTC", room=Room("78", "Den", visible=False)), CHANNEL)
    assert (hidden.group.room_name, hidden.unseen) == ("Den", True)
    assert (await anna.refused(ForgetRoom(), CHANNEL)).kind == "not_facilitator"
    assert (await host.refused(ForgetRoom(), PLACE)).kind == "outdated"
    without = await host.hears(GroupReady, ForgetRoom(), CHANNEL)
    assert (without.group.room, without.group.room_name) == ("", "")


async def test_a_room_that_was_deleted_is_told_once(host: Person, anna: Person, store: Store) -> None:
    """Section 4: kept as a fact, shown to the facilitator alone, and no more than that."""
    await founded(host, CHANNEL)
    await anna.joins(place=CHANNEL)
    await host.says(Setup("UTC", room=Room("77", "Study")), CHANNEL)
    assert await store.write(lambda tx: tx.groups.lose_room("77")) == 1
    assert (await anna.says(Help(), CHANNEL)).asides == ()
    assert (await host.says(Help(), CHANNEL)).asides == (ChatTrouble("Study club", "", (), "Study"),)
    assert (await host.says(Help(), CHANNEL)).asides == ()
