"""A private view for the facilitator of who may like a hello (issue 5; R22, R23)."""

import pytest

from bot.app.app import App
from bot.app.commands import (
    Agree,
    DraftHello,
    Leave,
    LogFlow,
    ManageGroup,
    NameFacilitator,
    NameMe,
    RestNow,
    Season,
    SeeHellos,
    Undo,
)
from bot.app.hellos import MOST
from bot.app.said import GroupShown, HelloDraft, HellosShown, Logged, ReadyKept
from bot.core.people import Group, LearnerId
from tests.app.scenes import CHANNEL, closes, forgets, member, ships
from tests.world import PLACE, Person, StoppedClock, founded


@pytest.fixture
async def group(host: Person) -> Group:
    return await founded(host)


async def agreeing(app: App, number: int, group: Group, *, listed: bool = True) -> Person:
    """A member to whom a hello is welcome."""
    person = await member(app, number, group, listed=listed)
    await person.says(Agree(group.id, "hello", True))
    return person


async def seen(host: Person, group: Group) -> list[str]:
    """The names that a facilitator reads."""
    return [name for _, name in (await host.hears(HellosShown, SeeHellos(group.id), PLACE)).members]


async def number_of(host: Person, group: Group, name: str) -> int:
    shown = await host.hears(HellosShown, SeeHellos(group.id), PLACE)
    return next(number for number, its in shown.members if its == name)


async def test_only_who_agreed_and_was_silent_for_two_weeks_is_shown(
    app: App, host: Person, group: Group, clock: StoppedClock
) -> None:
    """R22: joined longer ago than that, no flow since; the fifteenth day is the first after fourteen."""
    quiet, steady = await agreeing(app, 1, group), await agreeing(app, 2, group)
    await member(app, 3, group)
    clock.show("2026-03-16 10:00")
    await agreeing(app, 4, group)
    assert await seen(host, group) == []
    clock.show("2026-03-17 10:00")
    await steady.says(LogFlow(10, when="yesterday"))
    assert await seen(host, group) == ["Member 1"]
    await quiet.says(LogFlow(5))
    assert await seen(host, group) == []


async def test_fourteen_days_are_their_own(app: App, host: Person, group: Group, clock: StoppedClock) -> None:
    """R1: a day ends where the member is, at four in the morning."""
    clock.show("2026-03-02 10:00")
    east = Person(app, "77", "Kiri")
    await east.joins("Pacific/Auckland", place=PLACE)
    await east.says(Agree(group.id, "hello", True))
    clock.show("2026-03-16 14:59")
    assert await seen(host, group) == []
    clock.show("2026-03-16 15:01")
    assert await seen(host, group) == ["Kiri"]


async def test_who_rests_or_has_time_off_is_left_in_peace(
    app: App, host: Person, group: Group, clock: StoppedClock
) -> None:
    """R15: rest is no silence, and nobody who rests today is shown; nor does anybody in a season."""
    resting, quiet = await agreeing(app, 1, group), await agreeing(app, 2, group)
    clock.show("2026-03-20 10:00")
    await resting.says(RestNow("today"))
    assert await seen(host, group) == ["Member 2"]
    await host.says(Season("2026-03-20", "2026-03-22"), PLACE)
    assert await seen(host, group) == []
    clock.show("2026-03-23 10:00")
    assert await seen(host, group) == ["Member 1", "Member 2"]
    await quiet.says(RestNow("open"))
    clock.pass_(days=40)
    assert await seen(host, group) == ["Member 1"]


async def test_who_has_finished_is_not_missed(app: App, host: Person, group: Group, clock: StoppedClock) -> None:
    """R14: they went the whole way."""
    person = await agreeing(app, 1, group)
    for _ in range(2):
        await closes(person)
    last = await ships(person)
    assert isinstance(last, ReadyKept)
    assert last.next.spot == "finished"
    clock.show("2026-03-20 10:00")
    assert await seen(host, group) == []


async def test_a_facilitator_does_not_see_themselves(app: App, host: Person, group: Group, clock: StoppedClock) -> None:
    """Issue 5: whoever looks is there."""
    await agreeing(app, 1, group)
    await host.joins(place=PLACE)
    await host.says(Agree(group.id, "hello", True))
    clock.show("2026-03-20 10:00")
    assert await seen(host, group) == ["Member 1"]
    other = Person(app, "901", "Second", facilitator=True)
    assert await seen(other, group) == ["Hana", "Member 1"]


