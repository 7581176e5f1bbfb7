"""Two facilitators who act in one moment: one effect, two polite answers (issue 5)."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from dataclasses import replace
from datetime import time

import pytest

from bot.app.app import App
from bot.app.commands import (
    COMMANDS,
    Command,
    DetachChat,
    DraftHello,
    DropReward,
    EndSeason,
    ForgetRoom,
    InviteChat,
    ManageGroup,
    NameFacilitator,
    Season,
    SeeHellos,
    SeeRewards,
    Setup,
    TakeGroup,
)
from bot.app.said import (
    Answer,
    ChatAttached,
    ChatCode,
    ChatDetached,
    GroupReady,
    GroupShown,
    GroupTaken,
    HellosShown,
    Refused,
    RewardsShown,
    Said,
    SeasonsShown,
    WentWrong,
)
from bot.core.people import Group, Platform, Room
from bot.storage.store import Store
from tests.app.scenes import CHANNEL, LOST_TOPIC, OTHER_PLACE, TOPIC, member, orphaned
from tests.app.wardrobe import DEEP, DONE, picked
from tests.world import PLACE, Person, StoppedClock, founded

ROUNDS = 8  # on PostgreSQL eight turns run side by side; once might not meet


@pytest.fixture
def other(app: App) -> Person:
    """Leads the same place."""
    return Person(app, "901", "Second", facilitator=True)


@pytest.fixture
async def group(host: Person) -> Group:
    """What they lead."""
    return await founded(host)


async def at_once(*turns: Awaitable[Answer]) -> list[Said]:
    """What is said to them; nothing may go wrong."""
    said = [it.said for it in await asyncio.gather(*turns)]
    assert not any(isinstance(it, WentWrong) for it in said), said
    return said


async def test_settings_changed_by_both_are_both_kept(host: Person, other: Person, group: Group) -> None:
    """Different ones never undo each other; of the same one the later stands, and nobody is shown what is not."""
    for round_ in range(ROUNDS):
        hour, board = time(6 + round_), bool(round_ % 2)
        await at_once(
            host.says(Setup(hour=hour, group=group.id), PLACE),
            other.says(Setup(board=board, group=group.id), PLACE),
            host.says(Setup(called=f"Owls {round_}", group=group.id), PLACE),
            other.says(Setup(digest=board, group=group.id), PLACE),
        )
        now = (await host.hears(GroupReady, Setup(), PLACE)).group
        assert (now.hour, now.board, now.digest, now.name) == (hour, board, board, f"Owls {round_}")
    for _ in range(ROUNDS):
        zones = ("Asia/Tokyo", "Europe/Berlin")
        await at_once(*(one.says(Setup(zone), PLACE) for one, zone in zip((host, other), zones, strict=True)))
        assert (await host.hears(GroupReady, Setup(), PLACE)).group.zone in zones


async def test_a_group_has_one_card_a_chat_whoever_set_it_up(
    host: Person, other: Person, group: Group, store: Store
) -> None:
    """R24: the rhythm of a chat is one row."""
    turns = (one.says(Setup(hour=time(at)), PLACE) for at in range(5, 13) for one in (host, other))
    await at_once(*turns)
    rhythms = await store.read(
        lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM rhythms WHERE kind = 'card'").scalar_one()
    )
    assert rhythms == 1


async def test_naming_and_unnaming(app: App, host: Person, other: Person, group: Group) -> None:
    """One name in the list at most, and it is there or not."""
    await member(app, 1, group)
    (number, _) = (await host.hears(GroupShown, ManageGroup(), PLACE)).nameable[0]
    for _ in range(ROUNDS):
        await at_once(
            host.says(NameFacilitator(group.id, number, yes=True), PLACE),
            other.says(NameFacilitator(group.id, number, yes=True), PLACE),
        )
        assert [it for it, _ in (await host.hears(GroupShown, ManageGroup(), PLACE)).named] == [number]
        await at_once(
            host.says(NameFacilitator(group.id, number, yes=False), PLACE),
            other.says(NameFacilitator(group.id, number, yes=True), PLACE),
        )
        shown = await host.hears(GroupShown, ManageGroup(), PLACE)
        assert (len(shown.named), len(shown.nameable)) in ((0, 1), (1, 0))


async def test_two_codes_at_once(host: Person, other: Person, group: Group) -> None:
    """The newer one holds; the older does not."""
    guest = Person(host.app, "700", "Gus", Platform.DISCORD, facilitator=True)
    said = await at_once(
        host.says(InviteChat(group.id), PLACE),
        other.says(InviteChat(group.id), PLACE),
    )
    codes = [it.code for it in said if isinstance(it, ChatCode)]
    assert len(codes) == 2
    answers = [(await guest.says(Setup(attach=code), CHANNEL)).said for code in codes]
    assert Counter(type(it) for it in answers) == {ChatAttached: 1, Refused: 1}


@pytest.mark.parametrize("places", [(CHANNEL, CHANNEL), (CHANNEL, OTHER_PLACE)])
async def test_one_code_entered_twice(host: Person, group: Group, store: Store, places: tuple[object, ...]) -> None:
    """It works once: in the same chat, and in two."""
    code = (await host.hears(ChatCode, InviteChat(group.id), PLACE)).code
    guests = [
        Person(host.app, f"70{n}", f"Gus {n}", place.platform, facilitator=True)  # type: ignore[attr-defined]  # addresses
        for n, place in enumerate(places)
    ]
    said = await at_once(
        *(one.says(Setup(attach=code), place) for one, place in zip(guests, places, strict=True))  # type: ignore[arg-type]  # as above
    )
    assert Counter(type(it) for it in said) == {ChatAttached: 1, Refused: 1}
    assert len(await store.read(lambda tx: tx.groups.chats(group.id))) == 2


async def test_a_chat_let_go_twice(host: Person, other: Person, group: Group, store: Store) -> None:
    """It is gone once; whoever was later hears one sentence, or the same."""
    (chat,) = await store.read(lambda tx: tx.groups.chats(group.id))
    said = await at_once(
        host.says(DetachChat(group.id, chat.id, sure=True), PLACE),
        other.says(DetachChat(group.id, chat.id, sure=True), PLACE),
    )
    assert {type(it) for it in said} <= {ChatDetached, Refused}
    assert any(isinstance(it, ChatDetached) for it in said)
    assert await store.read(lambda tx: tx.groups.chats(group.id)) == ()


@pytest.mark.parametrize("apart", [False, True])
async def test_a_group_that_lost_its_chat_is_taken_once(
    host: Person, other: Person, clock: StoppedClock, store: Store, apart: bool
) -> None:
    """Into one chat by two, and into two chats: it meets in one."""
    for round_ in range(ROUNDS):
        here, there = (replace(it, chat=f"-1007{round_:02}") for it in (TOPIC, PLACE))
        lost = await orphaned(host, replace(LOST_TOPIC, chat=here.chat), clock)
        said = await at_once(
            host.says(TakeGroup(lost.id), here), other.says(TakeGroup(lost.id), there if apart else here)
        )
        assert Counter(type(it) for it in said) == {GroupTaken: 1, Refused: 1}
        (chat,) = await store.read(lambda tx, lost=lost: tx.groups.chats(lost.id))  # type: ignore[misc]  # this round's
        assert chat.closed_at is None


async def test_two_groups_taken_into_one_chat(host: Person, other: Person, clock: StoppedClock, store: Store) -> None:
    """One of them comes, the other waits as it was."""
    groups = [await orphaned(host, replace(LOST_TOPIC, thread=f"{number}"), clock) for number in (8, 9)]
    said = await at_once(*(one.says(TakeGroup(it.id), TOPIC) for one, it in zip((host, other), groups, strict=True)))
    assert Counter(type(it) for it in said) == {GroupTaken: 1, Refused: 1}
    found = await store.read(lambda tx: [chat for it in groups for chat in tx.groups.chats(it.id)])
    assert sorted(chat.closed_at is None for chat in found) == [False, True]


async def test_a_season_declared_twice_is_one(host: Person, other: Person, group: Group) -> None:
    """R15; and twice taken back it is gone."""
    for round_ in range(ROUNDS):
        ask = Season(f"2026-04-{round_ + 1:02}", f"2026-04-{round_ + 11:02}", "Easter")
        said = await at_once(*(one.says(ask, PLACE) for one in (host, other, host, other)))
        assert all(isinstance(it, SeasonsShown) for it in said)
        shown = await host.hears(SeasonsShown, Season(), PLACE)
        assert len(shown.seasons) == 1, f"round {round_}"
        (one,) = shown.seasons
        await at_once(host.says(EndSeason(one.id), PLACE), other.says(EndSeason(one.id), PLACE))
        assert (await host.hears(SeasonsShown, Season(), PLACE)).seasons == ()


async def test_a_room_and_its_end(host: Person, other: Person, group: Group) -> None:
    """Whichever was later stands."""
    for _ in range(ROUNDS):
        await at_once(
            host.says(Setup(room=Room("77", "Study")), PLACE),
            other.says(ForgetRoom(group.id), PLACE),
        )
        room = (await host.hears(GroupReady, Setup(), PLACE)).group
        assert (room.room, room.room_name) in (("77", "Study"), ("", ""))


async def test_what_only_shows_is_shown_to_both(host: Person, other: Person, group: Group) -> None:
    """Nothing is changed by it."""
    said = await at_once(
        *(one.says(SeeHellos(group.id), PLACE) for one in (host, other)),
        *(one.says(ManageGroup(), PLACE) for one in (host, other)),
        *(one.says(DraftHello(group.id, 1), PLACE) for one in (host, other)),
    )
    assert Counter(type(it) for it in said) == {HellosShown: 2, GroupShown: 2, Refused: 2}


async def test_a_role_chosen_and_dropped_at_once(app: App) -> None:
    """Two roles for one phase: one of them stands; dropped twice it is gone, and one of them may hear that it was."""
    boss, second = (Person(app, f"70{n}", f"Boss {n}", Platform.DISCORD, facilitator=True) for n in range(2))
    group = await founded(boss, CHANNEL)
    for _ in range(ROUNDS):
        said = await at_once(
            boss.says(ManageGroup(role=picked(DEEP), phase=1), CHANNEL),
            second.says(ManageGroup(role=picked(DONE), phase=1), CHANNEL),
        )
        assert {type(it) for it in said} == {RewardsShown}
        (line,) = (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines
        gone = DropReward(group.id, line.id, sure=True)
        said = await at_once(
            boss.says(gone, CHANNEL), second.says(gone, CHANNEL), second.says(SeeRewards(group.id), CHANNEL)
        )
        assert {type(it) for it in said} <= {RewardsShown, Refused}
        assert (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines == ()


def test_every_command_of_facilitators_is_here() -> None:
    """A new one without a test of two at once is seen by this."""
    tried: set[type[Command]] = {
        *(Setup, ManageGroup, NameFacilitator, InviteChat, DetachChat, Season, EndSeason),
        *(ForgetRoom, SeeHellos, DraftHello, SeeRewards, DropReward, TakeGroup),
    }
    assert {it for it in COMMANDS if it.facilitator} == tried
