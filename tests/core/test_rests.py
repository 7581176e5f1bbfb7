"""Days off: which range is meant, what it covers, when an open one is over (R15)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days import monday_of
from bot.core.rests import BadRest, Rest, RestDays, RestId, end_by_log, rest_range

WEDNESDAY = date(2026, 3, 4)
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def off(first: date, last: date | None, declared_on: date = WEDNESDAY) -> Rest:
    """A rest."""
    return Rest(RestId(1), first, last, NOW, declared_on)


@pytest.mark.parametrize(
    ("first", "last", "meant"),
    [
        ("", "", (WEDNESDAY, None)),
        ("today", "", (WEDNESDAY, WEDNESDAY)),
        ("tomorrow", "", (date(2026, 3, 5), date(2026, 3, 5))),
        ("wednesday", "", (WEDNESDAY, WEDNESDAY)),
        ("monday", "friday", (date(2026, 3, 9), date(2026, 3, 13))),
        ("", "sunday", (WEDNESDAY, date(2026, 3, 8))),
        ("24 december", "2 january", (date(2026, 12, 24), date(2027, 1, 2))),
        ("2026-02-20", "3 march", (date(2026, 2, 20), date(2026, 3, 3))),
        ("last monday", "yesterday", (date(2026, 3, 2), date(2026, 3, 3))),
        ("3 days ago", "", (date(2026, 3, 1), date(2026, 3, 1))),
        ("29 february", "", None),
    ],
)
def test_a_range_is_read_as_it_is_meant(first: str, last: str, meant: tuple[date, date | None] | None) -> None:
    """R15: a weekday is the next one, a date without its year the nearest; a leap day is too far ahead here."""
    if meant is None:
        with pytest.raises(BadRest):
            rest_range(first, last, WEDNESDAY)
    else:
        assert rest_range(first, last, WEDNESDAY) == meant


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("someday", "", "unreadable"),
        ("today", "someday", "unreadable"),
        ("2026-02-03", "", "too_far"),
        ("2026-03-10", "2026-03-09", "backwards"),
        ("today", "2027-03-06", "too_far_ahead"),
    ],
)
def test_a_range_that_cannot_be_is_refused_with_its_reason(first: str, last: str, reason: str) -> None:
    """R15: up to 28 days after the fact; section 4: what is wrong."""
    with pytest.raises(BadRest) as caught:
        rest_range(first, last, WEDNESDAY)
    assert caught.value.reason == reason


def test_the_furthest_day_back_may_still_be_declared() -> None:
    """R15: 28 days, the border included."""
    assert rest_range("2026-02-04", "", WEDNESDAY)[0] == WEDNESDAY - timedelta(days=28)


@given(DAYS, st.integers(0, 60), st.integers(-5, 70))
def test_what_it_covers_is_what_is_counted(first: date, length: int, at: int) -> None:
    """R5, R16: one and the same set of days for verdicts and for prompts."""
    last, day = first + timedelta(days=length), first + timedelta(days=at)
    days = RestDays((off(first, last),))
    until = first + timedelta(days=100)
    assert (day in days) == (0 <= at <= length) == (day in days.until(until))
    assert len(days.until(until)) == length + 1


@given(DAYS, st.integers(0, 40))
def test_a_rest_without_an_end_covers_all_that_comes_and_is_counted_up_to_a_day(first: date, ahead: int) -> None:
    """R15: until further notice."""
    days = RestDays((off(first, None),))
    assert first + timedelta(days=5000) in days
    assert len(days.until(first + timedelta(days=ahead))) == ahead + 1


@given(DAYS, st.integers(0, 30), st.integers(-30, 30))
def test_only_what_was_declared_before_its_week_ended_changes_the_board(first: date, length: int, later: int) -> None:
    """R10: rest declared afterwards leaves a past week's points as they were."""
    declared = first + timedelta(days=later)
    rest = off(first, first + timedelta(days=length), declared)
    counted = RestDays((rest,)).in_time(first + timedelta(days=400), None)
    assert counted == {
        day for day in RestDays((rest,)).until(first + timedelta(days=400)) if monday_of(day) >= monday_of(declared)
    }


def test_a_log_ends_a_rest_without_an_end_on_the_day_before() -> None:
    """R15: the day of logging is none of it, unless the rest began on it."""
    assert end_by_log(off(WEDNESDAY, None), WEDNESDAY + timedelta(days=3)) == WEDNESDAY + timedelta(days=2)
    assert end_by_log(off(WEDNESDAY, None), WEDNESDAY) == WEDNESDAY