async def test_names_come_by_the_alphabet_and_no_more_than_ten(
    app: App, host: Person, group: Group, clock: StoppedClock
) -> None:
    """R22: no order tells who is away the longest, nothing tells how many there are."""
    for number in range(12):
        person = await agreeing(app, number, group, listed=False)
        await person.says(NameMe(group.id, f"{'zyxwvutsrqpo'[number]}{number}"))
        clock.pass_(days=1)
    clock.pass_(days=15)
    assert await seen(host, group) == [f"{letter}{11 - at}" for at, letter in enumerate("opqrstuvwx")]
    assert len("opqrstuvwx") == MOST


async def test_the_draft_speaks_of_the_person_alone(app: App, host: Person, group: Group, clock: StoppedClock) -> None:
    """Issue 5: a name and the group's; no day, no place in the curriculum, no number is even known to the screen."""
    await agreeing(app, 1, group)
    clock.show("2026-03-20 10:00")
    number = await number_of(host, group, "Member 1")
    assert await host.hears(HelloDraft, DraftHello(group.id, number), PLACE) == HelloDraft(group.name, "Member 1")


@pytest.mark.parametrize("how", ["no", "leaves", "logs", "rests", "erased"])
async def test_who_needs_none_meanwhile_is_told_in_one_sentence(
    app: App, host: Person, group: Group, clock: StoppedClock, how: str
) -> None:
    """Section 4: between two presses; why is nobody's business."""
    person = await agreeing(app, 1, group)
    clock.show("2026-03-20 10:00")
    number = await number_of(host, group, "Member 1")
    match how:
        case "no":
            await person.says(Agree(group.id, "hello", False))
        case "leaves":
            await person.says(Leave(group=group.id, sure=True))
        case "logs":
            await person.says(LogFlow(10))
        case "rests":
            await person.says(RestNow("today"))
        case _:
            await forgets(person)
    assert (await host.refused(DraftHello(group.id, number), PLACE)).kind == "hello_over"
    assert await seen(host, group) == []


async def test_only_who_leads_at_this_moment_sees_it(app: App, host: Person, group: Group, clock: StoppedClock) -> None:
    """Section 1: checked at each use; a named facilitator may, a member and a stranger may not, in private nobody."""
    await agreeing(app, 1, group)
    named = await member(app, 2, group)
    clock.show("2026-03-20 10:00")
    number = await number_of(host, group, "Member 1")
    shown = await host.hears(GroupShown, ManageGroup(), PLACE)
    assert {name for _, name in shown.nameable} == {"Member 1", "Member 2"}
    for ask in (SeeHellos(group.id), DraftHello(group.id, number)):
        assert (await named.refused(ask, PLACE)).kind == "not_facilitator"
        assert (await Person(app, "88", "Eve").refused(ask, PLACE)).kind == "not_facilitator"
        assert (await host.refused(ask)).kind == "not_here"
    mine = next(at for at, name in shown.nameable if name == "Member 2")
    await host.says(NameFacilitator(group.id, mine, yes=True), PLACE)
    assert await seen(named, group) == ["Member 1"]
    await host.says(NameFacilitator(group.id, mine, yes=False), PLACE)
    assert (await named.refused(DraftHello(group.id, number), PLACE)).kind == "not_facilitator"


async def test_a_button_of_another_group_is_refused(app: App, host: Person, group: Group, clock: StoppedClock) -> None:
    """Section 4: each group's facilitators see their own."""
    await agreeing(app, 1, group)
    clock.show("2026-03-20 10:00")
    number = await number_of(host, group, "Member 1")
    other = Person(app, "902", "Other", facilitator=True)
    theirs = await founded(other, CHANNEL)
    for ask in (SeeHellos(group.id), DraftHello(group.id, number)):
        assert (await other.refused(ask, CHANNEL)).kind == "outdated"
    assert (await other.refused(DraftHello(theirs.id, number), CHANNEL)).kind == "hello_over"
    assert (await host.refused(DraftHello(group.id, LearnerId(999)), PLACE)).kind == "hello_over"


async def test_a_flow_that_is_taken_back_is_none(app: App, host: Person, group: Group, clock: StoppedClock) -> None:
    """R19: what is shown follows from the facts that stand."""
    person = await agreeing(app, 1, group)
    clock.show("2026-03-20 10:00")
    logged = await person.hears(Logged, LogFlow(10))
    assert await seen(host, group) == []
    await person.says(Undo("log", logged.log.id))
    assert await seen(host, group) == ["Member 1"]
