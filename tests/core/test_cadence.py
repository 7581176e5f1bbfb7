"""Wall-clock recurrence (R17)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence import next_occurrence, occurrence
from bot.core.days import local_day
from tests.core.examples import instants, local_days, zones

BERLIN = ZoneInfo("Europe/Berlin")
APIA = ZoneInfo("Pacific/Apia")
A_DAY = timedelta(days=1)
clock_times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))


def every_day(_day: date) -> bool:
    """A rhythm without days off."""
    return True


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 3, 10), time(9), "2026-03-10T09:00+01:00"),
        (date(2026, 3, 10), time(4), "2026-03-10T04:00+01:00"),
        (date(2026, 3, 10), time(3, 59), "2026-03-11T03:59+01:00"),  # still the evening of the 10th
        (date(2026, 3, 28), time(2, 30), "2026-03-29T03:30+02:00"),  # skipped: moves on by the gap
        (date(2026, 10, 24), time(2, 30), "2026-10-25T02:30+02:00"),  # repeated: the first time
        (date(2026, 10, 25), time(2, 30), "2026-10-26T02:30+01:00"),
    ],
)
def test_a_time_is_found_on_its_local_day(day: date, at: time, expected: str) -> None:
    """R17, R1: times before 04:00 lie on the next date; a gap moves them on, a repeat takes the first."""
    assert occurrence(day, at, BERLIN) == datetime.fromisoformat(expected)


def test_half_an_hour_of_summer_time_moves_a_skipped_time_by_half_an_hour() -> None:
    """R17: by the length of the gap, on Lord Howe 30 minutes."""
    found = occurrence(date(2026, 10, 3), time(2, 10), ZoneInfo("Australia/Lord_Howe"))
    assert found == datetime.fromisoformat("2026-10-04T02:40+11:00")


def test_a_midnight_that_cairo_skips_is_not_lost() -> None:
    """R17: a time at midnight fires on the day the clock jumps over midnight, too."""
    found = occurrence(date(2026, 4, 23), time(0, 15), ZoneInfo("Africa/Cairo"))
    assert found == datetime.fromisoformat("2026-04-24T01:15+03:00")


@given(local_days, clock_times, zones)
def test_a_time_falls_on_its_own_local_day_unless_a_gap_moved_it(day: date, at: time, zone: ZoneInfo) -> None:
    """R17, R1: where the clock shows that time at all, the instant counts for that day."""
    found = occurrence(day, at, zone)
    shown = found.astimezone(zone)
    if shown.time() != at or local_day(found, zone) != day:
        day_before = (found - A_DAY).astimezone(zone)
        assert shown.utcoffset() != day_before.utcoffset()


@given(local_days, clock_times, zones)
def test_later_days_never_come_earlier(day: date, at: time, zone: ZoneInfo) -> None:
    """R17: the occurrences of following days follow each other."""
    assert occurrence(day, at, zone) <= occurrence(day + A_DAY, at, zone)


@given(instants, clock_times, zones)
def test_the_next_one_is_the_earliest_that_is_later(after: datetime, at: time, zone: ZoneInfo) -> None:
    """R17: strictly later than asked, and no other occurrence lies between."""
    found = next_occurrence(after, at, zone, every_day)
    assert found is not None
    day, instant = found
    assert instant > after
    assert occurrence(day, at, zone) == instant
    around = [occurrence(local_day(after, zone) + timedelta(days=n), at, zone) for n in range(-3, 4)]
    assert min(one for one in around if one > after) == instant


@given(instants, clock_times, zones)
def test_ten_in_a_row_are_ten_instants_on_ten_days(after: datetime, at: time, zone: ZoneInfo) -> None:
    """R17: at most one of a kind for an owner and local day."""
    days, seen = [], []
    for _ in range(10):
        found = next_occurrence(after, at, zone, every_day)
        assert found is not None
        after = found[1]
        days.append(found[0])
        seen.append(found[1])
    assert seen == sorted(set(seen))
    assert days == sorted(set(days))


def test_an_occurrence_is_never_its_own_next() -> None:
    """R17: asked at the very instant, the next one is tomorrow's."""
    now = occurrence(date(2026, 3, 10), time(9), BERLIN)
    assert next_occurrence(now, time(9), BERLIN, every_day) == (date(2026, 3, 11), now + A_DAY)


def test_in_the_night_of_a_repeat_it_fires_once() -> None:
    """R17: after the first 02:30 of the autumn night the next is a day later, not the second 02:30."""
    first = datetime.fromisoformat("2026-10-25T02:30+02:00")
    assert next_occurrence(first, time(2, 30), BERLIN, every_day) == (
        date(2026, 10, 25),
        datetime.fromisoformat("2026-10-26T02:30+01:00"),
    )


def test_only_days_that_are_wanted_come_up() -> None:
    """R17: the rhythm chooses the days; a Sunday's check-in comes on Sundays."""
    after = datetime(2026, 12, 28, 12, tzinfo=UTC)
    found = next_occurrence(after, time(18), BERLIN, lambda day: day.weekday() == 6)
    assert found == (date(2027, 1, 3), datetime(2027, 1, 3, 17, tzinfo=UTC))


def test_a_small_hour_belongs_to_the_wanted_evening_before() -> None:
    """R1, R17: someone who studies on Fridays at 01:00 is prompted in the night to Saturday."""
    after = datetime(2026, 3, 4, tzinfo=UTC)
    found = next_occurrence(after, time(1), BERLIN, lambda day: day.weekday() == 4)
    assert found == (date(2026, 3, 6), datetime.fromisoformat("2026-03-07T01:00+01:00"))


def test_a_date_that_never_was_has_no_occurrence() -> None:
    """R17: Samoa had no 30 December 2011; the 31st comes up instead, once."""
    after = occurrence(date(2011, 12, 29), time(9), APIA)
    found = next_occurrence(after, time(9), APIA, every_day)
    assert found == (date(2011, 12, 31), datetime(2011, 12, 30, 19, tzinfo=UTC))


def test_a_rhythm_without_days_has_no_next() -> None:
    """R16: silence is no occurrence at all."""
    after = datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert next_occurrence(after, time(9), BERLIN, lambda _day: False, horizon_days=30) is None
    far = date(2026, 4, 3)
    assert next_occurrence(after, time(9), BERLIN, lambda day: day == far, horizon_days=29) is None
    assert next_occurrence(after, time(9), BERLIN, lambda day: day == far, horizon_days=30) is not None
