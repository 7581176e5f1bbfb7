"""Study pairs (issue 5): by consent, with promises for the week, trios, made anew quietly after silence."""

import pytest
from sqlalchemy import event

from bot.app.app import App
from bot.app.commands import (
    Agree,
    Forget,
    ForgetNow,
    InGroup,
    Leave,
    LogFlow,
    Promise,
    RestNow,
    Today,
)
from bot.app.said import Belonging, ForgetAsked, Forgotten, Promised, TodayShown
from bot.core.people import Group
from bot.storage.store import Store
from tests.app.scenes import member
from tests.world import Person, StoppedClock, founded


@pytest.fixture
async def group(host: Person) -> Group:
    return await founded(host)


@pytest.fixture
async def four(app: App, group: Group) -> list[Person]:
    """Four members of it."""
    return [await member(app, number, group) for number in range(1, 5)]


async def agrees(person: Person, group: Group, *, yes: bool = True) -> Belonging:
    return await person.hears(Belonging, Agree(group.id, "partner", yes))


async def beside(person: Person) -> list[str]:
    """Whom somebody's next flow names."""
    shown = await person.hears(TodayShown, Today())
    return [each.name for pair in shown.pairs for each in pair.partners]


async def test_nobody_is_paired_unasked(four: list[Person], group: Group) -> None:
    """Issue 5: pairs by consent; who agreed alone waits, and both have each other as soon as there are two."""
    assert await beside(four[0]) == []
    alone = await agrees(four[0], group)
    assert (alone.agreed, alone.pair.partners) == (frozenset({"partner"}), ())
    both = await agrees(four[1], group)
    assert [each.name for each in both.pair.partners] == ["Member 1"]
    assert await beside(four[0]) == ["Member 2"]
    assert await beside(four[2]) == []


async def test_an_odd_one_makes_three(four: list[Person], group: Group) -> None:
    """Issue 5: odd counts as trios; a fourth makes two pairs of them."""
    for person in four[:3]:
        await agrees(person, group)
    assert [await beside(person) for person in four[:3]] == [
        ["Member 2", "Member 3"], ["Member 1", "Member 3"], ["Member 1", "Member 2"],
    ]  # fmt: skip
    await agrees(four[3], group)
    assert [len(await beside(person)) for person in four] == [1, 1, 1, 1]


async def test_a_promise_is_for_its_week_and_for_the_pair_alone(
    four: list[Person], group: Group, clock: StoppedClock
) -> None:
    """R23: shared with whom it was meant for; next week is a new one."""
    for person in four[:2]:
        await agrees(person, group)
    said = await four[0].hears(Promised, Promise(group.id, "  Explain week 1\nby Friday "))
    assert (said.pair.promise, said.for_next_week) == ("Explain week 1 by Friday", False)
    (pair,) = (await four[1].hears(TodayShown, Today())).pairs
    assert (pair.partners[0].promise, pair.promise) == ("Explain week 1 by Friday", "")
    assert (await four[2].hears(Belonging, InGroup(group.id))).pair.partners == ()
    clock.show("2026-03-09 10:00")
    (pair,) = (await four[1].hears(TodayShown, Today())).pairs
    assert pair.partners[0].promise == ""


async def test_on_a_sunday_one_promises_for_the_week_that_comes(
    four: list[Person], group: Group, clock: StoppedClock
) -> None:
    """The check-in's day looks ahead."""
    for person in four[:2]:
        await agrees(person, group)
    clock.show("2026-03-08 19:00")
    assert (await four[0].hears(Promised, Promise(group.id, "Three days"))).for_next_week
    clock.show("2026-03-11 10:00")
    (pair,) = (await four[1].hears(TodayShown, Today())).pairs
    assert pair.partners[0].promise == "Three days"


async def test_that_somebody_studied_is_told_and_never_that_they_did_not(four: list[Person], group: Group) -> None:
    """R22: the partner hears of a flow this week, and of none nothing."""
    for person in four[:2]:
        await agrees(person, group)
    (pair,) = (await four[1].hears(TodayShown, Today())).pairs
    assert not pair.partners[0].studied
    await four[0].says(LogFlow(30))
    (pair,) = (await four[1].hears(TodayShown, Today())).pairs
    assert pair.partners[0].studied


async def test_after_two_silent_weeks_the_other_gets_somebody_else_on_a_monday(
    four: list[Person], group: Group, clock: StoppedClock
) -> None:
    """Issue 5: a quiet re-pair after silence; who was silent is paired again once they log."""
    for person in four:
        await agrees(person, group)
    assert [await beside(person) for person in four] == [["Member 4"], ["Member 3"], ["Member 2"], ["Member 1"]]
    for _ in range(3):
        clock.pass_(days=7)
        for person in four[1:]:
            await person.says(LogFlow(30))
    assert await beside(four[1]) == ["Member 3", "Member 4"]
    assert await beside(four[0]) == []
    await four[0].says(LogFlow(30))
    clock.pass_(days=7)
    assert [len(await beside(person)) for person in four] == [1, 1, 1, 1]


async def test_rest_is_no_silence(four: list[Person], group: Group, clock: StoppedClock) -> None:
    """R15: who said that they are away keeps their partner."""
    for person in four[:2]:
        await agrees(person, group)
    await four[0].says(RestNow("open"))
    for _ in range(4):
        clock.pass_(days=7)
        await four[1].says(LogFlow(30))
    assert await beside(four[1]) == ["Member 1"]


async def test_whoever_stops_leaves_or_is_erased_is_named_no_more(four: list[Person], group: Group) -> None:
    """R22: names vanish at once, the promise too; nobody is told why."""
    for person in four:
        await agrees(person, group)
    await four[0].says(Promise(group.id, "Something of mine"))
    await agrees(four[0], group, yes=False)
    assert await beside(four[0]) == []
    assert await beside(four[1]) == ["Member 3", "Member 4"]
    await four[2].says(Leave(group=group.id, sure=True))
    assert await beside(four[1]) == ["Member 4"]
    asked = await four[3].hears(ForgetAsked, Forget())
    await four[3].hears(Forgotten, ForgetNow(asked.asked))
    assert await beside(four[1]) == []


async def test_a_promise_takes_a_partner(four: list[Person], group: Group) -> None:
    """Section 4: one clear sentence, and nothing is changed."""
    await agrees(four[0], group)
    assert (await four[0].refused(Promise(group.id, "Three days"))).kind == "no_partner"
    assert (await four[0].refused(Promise(999, "Three days"))).kind == "no_partner"
    assert (await four[0].refused(Agree(999, "partner", True))).kind == "outdated"


async def test_the_next_flow_reads_the_learners_groups_once(four: list[Person], group: Group, store: Store) -> None:
    """A command that everybody says daily: their groups are one statement, with a pair and without."""
    for person in four[:2]:
        await agrees(person, group)
        await beside(person)
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        del connection, cursor, more
        said.append(statement)

    event.listen(store._writer, "before_cursor_execute", note)
    for person in four:
        said.clear()
        await beside(person)
        assert len([each for each in said if "FROM groups" in each]) == 1
    event.remove(store._writer, "before_cursor_execute", note)
