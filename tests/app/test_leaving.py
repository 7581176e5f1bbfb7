"""Leaving a group or a curriculum: names vanish at once, logs stay the learner's, joining resumes (R12, R22)."""

from dataclasses import replace

from bot.app.app import App
from bot.app.commands import Join, Leaderboard, Leave, ListMe, LogFlow, Progress, Settings, Setup
from bot.app.said import (
    Joined,
    LeaveAsked,
    LeaveChoice,
    Left,
    NumbersShown,
    ProgressShown,
    SettingsShown,
)
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import OTHER_PLACE, fresh, member, prompted
from tests.world import PLACE, Person, StoppedClock, founded


async def test_what_there_is_to_leave_is_shown_first(anna: Person, host: Person) -> None:
    """Section 3: a look at it changes nothing."""
    group = await founded(host)
    await anna.joins(place=PLACE)
    choice = await anna.hears(LeaveChoice, Leave())
    assert [(it.id, it.name) for it in choice.groups] == [(group.id, group.name)]
    asked = await anna.hears(LeaveAsked, Leave(group.id))
    assert (asked.name, asked.groups) == (group.name, ())
    assert (await anna.hears(SettingsShown, Settings())).groups


@mostly_embedded
async def test_a_name_vanishes_at_once_and_what_was_done_stays_ones_own(app: App, host: Person, life: Life) -> None:
    """R22: from the card and the board; one's own numbers stay."""
    group = await founded(host, board=True)
    ann = await member(app, 1, group)
    bo = await member(app, 2, group)
    await life.until("2026-03-03 10:00")
    await ann.says(LogFlow(60))
    await bo.says(LogFlow(30))
    assert (await fresh(life, "2026-03-03 11:00")).names == ("Member 1", "Member 2")
    assert (await ann.hears(Left, Leave(group.id, sure=True))).name == group.name
    assert (await fresh(life, "2026-03-03 11:05")).names == ("Member 2",)
    assert (await ann.refused(Leaderboard(), PLACE)).kind == "not_member"
    assert (await ann.hears(NumbersShown, Progress("numbers"))).flows == 1
    assert (await ann.refused(Leave(group.id, sure=True))).kind == "outdated"


async def test_joining_again_resumes_from_that_day_on(
    anna: Person, host: Person, store: Store, clock: StoppedClock
) -> None:
    """No membership that ended is kept: the group counts anew, and asks again whether it may name them (R22)."""
    group = await founded(host)
    await anna.joins(place=PLACE)
    await anna.says(ListMe(group.id, True))
    await anna.says(LogFlow(60))
    await anna.says(Leave(group.id, sure=True))
    clock.pass_(days=3)
    assert (await anna.hears(Joined, Join(), PLACE)).ask_listing == group.id
    (mine,) = await store.read(lambda tx: tx.groups.members(group.id))
    assert (mine.joined.isoformat(), mine.listed) == ("2026-03-05", None)
    assert (await anna.hears(ProgressShown, Progress())).standing.logs == 1


async def test_leaving_one_of_two_curricula_goes_on_with_the_other(
    anna: Person, host: Person, store: Store, clock: StoppedClock, curriculum: Curriculum
) -> None:
    """R12: the groups that study it go with it; the place in it waits."""
    other = replace(curriculum, id="other", title="Other")
    app = anna.app
    app._shelf.put(*Shelf(curriculum, other).volumes)
    group = await founded(host)
    await host.says(Setup("UTC", curriculum="Other"), OTHER_PLACE)
    await anna.joins(place=PLACE)
    await anna.says(LogFlow(30, done=True))
    stood = (await anna.hears(ProgressShown, Progress())).stand

    def enrols(tx: Tx) -> None:
        found = tx.people.by_account(anna.platform, anna.id, clock.now)
        assert found
        tx.editions.enrol(found[0].id, "other", 1)

    await store.write(enrols)
    ref = (await anna.hears(LeaveChoice, Leave())).ref
    asked = await anna.hears(LeaveAsked, Leave(of=ref))
    assert (asked.name, asked.groups, asked.then) == (curriculum.title, (group.name,), "Other")
    left = await anna.hears(Left, Leave(of=ref, sure=True))
    assert (left.curriculum, left.then) == (True, "Other")
    shown = await anna.hears(SettingsShown, Settings())
    assert (shown.curriculum, shown.groups) == ("Other", ())
    assert (await anna.refused(Leave(of=ref, sure=True))).kind == "outdated"
    assert (await anna.hears(SettingsShown, Settings(curriculum=curriculum.title))).stand == stood


async def test_leaving_the_only_curriculum_stops_what_comes_unasked(anna: Person, life: Life) -> None:
    """R16: prompts and check-ins stop; the place waits, and going on takes no more than saying so."""
    await prompted(anna, "UTC")
    ref = (await anna.hears(LeaveChoice, Leave())).ref
    asked = await anna.hears(LeaveAsked, Leave(of=ref))
    assert (asked.groups, asked.then) == ((), "")
    await anna.says(Leave(of=ref, sure=True))
    assert not (await anna.hears(SettingsShown, Settings())).prompts
    await life.until("2026-03-09 20:00")
    assert life.sent() == []
    assert (await anna.hears(ProgressShown, Join())).stand.number == 1


async def test_a_group_of_somebody_else_is_not_ones_to_leave(anna: Person, host: Person) -> None:
    """Section 4: a forged number, and a stranger."""
    group = await founded(host)
    assert (await anna.refused(Leave(group.id, sure=True))).kind == "not_joined"
    await anna.joins()
    assert (await anna.refused(Leave(group.id, sure=True))).kind == "outdated"
    assert (await anna.refused(Leave(of="ffffffff", sure=True))).kind == "outdated"
