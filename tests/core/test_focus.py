"""Focus timers: minutes from any instants in any zone, their day, and rounds that end together."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.core.days import local_day
from bot.core.focus import (
    A_MINUTE,
    LONGEST,
    WAITS,
    Timer,
    TimerId,
    choices,
    focus_day,
    minutes_kept,
    round_to_join,
    same_end,
    whole_minutes,
)
from bot.core.people import LearnerId

BERLIN = ZoneInfo("Europe/Berlin")
SPRING = datetime(2026, 3, 29, 0, 50, tzinfo=UTC)  # ten minutes before Berlin jumps from 02:00 to 03:00
AUTUMN = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)  # ten minutes before Berlin goes back from 03:00 to 02:00
NAMES = sorted(name for name in available_timezones() if name not in {"localtime", "Factory"})

zones = st.sampled_from(NAMES).map(ZoneInfo)
instants = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(), timedelta(hours=20))


def timer(minutes: int = 25, start: datetime = SPRING, stop: datetime | None = None, number: int = 1) -> Timer:
    return Timer(TimerId(number), LearnerId(1), minutes, start, stop)


@given(zones, zones, instants, lengths)
@example(BERLIN, BERLIN, SPRING, timedelta(minutes=25))
@example(BERLIN, BERLIN, AUTUMN, timedelta(minutes=25))
def test_minutes_are_those_that_passed_whatever_the_clocks_showed(
    here: ZoneInfo, there: ZoneInfo, start: datetime, length: timedelta
) -> None:
    """R3: instants alone count; no clock change wins or loses an hour, no zone moves a minute."""
    stop = start + length
    ran = whole_minutes(start.astimezone(here), stop.astimezone(there))
    assert ran * 60 <= length.total_seconds() < (ran + 1) * 60
    assert whole_minutes(stop.astimezone(there), start.astimezone(here)) == 0


@given(zones, instants, st.integers(1, LONGEST))
@example(BERLIN, SPRING, 25)
@example(BERLIN, AUTUMN, 25)
def test_a_timer_ends_after_its_minutes_and_not_by_the_wall_clock(
    zone: ZoneInfo, start: datetime, minutes: int
) -> None:
    """R16, R17: a length is no time of day: both edges of summer time leave it as it is."""
    ends_at = timer(minutes, start.astimezone(zone)).ends_at
    assert ends_at - start == timedelta(minutes=minutes)
    assert ends_at.tzinfo is UTC


@given(instants, st.integers(1, LONGEST), lengths)
def test_what_is_offered_is_what_ran(start: datetime, minutes: int, length: timedelta) -> None:
    """R3: early what ran, late the planned minutes or all of them up to 600; never a number outside of 1 to 600."""
    stopped = timer(minutes, start, start + length)
    ran = int(length.total_seconds() // 60)
    offered = choices(stopped)
    match offered:
        case ():
            assert ran == 0
        case (only,):
            assert only == ran <= minutes
        case (least, most):
            assert (least, most) == (minutes, min(ran, 600))
            assert ran > minutes
    assert [minutes_kept(stopped, keep, start) for keep in ("planned", "ran")] == [min(ran, minutes), min(ran, 600)]


def test_a_timer_that_nobody_stopped_offers_what_was_planned() -> None:
    """Section 3, /focus: nobody knows how long it really went on."""
    forgotten = timer(25)
    assert choices(forgotten) == (25,)
    assert minutes_kept(forgotten, "planned", SPRING + timedelta(days=3)) == 25


@pytest.mark.parametrize(
    ("after", "runs", "waits"),
    [
        (timedelta(), True, False),
        (timedelta(minutes=25) - timedelta(microseconds=1), True, False),
        (timedelta(minutes=25), False, True),
        (timedelta(minutes=25) + WAITS - timedelta(microseconds=1), False, True),
        (timedelta(minutes=25) + WAITS, False, False),
    ],
)
def test_a_timer_runs_then_waits_for_seven_days(after: timedelta, runs: bool, waits: bool) -> None:
    """Section 3, /focus: one that was never stopped waits as one button for 7 days."""
    now = SPRING + after
    assert (timer().runs(now), timer().waits(now)) == (runs, waits)


def test_a_stopped_timer_waits_from_its_stop_and_a_settled_one_not_at_all() -> None:
    """Seven days from when it was stopped, early or late."""
    stop = SPRING + timedelta(hours=2)
    stopped = timer(stop=stop)
    assert not stopped.runs(SPRING + A_MINUTE)
    assert stopped.waits(stop + WAITS - A_MINUTE)
    assert not stopped.waits(stop + WAITS)
    done = Timer(TimerId(1), LearnerId(1), 25, SPRING, settled=True)
    assert not done.runs(SPRING + A_MINUTE)
    assert not done.waits(SPRING + timedelta(hours=1))


@given(zones, instants, st.timedeltas(timedelta(), WAITS))
@example(BERLIN, datetime(2026, 3, 3, 2, 50, tzinfo=UTC), timedelta(minutes=40))  # 03:50, pressed at 04:30
def test_a_late_press_never_moves_the_day(zone: ZoneInfo, start: datetime, later: timedelta) -> None:
    """R1: the day is that on which it began, whenever the button is pressed, also over 04:00."""
    today = local_day(start + later, zone)
    assert focus_day(start, zone, today) == local_day(start, zone)


def test_a_flight_to_the_west_leaves_no_log_ahead_of_today() -> None:
    """R2: never ahead: Tuesday morning in Tokyo is still Monday in Honolulu."""
    start = datetime(2026, 3, 2, 23, tzinfo=UTC)
    today = local_day(start + timedelta(hours=1), ZoneInfo("Pacific/Honolulu"))
    assert focus_day(start, ZoneInfo("Asia/Tokyo"), today) == today == date(2026, 3, 2)


@given(instants, st.integers(1, LONGEST), st.floats(0, 0.999))
def test_who_joins_ends_with_the_round_and_is_credited_no_minute_too_much(
    start: datetime, minutes: int, gone: float
) -> None:
    """Section 3, /focus: the same end; the minutes are the whole ones that were left."""
    round_ = timer(minutes, start)
    now = start + gone * minutes * A_MINUTE
    began, left = same_end(round_.ends_at, now)
    assume(left)
    joined = timer(left, began)
    assert joined.ends_at == round_.ends_at
    assert timedelta() <= began - now < A_MINUTE
    assert minutes_kept(joined, "planned", round_.ends_at) == left
    assert minutes_kept(joined, "ran", now) == 0


def test_the_round_with_the_most_time_left_is_joined() -> None:
    """Of those that run and have a whole minute left; of equals the first."""
    now = SPRING + timedelta(minutes=20)
    over, short, long = timer(10, number=1), timer(21, number=2), timer(50, number=3)
    stopped = timer(100, stop=now, number=5)
    same = timer(50, number=4)
    assert round_to_join([over, short, same, long, stopped], now) == long
    assert round_to_join([over, stopped], now) is None
    assert round_to_join([short], now + timedelta(seconds=1)) is None
