"""Days, clocks and lengths in words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui import dates
from bot.ui.phrase import Moment
from bot.ui.text import Text

say = Text()
TODAY = date(2026, 3, 3)


def test_a_day_is_named_with_its_weekday_and_date() -> None:
    """R2: every receipt names weekday and date; another year is named too."""
    assert dates.day_words(say, TODAY) == "Tuesday 3 March"
    assert dates.day_words(say, TODAY, TODAY) == "Tuesday 3 March"
    assert dates.day_words(say, date(2025, 12, 31), TODAY) == "Wednesday 31 December 2025"
    assert dates.date_words(say, TODAY, TODAY) == "3 March"
    assert dates.date_words(say, date(2027, 1, 1), TODAY) == "1 January 2027"


@given(st.dates())
def test_weekday_and_month_are_the_calendars(day: date) -> None:
    """The names agree with what strftime says in the C locale."""
    assert dates.day_words(say, day) == f"{day:%A} {day.day} {day:%B}"


@pytest.mark.parametrize(
    ("away", "near", "distance"),
    [
        (0, "today, Tuesday 3 March", "today"),
        (1, "tomorrow, Wednesday 4 March", "tomorrow"),
        (-1, "yesterday, Monday 2 March", "yesterday"),
        (2, "Thursday 5 March", "in 2 days"),
        (-28, "Tuesday 3 February", "28 days ago"),
    ],
)
def test_near_days_have_names(away: int, near: str, distance: str) -> None:
    """Today and its neighbours are called so, always with their date."""
    day = TODAY + timedelta(days=away)

    assert dates.near_day(say, day, TODAY) == near
    assert dates.distance(say, day, TODAY) == distance


@pytest.mark.parametrize(
    ("minutes", "read"),
    [(0, "0 min"), (1, "1 min"), (60, "1 h"), (90, "1 h 30 min"), (600, "10 h"), (3001, "50 h 1 min")],
)
def test_lengths_are_hours_and_minutes(minutes: int, read: str) -> None:
    """A length of study at a glance."""
    assert dates.length(say, minutes) == read


def test_clocks_have_two_digits() -> None:
    """A clock time on any platform, as in most of the world."""
    assert dates.clock(time(6, 5)) == "06:05"
    assert dates.clock(datetime(2026, 3, 3, 18, tzinfo=UTC)) == "18:00"


def test_a_moment_reads_as_the_clock_of_its_zone() -> None:
    """Where a platform cannot show the reader's own time, the zone's day and clock stand there."""
    at = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)

    assert dates.moment(say, at, "Europe/Berlin") == Moment(at, "Wednesday 4 March, 00:30")
    assert dates.clock_moment(at, "Europe/Berlin") == Moment(at, "00:30", "clock")


@pytest.mark.parametrize(
    ("ahead", "read"),
    [(timedelta(minutes=25), "in 25 min"), (timedelta(seconds=61), "in 2 min"), (timedelta(hours=-1), "in 0 min")],
)
def test_a_countdown_reads_as_the_minutes_begun(ahead: timedelta, read: str) -> None:
    """Where a platform cannot count down by itself: a minute that has begun is still ahead."""
    now = datetime(2026, 3, 3, 17, tzinfo=UTC)
    assert dates.countdown(say, now + ahead, now) == Moment(now + ahead, read, "distance")


@pytest.mark.parametrize(
    ("days", "read"),
    [
        ({0, 1, 2, 3, 4}, "Monday to Friday"),
        ({0, 2, 4}, "Mon, Wed, Fri"),
        ({5, 6}, "Saturday and Sunday"),
        (set(range(7)), "every day"),
        ({0, 1, 2, 5}, "Mon, Tue, Wed, Sat"),
        ({6, 0, 1, 2, 3, 4}, "Sunday to Friday"),
        ({5, 6, 0}, "Saturday to Monday"),
        ({6, 0}, "Monday and Sunday"),
    ],
)
def test_a_plan_is_told_in_weekdays(days: set[int], read: str) -> None:
    """Runs of days are told as such."""
    assert dates.weekdays(say, frozenset(days)) == read


def test_points_are_one_or_many() -> None:
    """R10: points of a period have one decimal."""
    assert [dates.points(say, number) for number in ("1", "86", "86.4", "0")] == [
        "1 point",
        "86 points",
        "86.4 points",
        "0 points",
    ]
