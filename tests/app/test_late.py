"""What is late: after downtime, at night, and when the clock itself jumps."""

from datetime import date, time, timedelta

import pytest

from bot.app.commands import Progress, Settings
from bot.app.courier import Later
from bot.app.said import CheckinCall, DailyPrompt
from bot.core.plans import default_plan
from bot.heartbeat import beat
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import prompted
from tests.world import Person, StoppedClock

pytestmark = mostly_embedded

EVERY_DAY = default_plan(7)


# --- late


@pytest.mark.parametrize(
    ("back", "sent"),
    [("2026-03-02 14:00", 1), ("2026-03-02 15:00", 1), ("2026-03-02 15:01", 0), ("2026-03-02 16:00", 0)],
)
async def test_a_prompt_is_sent_up_to_three_hours_late(anna: Person, life: Life, back: str, sent: int) -> None:
    """R18: two hours late is late, four hours late is tomorrow's."""
    await prompted(anna, "UTC", hour=time(12))
    await life.down_until(back)
    assert len(life.heard(DailyPrompt)) == sent
    await life.until("2026-03-03 12:00")
    assert life.times(DailyPrompt)[sent:] == ["Tue 03 Mar 12:00"]


@pytest.mark.parametrize(
    ("back", "at"),
    [
        ("2026-03-08 21:59", "Sun 08 Mar 21:59"),
        ("2026-03-08 23:00", "Mon 09 Mar 08:00"),  # quiet hours move it, and 14 hours are no reason to skip it
        ("2026-03-09 18:00", "Mon 09 Mar 18:00"),
        ("2026-03-09 18:01", None),
    ],
)
async def test_a_checkin_is_sent_up_to_a_day_late(anna: Person, life: Life, back: str, at: str | None) -> None:
    """R18: and it looks back at the week that it was due for."""
    await prompted(anna, "UTC")
    await life.until("2026-03-08 12:00")
    await life.down_until(back)
    await life.until("2026-03-09 20:00")
    assert life.times(CheckinCall) == ([at] if at else [])
    assert all(it.monday == date(2026, 3, 2) for it in life.heard(CheckinCall))


@pytest.mark.parametrize("days", [3, 40, 500])
async def test_nothing_piles_up_after_downtime(anna: Person, life: Life, days: int) -> None:
    """R18: one prompt, today's; the rhythm goes on from there."""
    await prompted(anna, "UTC", hour=time(12), plan=EVERY_DAY)
    await life.until("2026-03-10 08:00")
    await anna.says(Progress())  # who ignores five is prompted less
    before = len(life.sent())
    back = date(2026, 3, 10) + timedelta(days=days)
    await life.down_until(f"{back} 12:30")
    prompts = [it for it in life.sent()[before:] if isinstance(it.said, DailyPrompt)]
    assert [it.said.today for it in prompts if isinstance(it.said, DailyPrompt)] == [back]
    await life.until(f"{back + timedelta(days=1)} 12:00")
    assert life.heard(DailyPrompt)[-1].today == back + timedelta(days=1)


async def test_a_letter_that_waited_too_long_is_not_sent(anna: Person, life: Life, clock: StoppedClock) -> None:
    """R18: decided in time, but the platform was away for hours."""
    await prompted(anna, "UTC", hour=time(12))
    clock.show("2026-03-02 12:00")
    await beat(life.store, clock)
    clock.show("2026-03-02 15:01")
    await life.now()
    assert life.sent() == []
    assert await life.states() == {"expired": 1}


# --- the clock's own jumps


async def test_an_hour_that_the_clock_skips_moves_on_by_the_gap(anna: Person, life: Life) -> None:
    """R17: 02:30 does not exist in Berlin on 29 March; the prompt of the day before comes at 03:30."""
    await prompted(anna, hour=time(2, 30), plan=EVERY_DAY)
    await life.until("2026-03-27 12:00")
    await anna.says(Progress())
    before = len(life.times(DailyPrompt))
    await life.until("2026-03-30 12:00")
    assert life.times(DailyPrompt)[before:] == ["Sat 28 Mar 01:30", "Sun 29 Mar 01:30", "Mon 30 Mar 00:30"]
    assert [it.today.day for it in life.heard(DailyPrompt)[before:]] == [27, 28, 29]


