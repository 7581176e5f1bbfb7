"""An old prompt's buttons on a day whose own prompt is still to come: one prompt a day in all (section 1, R17)."""

from datetime import date, datetime, time

import pytest

from bot.app.commands import Settings, Snooze
from bot.app.said import DailyPrompt, Snoozed
from bot.core.people import Platform
from bot.core.plans import Plan
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import prompted
from tests.world import Person

pytestmark = mostly_embedded
WORKDAYS = Plan(frozenset(range(5)))
TUESDAY, WEDNESDAY = date(2026, 3, 10), date(2026, 3, 11)


def came(life: Life, since: date = TUESDAY) -> list[str]:
    """When prompts came from a day on."""
    found = [it.at for it in life.sent() if isinstance(it.said, DailyPrompt)]
    return [f"{at:%d %H:%M}" for at in found if at.date() >= since]


async def snoozes(person: Person, until: str) -> str:
    """When the prompt is promised to come again."""
    at: datetime = (await person.hears(Snoozed, Snooze(until))).at  # type: ignore[arg-type]  # of the words
    return f"{at:%d %H:%M}"


async def ignored_by(life: Life, wall: str) -> int:
    """How many prompts Anna has ignored by some time."""
    await life.until(wall)
    found = await life.store.read(lambda tx: tx.people.by_account(Platform.TELEGRAM, "101", life.clock.now))
    assert found is not None
    return found[0].ignored


@pytest.fixture
async def early(life: Life, anna: Person) -> Life:
    """Tuesday, ten in the morning: Monday's prompt is at hand, today's comes at 18:00."""
    await prompted(anna, "UTC", hour=time(18), plan=WORKDAYS)
    await life.until("2026-03-10 10:00")
    return life


@pytest.mark.parametrize(("until", "at"), [("hour", "10 11:00"), ("evening", "10 20:00")])
async def test_what_was_put_off_to_later_today_comes_in_place_of_todays_own(
    early: Life, anna: Person, until: str, at: str
) -> None:
    """R17: and the answer says when. Tomorrow's comes as ever."""
    assert await snoozes(anna, until) == at
    await early.until("2026-03-11 23:00")
    assert came(early) == [at, "11 18:00"]


async def test_an_hour_that_reaches_over_todays_own_is_an_hour_all_the_same(early: Life, anna: Person) -> None:
    """Who asks for an hour has one: nothing comes half way."""
    await early.until("2026-03-10 17:30")
    assert await snoozes(anna, "hour") == "10 18:30"
    await early.until("2026-03-10 23:00")
    assert came(early) == ["10 18:30"]


async def test_tomorrow_is_tomorrow_also_where_todays_own_was_still_to_come(early: Life, anna: Person) -> None:
    """The answer tells the truth: the next one is tomorrow's."""
    assert await snoozes(anna, "tomorrow") == "11 18:00"
    await early.until("2026-03-11 23:00")
    assert came(early) == ["11 18:00"]


async def test_the_last_word_counts_here_too(early: Life, anna: Person) -> None:
    """R20: tomorrow after all, or after all in an hour; never two on a day."""
    assert await snoozes(anna, "hour") == "10 11:00"
    assert await snoozes(anna, "tomorrow") == "11 18:00"
    assert await snoozes(anna, "evening") == "10 20:00"
    await early.until("2026-03-11 23:00")
    assert came(early) == ["10 20:00", "11 18:00"]


async def test_another_hour_brings_none_besides(early: Life, anna: Person) -> None:
    """R17: settings that change meanwhile find the day taken."""
    await snoozes(anna, "hour")
    await anna.says(Settings(hour=time(21)))
    await early.until("2026-03-11 23:00")
    assert came(early) == ["10 11:00", "11 21:00"]


async def test_one_put_off_to_a_day_that_becomes_a_plan_day_comes_alone(life: Life, anna: Person) -> None:
    """R11, R17: the new plan holds from Monday, for which one was asked for on Sunday."""
    await prompted(anna, "UTC", hour=time(18), plan=Plan(frozenset({1, 2, 3})))
    await life.until("2026-03-15 10:00")
    assert await snoozes(anna, "tomorrow") == "16 18:00"
    await anna.says(Settings(plan=WORKDAYS))
    await life.until("2026-03-16 23:00")
    assert came(life, date(2026, 3, 15)) == ["16 18:00"]


async def test_what_was_put_off_is_ignored_once_at_most(early: Life, anna: Person) -> None:
    """R16: the next one that comes due after it is tomorrow's."""
    await snoozes(anna, "hour")
    assert [await ignored_by(early, f"2026-03-{day} 23:00") for day in (10, 11)] == [0, 1]
