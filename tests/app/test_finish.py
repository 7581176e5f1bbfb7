"""The finish range, one press from `/progress`: from the weeks one explained, and from nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.app.commands import LogFlow, Progress, Settings, Undo
from bot.app.said import NumbersShown
from bot.core.curriculum import Curriculum
from tests.app.scenes import closes, ships
from tests.core import examples
from tests.world import Person, StoppedClock


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    """A phase of twelve weeks, then one of two."""
    small = examples.curriculum()
    first, second = small.phases
    weeks = tuple(replace(first.weeks[0], id=f"w{n}", number=n) for n in range(1, 13))
    last = tuple(replace(week, number=n) for n, week in enumerate(second.weeks, 13))
    last = tuple(replace(week, id=f"w{week.number}") for week in last)
    return replace(small, phases=(replace(first, weeks=weeks, accelerated=()), replace(second, weeks=last)))


async def days_ahead(person: Person, clock: StoppedClock) -> tuple[int, int] | None:
    """The range, in days from today."""
    found: tuple[date, date] | None = (await person.hears(NumbersShown, Progress("numbers"))).finish
    return ((found[0] - clock.now.date()).days, (found[1] - clock.now.date()).days) if found else None


async def explains(person: Person, clock: StoppedClock, *weeks: int) -> int:
    """Study so many calendar weeks for each week of the curriculum, and explain it on the last one's Sunday."""
    review = 0
    for length in weeks:
        for _ in range(length):
            await person.says(LogFlow(30))
            clock.pass_(weeks=1)
        clock.pass_(days=-1)
        review = (await closes(person)).review
        clock.pass_(days=1)
    return review


async def test_it_comes_once_there_is_a_pace(anna: Person, clock: StoppedClock) -> None:
    """Product, section 3: a range from one's own pace, which undo takes back as it takes back the week (R19)."""
    await anna.joins()
    await explains(anna, clock, 1, 1, 1)
    assert await days_ahead(anna, clock) is None
    review = await explains(anna, clock, 2)
    assert await days_ahead(anna, clock) == (70, 105)  # ten weeks: 7, 7 and 14 days long were the last
    await anna.says(Undo("review", review))
    assert await days_ahead(anna, clock) is None


async def test_an_absence_moves_it_on_and_makes_nobody_slow(anna: Person, clock: StoppedClock) -> None:
    """R12, R22: late is not a state."""
    await anna.joins()
    await explains(anna, clock, 1, 1, 1, 1)
    assert await days_ahead(anna, clock) == (70, 70)
    clock.pass_(weeks=20)
    assert await days_ahead(anna, clock) == (70, 70)
    await explains(anna, clock, 1)
    assert await days_ahead(anna, clock) == (63, 63)


async def test_weeks_explained_before_are_not_before_one_again(anna: Person, clock: StoppedClock) -> None:
    """R12: whoever goes back has as much ahead as before; after the last week nothing is left to reckon."""
    await anna.joins()
    await explains(anna, clock, *[1] * 6)
    before = await days_ahead(anna, clock)
    await anna.says(Settings(week=2))
    assert await days_ahead(anna, clock) == before == (56, 56)
    await anna.says(Settings(week=7))
    await explains(anna, clock, *[1] * 6)
    await ships(anna)
    await explains(anna, clock, 1)
    assert await days_ahead(anna, clock) == (7, 7)
    await explains(anna, clock, 1)
    assert await days_ahead(anna, clock) is None
    await ships(anna)
    clock.now += timedelta(days=1)
    assert await days_ahead(anna, clock) is None