async def test_an_hour_that_the_clock_skips_is_no_quiet_hour(anna: Person, life: Life) -> None:
    """R16, R17: 02:00 does not exist in Berlin on 29 March; 03:00 then is the hour that was chosen, and not one of the
    night after it, so that no second prompt falls into the day."""
    await prompted(anna, hour=time(2), plan=EVERY_DAY)
    await life.until("2026-03-27 12:00")
    await anna.says(Progress())
    before = len(life.times(DailyPrompt))
    await life.until("2026-03-30 12:00")
    assert life.times(DailyPrompt)[before:] == ["Sat 28 Mar 01:00", "Sun 29 Mar 01:00", "Mon 30 Mar 00:00"]
    assert [it.today.day for it in life.heard(DailyPrompt)[before:]] == [27, 28, 29]


async def test_an_hour_that_the_clock_repeats_comes_once(anna: Person, life: Life, clock: StoppedClock) -> None:
    """R17: 02:30 comes twice in Berlin on 25 October; the first one counts."""
    clock.show("2026-10-19 10:00")
    await prompted(anna, hour=time(2, 30), plan=EVERY_DAY)
    await life.until("2026-10-26 00:00")
    before = len(life.times(DailyPrompt))
    await life.until("2026-10-28 12:00")
    assert before == 3
    assert life.times(DailyPrompt)[before:] == ["Tue 27 Oct 01:30", "Wed 28 Oct 01:30"]


@pytest.mark.parametrize("hour", [time(2), time(2, 30), time(3)])
async def test_a_night_owls_prompt_comes_once_in_the_night_of_the_change(
    anna: Person, life: Life, clock: StoppedClock, hour: time
) -> None:
    """R17: at most one of a kind for an owner and local day, whatever the clock does."""
    clock.show("2026-10-19 10:00")
    await prompted(anna, hour=hour, plan=EVERY_DAY)
    await life.until("2026-10-24 12:00")
    await anna.says(Progress())
    await life.until("2026-10-29 12:00")
    assert [it.today.day for it in life.heard(DailyPrompt)] == [19, 20, 21, 26, 27, 28]


# --- quiet hours


async def test_a_prompt_that_was_held_up_is_not_sent_at_night(anna: Person, life: Life) -> None:
    """R16, R18: the platform asked to wait until after 22:00; in the morning it would be too late."""
    await prompted(anna, "UTC", hour=time(21))
    life.telegram.fails.append(Later("busy", 5400))
    await life.until("2026-03-03 12:00")
    assert (life.sent(), await life.states()) == ([], {"expired": 1})


async def test_a_checkin_that_was_held_up_comes_in_the_morning(anna: Person, life: Life) -> None:
    """R16, R18: decided in time; after 22:00 it waits for the next open minute."""
    await prompted(anna, "UTC", hour=time(21))
    await life.until("2026-03-08 12:00")
    life.telegram.fails.append(Later("busy", 5400))
    await life.until("2026-03-09 12:00")
    assert life.times(CheckinCall) == ["Mon 09 Mar 08:00"]


async def test_what_waits_follows_the_clock_that_was_moved(anna: Person, life: Life) -> None:
    """R11, R16: eight in the morning in Berlin is the night of New York."""
    await prompted(anna, "Europe/Berlin", hour=time(21))
    await life.until("2026-03-08 12:00")
    await life.down_until("2026-03-08 23:00", "Europe/Berlin")
    await anna.says(Settings(zone="America/New_York", hour=time(12)))
    await life.until("2026-03-09 20:00")
    assert life.times(CheckinCall)[0] == "Mon 09 Mar 12:00"


@pytest.mark.parametrize(
    ("hour", "at"),
    [(time(23), "Mon 02 Mar 23:00"), (time(6), "Tue 03 Mar 06:00"), (time(22), "Mon 02 Mar 22:00")],
)
async def test_an_hour_that_was_chosen_narrows_the_quiet_hours(anna: Person, life: Life, hour: time, at: str) -> None:
    """R16: night owls and early birds are taken at their word."""
    await prompted(anna, "UTC", hour=hour)
    await life.until("2026-03-03 07:00")
    assert life.times(DailyPrompt) == [at]


@pytest.mark.parametrize(("back", "sent"), [("2026-03-02 21:59", 1), ("2026-03-02 22:01", 0)])
async def test_a_late_prompt_is_not_sent_at_night(anna: Person, life: Life, back: str, sent: int) -> None:
    """R16, R18: it would move to the morning, and is skipped then."""
    await prompted(anna, "UTC", hour=time(21))
    await life.down_until(back)
    assert len(life.heard(DailyPrompt)) == sent
    await life.until("2026-03-03 12:00")
    assert len(life.heard(DailyPrompt)) == sent
