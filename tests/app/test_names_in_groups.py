"""Each group knows its members by the name that they chose for it (R10, R22)."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.app.app import App
from bot.app.commands import Join, Leaderboard, ListMe, LogFlow, NameMe, Setup
from bot.app.said import Belonging, BoardShown, Card, Joined, Refused
from bot.core.people import Group
from bot.storage.store import Store
from bot.storage.tables import requests
from tests.app.life import Life
from tests.app.scenes import OTHER_PLACE, forgets, fresh, member
from tests.world import PLACE, Person, StoppedClock, founded

HOSTILE = "**@everyone** <b>x</b> [a](http://e.org)"


@pytest.fixture
async def group(host: Person) -> Group:
    return await founded(host, board=True)


async def names(person: Person, group: Group) -> list[str]:
    return [it.name for it in (await person.hears(BoardShown, Leaderboard("week", group.id))).top]


async def test_a_name_is_for_one_group_and_defaults_to_the_usual_one(app: App, host: Person, group: Group) -> None:
    """R10: names as each learner chose in that group."""
    ann = await member(app, 1, group)
    other = await founded(host, OTHER_PLACE)
    await host.says(Setup("UTC", board=True), OTHER_PLACE)
    await ann.joins(place=OTHER_PLACE)
    await ann.says(ListMe(other.id, True))
    await ann.says(LogFlow(30))
    assert await names(ann, group) == ["Member 1"]
    told = await ann.hears(Belonging, NameMe(group.id, " Annie "))
    assert (told.group, told.listed, told.name) == ("Study club", True, "Annie")
    assert (await names(ann, group), await names(ann, other)) == (["Annie"], ["Member 1"])


@pytest.mark.parametrize("usual", ["Member 1", ""])
async def test_the_usual_name_takes_another_one_back(app: App, group: Group, usual: str) -> None:
    """Then it follows the usual one again."""
    ann = await member(app, 1, group)
    await ann.says(LogFlow(30))
    await ann.says(NameMe(group.id, "Annie"))
    await ann.says(NameMe(group.id, usual))
    assert await names(ann, group) == ["Member 1"]


@pytest.mark.parametrize("name", ["Annie", HOSTILE[:40]])
async def test_the_card_shows_the_name_of_its_group(
    app: App, host: Person, life: Life, clock: StoppedClock, name: str
) -> None:
    """Issue 5, 4: shown everywhere that group is spoken of; a card that is out is drawn again."""
    group = await founded(host, board=True)
    ann = await member(app, 1, group)
    await life.until("2026-03-03 09:30")
    await ann.says(LogFlow(30))
    assert "Member 1" in str(await fresh(life, "2026-03-03 10:00"))
    await ann.says(NameMe(group.id, name))
    shown = await fresh(life, "2026-03-03 11:00")
    assert isinstance(shown, Card)
    assert shown.day == date(2026, 3, 3)
    assert repr(name) in repr(shown)
    assert "Member 1" not in str(shown)


async def test_a_name_can_be_chosen_at_joining(anna: Person, host: Person, group: Group) -> None:
    """Section 3: and by the answer to whether the group may see one."""
    await anna.joins()
    assert (await anna.hears(Joined, Join(called="Nan"), PLACE)).name == "Nan"
    await anna.says(LogFlow(30))
    assert await names(anna, group) == []
    told = await anna.hears(Belonging, NameMe(group.id, "Anni", show=True))
    assert (told.listed, told.name) == (True, "Anni")
    assert await names(anna, group) == ["Anni"]


async def test_only_members_are_called_anything(anna: Person, group: Group) -> None:
    """Section 4: an outdated button changes nothing."""
    await anna.joins()
    for wrong in (group.id, 999):
        assert (await anna.hears(Refused, NameMe(wrong, "x"))).kind == "outdated"


async def test_a_name_in_a_group_is_erased_with_its_learner(
    app: App, group: Group, store: Store, clock: StoppedClock
) -> None:
    """R23: also from the answers to others that are kept."""
    ann, bob = [await member(app, n, group) for n in (1, 2)]
    await ann.says(NameMe(group.id, "Only here"))
    await bob.says(LogFlow(30))
    await store.write(lambda tx: tx.requests.keep("telegram:m2:x", "", '["Only here"]', clock.now))
    await forgets(ann)
    kept = await store.read(lambda tx: list(tx.connection.execute(select(requests.c.answer)).scalars()))
    assert not any("Only here" in each for each in kept)
