"""Monday's digest: what a group did together, and nobody given away (R23, R24)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.app.app import App
from bot.app.commands import (
    History,
    ListMe,
    LogFlow,
    Setup,
    Undo,
)
from bot.app.said import Card, Digest, HistoryShown, ReadyKept
from bot.core.people import Group
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import card, closes, fresh, member, ships
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = mostly_embedded


@pytest.fixture
async def group(host: Person) -> Group:
    """A group whose card comes at nine, UTC."""
    return await founded(host)


async def digest_after(life: Life, flows: list[tuple[Person, int]]) -> Digest | None:
    """The digest of the first week, after these flows in it."""
    for person, minutes in flows:
        await person.says(LogFlow(minutes))
    return (await card(life, "2026-03-09")).digest


async def test_the_digest_sums_the_week_from_three_learners_up(app: App, group: Group, life: Life) -> None:
    """R23, R24: on Monday, before all else."""
    people = [await member(app, number, group, listed=False) for number in range(3)]
    digest = await digest_after(life, [(people[0], 600), (people[1], 30), (people[2], 5), (people[2], 5)])
    assert digest == Digest(date(2026, 3, 2), 280, 4, 3, (), 0, ())


async def test_below_three_the_digest_tells_no_sums(app: App, group: Group, life: Life) -> None:
    """R23: a total would give one of them away."""
    people = [await member(app, number, group) for number in range(2)]
    digest = await digest_after(life, [(people[0], 60), (people[1], 30)])
    assert digest == Digest(date(2026, 3, 2), None, None, 2, (), 0, ())


async def test_a_week_without_a_flow_has_no_digest(app: App, group: Group, life: Life) -> None:
    """R24, R22: nobody's absence is announced; other days have none either."""
    await member(app, 1, group)
    assert (await card(life, "2026-03-09")).digest is None
    assert all(it.digest is None for it in life.heard(Card))


async def test_a_facilitator_may_switch_the_digest_off(app: App, host: Person, group: Group, life: Life) -> None:
    """Section 1 of the set-up: the card comes without it."""
    await host.says(Setup(digest=False, group=group.id), PLACE)
    people = [await member(app, number, group) for number in range(3)]
    assert await digest_after(life, [(person, 30) for person in people]) is None


async def test_the_digest_celebrates_the_listed(app: App, group: Group, life: Life) -> None:
    """R23, R24: weeks that were explained, by name only where the name is listed."""
    people = [await member(app, number, group, listed=number < 2) for number in range(4)]
    for person in people[1:]:
        await closes(person)
    digest = await digest_after(life, [(person, 30) for person in people])
    assert digest is not None
    assert (digest.finished, digest.finished_unlisted) == ((("Member 1", 1),), 2)


async def test_the_digest_names_the_project_of_a_phase_that_was_left(app: App, group: Group, life: Life) -> None:
    """R14, R22, R24: of the listed alone; a project that is open again is no celebration."""
    people = [await member(app, number, group, listed=number < 2) for number in range(3)]
    for person in people:
        for _ in range(2):
            await closes(person)
        last = await ships(person)
    assert isinstance(last, ReadyKept)
    digest = await digest_after(life, [(person, 30) for person in people])
    assert digest is not None
    assert digest.projects == (("Member 0", "A bread of your own"), ("Member 1", "A bread of your own"))
    history = await people[0].hears(HistoryShown, History())
    step = next(fact for fact in history.facts if fact.what == "phase")
    await people[0].says(Undo("phase", step.which))
    drawn = await fresh(life, "2026-03-09 10:00")
    assert drawn.digest is not None
    assert drawn.digest.projects == (("Member 1", "A bread of your own"),)


async def test_below_three_no_unlisted_week_is_counted(app: App, group: Group, life: Life) -> None:
    """R23: "one more week was explained" would point at the only other one."""
    people = [await member(app, number, group, listed=number == 0) for number in range(2)]
    for person in people:
        await closes(person)
    digest = await digest_after(life, [(person, 30) for person in people])
    assert digest is not None
    assert (digest.finished, digest.finished_unlisted) == ((("Member 0", 1),), 0)


@pytest.mark.slow
async def test_the_digest_welcomes_who_came_back(app: App, group: Group, life: Life) -> None:
    """R24: listed learners whose week before was empty; not newcomers, not the steady ones."""
    people = [await member(app, number, group, listed=number != 3) for number in range(5)]
    for person in (people[0], people[1], people[3]):
        await person.says(LogFlow(30))
    await life.until("2026-03-09 12:00")
    await people[1].says(LogFlow(30))
    await life.until("2026-03-16 12:00")
    for number in (0, 1, 2, 3):
        await people[number].says(LogFlow(30))
    shown = await card(life, "2026-03-23")
    assert shown.digest is not None
    assert (shown.digest.monday, shown.digest.back) == (date(2026, 3, 16), ("Member 0",))


async def test_a_newcomer_to_the_group_has_not_come_back(
    app: App, anna: Person, group: Group, life: Life, clock: StoppedClock
) -> None:
    """Section 1: what was studied before joining the group is not the group's to tell."""
    await anna.joins()
    await anna.says(LogFlow(30))
    await life.until("2026-03-16 12:00")
    await anna.joins(place=PLACE)
    await anna.says(ListMe(group.id, True))
    await anna.says(LogFlow(30))
    digest = (await card(life, "2026-03-23")).digest
    assert digest is not None
    assert digest.back == ()


async def test_a_late_log_still_changes_the_digest_on_monday(
    app: App, group: Group, life: Life, clock: StoppedClock
) -> None:
    """Refinement 9: what is written down on Monday for the week before shows on the card in place."""
    person = await member(app, 1, group)
    await digest_after(life, [(person, 30)])
    others = [await member(app, number, group) for number in (2, 3)]
    clock.now = clock.now + timedelta(hours=1)
    for other in others:
        await other.says(LogFlow(30, when="2026-03-08"))
    shown = await fresh(life, "2026-03-09 12:00")
    assert shown.digest is not None
    assert shown.digest.learners == 1
    await person.says(LogFlow(45, when="2026-03-08"))
    changed = await fresh(life, "2026-03-09 13:00")
    assert changed == replace(shown, digest=changed.digest)
    assert changed.digest == shown.digest
