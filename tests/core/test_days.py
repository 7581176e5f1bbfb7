"""Local days and weeks (R1, R4)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days import (
    DAY_STARTS,
    day_span,
    first_showing,
    local_day,
    monday_number,
    monday_of,
    week_days,
    week_number,
)
from tests.core.examples import instants, local_days, zones

BERLIN = ZoneInfo("Europe/Berlin")
APIA = ZoneInfo("Pacific/Apia")
A_MOMENT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        ("2026-03-03 04:00", date(2026, 3, 3)),
        ("2026-03-03 23:59", date(2026, 3, 3)),
        ("2026-03-04 00:00", date(2026, 3, 3)),
        ("2026-03-04 03:59", date(2026, 3, 3)),
        ("2027-01-01 01:00", date(2026, 12, 31)),
        ("2028-03-01 03:00", date(2028, 2, 29)),
    ],
)
def test_a_flow_before_four_counts_for_the_day_before(wall: str, expected: date) -> None:
    """R1: the date of the wall clock, or the day before if it shows earlier than 04:00."""
    at = datetime.fromisoformat(wall).replace(tzinfo=BERLIN).astimezone(UTC)
    assert local_day(at, BERLIN) == expected


def test_the_same_instant_is_another_day_on_the_other_side_of_the_date_line() -> None:
    """R1: the wall clock of the learner decides, not the server's."""
    at = datetime(2026, 3, 3, 10, 30, tzinfo=UTC)
    assert local_day(at, ZoneInfo("Pacific/Kiritimati")) == date(2026, 3, 3)
    assert local_day(at, ZoneInfo("Pacific/Pago_Pago")) == date(2026, 3, 2)


@given(instants, zones)
def test_an_instant_lies_within_the_span_of_its_local_day(at: datetime, zone: ZoneInfo) -> None:
    """R1: a day's span holds exactly the instants that count for it."""
    starts, ends = day_span(local_day(at, zone), zone)
    assert starts <= at < ends


@given(local_days, zones)
def test_days_follow_each_other_without_a_gap_or_an_overlap(day: date, zone: ZoneInfo) -> None:
    """R1: across summer time too, one day ends where the next one starts."""
    starts, ends = day_span(day, zone)
    assert ends == day_span(day + timedelta(days=1), zone)[0]
    assert local_day(ends, zone) > day
    if starts < ends:
        assert local_day(starts, zone) == local_day(ends - A_MOMENT, zone) == day


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 3, 27), 24),
        (date(2026, 3, 28), 23),  # the clock jumps in the night that ends it
        (date(2026, 3, 29), 24),
        (date(2026, 10, 24), 25),
    ],
)
def test_a_local_day_is_as_long_as_the_clock_makes_it(day: date, hours: int) -> None:
    """R1: summer time begins and ends within a local day, since days start at 04:00."""
    starts, ends = day_span(day, BERLIN)
    assert ends - starts == hours * HOUR


def test_a_day_that_the_clock_starts_late_starts_with_the_jump() -> None:
    """R1: Baku went from 04:00 to 05:00, so its day began with the jump, not an hour after it."""
    starts, _ = day_span(date(2015, 3, 29), ZoneInfo("Asia/Baku"))
    assert starts == datetime(2015, 3, 29, 0, 0, tzinfo=UTC)


def test_the_date_that_samoa_left_out_keeps_only_its_small_hours() -> None:
    """R1: after 29 December 2011 came the 31st; until 04:00 its clock still counted for the day before."""
    starts, ends = day_span(date(2011, 12, 30), APIA)
    assert (starts, ends - starts) == (datetime(2011, 12, 30, 10, tzinfo=UTC), 4 * HOUR)


@given(local_days, st.times().map(lambda at: at.replace(fold=0)), zones)
def test_the_first_instant_that_shows_a_time_is_the_first(day: date, at: time, zone: ZoneInfo) -> None:
    """R1: just before it the clock had not reached that time, and then it has."""
    found = first_showing(day, at, zone)
    wall = datetime.combine(day, at)
    assert found.astimezone(zone).replace(tzinfo=None) >= wall
    assert (found - A_MOMENT).astimezone(zone).replace(tzinfo=None) < wall


@given(local_days)
def test_a_week_is_seven_days_from_monday(day: date) -> None:
    """R4: Monday to Sunday of local days."""
    monday = monday_of(day)
    assert monday.weekday() == 0
    assert day in week_days(monday)
    assert [one.weekday() for one in week_days(monday)] == list(range(7))
    assert monday_number(week_number(day)) == monday


def test_a_week_crosses_the_end_of_a_year() -> None:
    """R4: new year does not part a week."""
    assert monday_of(date(2027, 1, 1)) == date(2026, 12, 28)
    assert week_days(date(2026, 12, 28))[-1] == date(2027, 1, 3)


def test_a_day_starts_at_four() -> None:
    """R1: the hour at which night owls have gone to bed."""
    assert time(4) == DAY_STARTS


@given(instants, zones, zones)
def test_a_journey_moves_today_by_a_day_at_most_and_a_half(at: datetime, here: ZoneInfo, there: ZoneInfo) -> None:
    """R1, R11: whichever way one flies, the new today is at most two dates away (the date line is 26 hours wide)."""
    assert abs(local_day(at, here) - local_day(at, there)) <= timedelta(days=2)
