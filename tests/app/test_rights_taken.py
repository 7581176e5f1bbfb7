"""Rights that are taken away between a button and its press: the press does what its presser may do now, which is
nothing (section 1 of product.md, issue 6)."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.app.app import App
from bot.app.commands import (
    COMMANDS,
    Command,
    DraftHello,
    InviteChat,
    ManageGroup,
    NameFacilitator,
    SeeHellos,
    SeeRewards,
    Setup,
)
from bot.app.said import ChatCode, GroupReady, GroupShown, Refused
from bot.core.people import Group, GroupId, LearnerId
from bot.storage.store import Store
from bot.storage.tables import chats, group_codes, groups, members, rewards, seasons
from bot.storage.tx import Tx
from tests.app.changes import everything_that_changes
from tests.app.life import mostly_embedded
from tests.app.scenes import member
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = mostly_embedded
LED = (groups, chats, group_codes, members, seasons, rewards)  # what facilitators change


def rows(tx: Tx) -> list[Any]:
    """Everything of all groups."""
    return [tuple(row) for table in LED for row in tx.connection.execute(select(table))]


async def buttons(host: Person, anna: Person, clock: StoppedClock, store: Store) -> Sequence[tuple[Person, Command]]:
    """One of each command of facilitators, with numbers that exist, and who was shown it."""
    changing = await everything_that_changes(host, anna, clock)
    found = [(person, command) for person, command in changing.values() if command.facilitator]
    group = next(command.group for _, command in found if isinstance(command, NameFacilitator))
    learner = next(command.learner for _, command in found if isinstance(command, NameFacilitator))
    found += [(host, it) for it in (InviteChat(group), SeeHellos(group), DraftHello(group, learner), Setup())]
    found += [(host, SeeRewards(group)), (host, ManageGroup())]
    assert {type(command) for _, command in found} == {it for it in COMMANDS if it.facilitator}
    return found


@pytest.mark.parametrize("learns", [False, True])
async def test_who_leads_no_longer_changes_and_reads_nothing(
    host: Person, anna: Person, clock: StoppedClock, store: Store, *, learns: bool
) -> None:
    """Section 1: the platform's right is asked for at each press. Each button was shown while it was there; whether
    they are members or not, it is one polite no, and the group is as it was."""
    pressed = await buttons(host, anna, clock, store)
    if learns:
        await host.joins(place=PLACE)
    for person, _ in pressed:
        person.facilitator = False
    before = await store.read(rows)
    for number, (person, command) in enumerate(pressed):
        answer = await person.says(command, PLACE, press=f"m{number}")
        assert isinstance(answer.said, Refused), f"{command}: {answer.said!r:.200}"
        assert answer.said.kind == "not_facilitator", command
    assert await store.read(rows) == before


async def test_the_same_buttons_work_again_with_the_right(host: Person, anna: Person, clock: StoppedClock) -> None:
    """A no takes nothing: who gets the right back presses the same button."""
    group = await founded(host)
    host.facilitator = False
    await host.refused(Setup(board=True, group=group.id), PLACE)
    host.facilitator = True
    ready = await host.hears(GroupReady, Setup(board=True, group=group.id), PLACE, press="m1")
    assert ready.group.board


async def test_what_was_done_in_time_is_answered_as_it_was(host: Person, store: Store) -> None:
    """R20: a press that took effect and is delivered again after the right went changes nothing a second time."""
    group = await founded(host)
    done = await host.says(Setup(board=True, group=group.id), PLACE, request="once", press="m1")
    host.facilitator = False
    before = await store.read(rows)
    assert await host.says(Setup(board=True, group=group.id), PLACE, request="once", press="m1") == done
    assert await store.read(rows) == before


async def named(app: App, host: Person, group: Group) -> tuple[Person, LearnerId]:
    """A member whom a facilitator named one."""
    person = await member(app, 1, group)
    (number, _) = (await host.hears(GroupShown, ManageGroup(), PLACE)).nameable[0]
    await host.says(NameFacilitator(group.id, number, yes=True), PLACE)
    return person, LearnerId(number)


async def test_who_was_named_and_is_no_longer_gets_no_code(app: App, host: Person, store: Store) -> None:
    """Section 1: in the chat and in private, where a named facilitator may ask as well."""
    group = await founded(host)
    person, number = await named(app, host, group)
    asks: list[tuple[Command, Any]] = [(InviteChat(group.id), place) for place in (PLACE, None)]
    for ask, place in asks:
        await person.hears(ChatCode, ask, place)
    await host.says(NameFacilitator(group.id, number, yes=False), PLACE)
    before = await store.read(rows)
    for ask, place in (*asks, (ManageGroup(), PLACE), (ManageGroup(), None), (SeeHellos(group.id), PLACE)):
        await person.refused(ask, place)
    assert await store.read(rows) == before


async def test_a_facilitator_of_one_place_presses_for_no_other(host: Person, anna: Person, app: App) -> None:
    """A button that names another group than the chat's is outdated, whoever presses it."""
    group = await founded(host)
    elsewhere = replace(PLACE, chat="-100777")
    other = Person(app, "901", "Olga", facilitator=True)
    await founded(other, elsewhere)
    for ask in (Setup(board=True), InviteChat(0), SeeHellos(0)):
        assert "group" in {field.name for field in fields(ask)}
        foreign = replace(ask, group=GroupId(group.id))
        assert (await other.refused(foreign, elsewhere)).kind == "outdated"
