"""Reading which day a log counts for (R2)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days import local_day
from bot.core.whichday import AskWhichDay, BadDay, is_late, which_day
from tests.core.examples import instants, zones

BERLIN = ZoneInfo("Europe/Berlin")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def at(wall: str) -> datetime:
    """An instant by Berlin's clock."""
    return datetime.fromisoformat(wall).replace(tzinfo=BERLIN).astimezone(UTC)


NOON = at("2026-03-18 12:00")  # a Wednesday


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", date(2026, 3, 18)),
        ("today", date(2026, 3, 18)),
        (" Today ", date(2026, 3, 18)),
        ("yesterday", date(2026, 3, 17)),
        ("1 day ago", date(2026, 3, 17)),
        ("3 days ago", date(2026, 3, 15)),
        ("0 days ago", date(2026, 3, 18)),
        ("2 weeks ago", date(2026, 3, 4)),
        ("28 days ago", date(2026, 2, 18)),
        ("wednesday", date(2026, 3, 18)),
        ("last wednesday", date(2026, 3, 11)),
        ("thursday", date(2026, 3, 12)),
        ("last thursday", date(2026, 3, 12)),
        ("on tuesday", date(2026, 3, 17)),
        ("Tue", date(2026, 3, 17)),
        ("tues", date(2026, 3, 17)),
        ("weds", date(2026, 3, 18)),
        ("thurs.", date(2026, 3, 12)),
        ("2026-03-14", date(2026, 3, 14)),
        ("14 March", date(2026, 3, 14)),
        ("14 march 2026", date(2026, 3, 14)),
        ("14th of March", date(2026, 3, 14)),
        ("1st march", date(2026, 3, 1)),
        ("mar 14", date(2026, 3, 14)),
        ("March 14th, 2026", date(2026, 3, 14)),
        ("14mar", date(2026, 3, 14)),
        ("14. mar", date(2026, 3, 14)),
        ("14.3.", date(2026, 3, 14)),
        ("14.3", date(2026, 3, 14)),
        ("14.03.2026", date(2026, 3, 14)),
        ("14.3.26", date(2026, 3, 14)),
        ("14. 3. 2026", date(2026, 3, 14)),
        ("sat", date(2026, 3, 14)),
    ],
)
def test_a_day_is_read_as_people_write_it(said: str, expected: date) -> None:
    """R2: today unless another day is said."""
    assert which_day(said, NOON, BERLIN) == expected


@pytest.mark.parametrize(
    "said",
    [
        *("soon", "mo", "2026-02-30", "2026-3-14", "31 april", "32 march", "0 march", "14 foo", "march", "14", "3/14"),
        *("14/3/2026", "14.13.", "2026", "yesterday evening", "5 hours ago", "on", "last", "\u0661\u0664.3.", "m 14"),
        *("99999 days ago", "-1 days ago", "29.2.2026", "last march 14", "14.3.026"),
    ],
)
def test_what_names_no_day_is_refused(said: str) -> None:
    """R2: a date that does not exist, or one whose order is anybody's guess, is refused."""
    with pytest.raises(BadDay) as refused:
        which_day(said, NOON, BERLIN)
    assert (refused.value.reason, refused.value.day, refused.value.text) == ("unreadable", None, said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [("tomorrow", date(2026, 3, 19)), ("2026-03-19", date(2026, 3, 19)), ("19 march 2026", date(2026, 3, 19))],
)
def test_a_day_ahead_is_refused_with_its_date(said: str, expected: date) -> None:
    """R2: never ahead."""
    with pytest.raises(BadDay) as refused:
        which_day(said, NOON, BERLIN)
    assert (refused.value.reason, refused.value.day) == ("ahead", expected)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("29 days ago", date(2026, 2, 17)),
        ("5 weeks ago", date(2026, 2, 11)),
        ("17 feb", date(2026, 2, 17)),
        ("19 march", date(2025, 3, 19)),  # a date without a year is the latest one not ahead
        ("29 feb", date(2024, 2, 29)),
        ("1999-12-31", date(1999, 12, 31)),
    ],
)
def test_a_day_too_far_back_is_refused_with_its_date(said: str, expected: date) -> None:
    """R2: up to 28 days back."""
    with pytest.raises(BadDay) as refused:
        which_day(said, NOON, BERLIN)
    assert (refused.value.reason, refused.value.day) == ("too_far", expected)


def test_a_date_without_a_year_reaches_over_new_year() -> None:
    """R2: in January "28 Dec" is last year's."""
    assert which_day("28 dec", at("2027-01-03 12:00"), BERLIN) == date(2026, 12, 28)
    assert which_day("28.12.", at("2027-01-03 12:00"), BERLIN) == date(2026, 12, 28)


def test_a_leap_day_is_a_day() -> None:
    """R2: 29 February can be said in a leap year."""
    assert which_day("29 feb", at("2028-03-02 12:00"), BERLIN) == date(2028, 2, 29)


def test_the_latest_leap_day_can_be_eight_years_back() -> None:
    """R2: 2100 is no leap year, and "29 Feb" is still understood (and too far)."""
    with pytest.raises(BadDay) as refused:
        which_day("29 feb", at("2104-02-01 12:00"), BERLIN)
    assert (refused.value.reason, refused.value.day) == ("too_far", date(2096, 2, 29))


@pytest.mark.parametrize("wall", ["2026-03-19 00:00", "2026-03-19 02:30", "2026-03-19 03:59"])
def test_after_midnight_yesterday_is_asked_back_with_both_dates(wall: str) -> None:
    """R2: until 04:00 it may mean the evening before or the day before that."""
    with pytest.raises(AskWhichDay) as asked:
        which_day("Yesterday", at(wall), BERLIN)
    assert asked.value.candidates == (date(2026, 3, 17), date(2026, 3, 18))


@pytest.mark.parametrize(
    ("wall", "expected"), [("2026-03-18 23:59", date(2026, 3, 17)), ("2026-03-19 04:00", date(2026, 3, 18))]
)
def test_at_all_other_hours_yesterday_is_clear(wall: str, expected: date) -> None:
    """R2: only between midnight and 04:00 is it asked back."""
    assert which_day("yesterday", at(wall), BERLIN) == expected


def test_after_midnight_today_is_still_the_evening_before() -> None:
    """R1, R2: a night owl's flow counts for the day that has not ended for them."""
    assert which_day("", at("2026-03-19 02:00"), BERLIN) == date(2026, 3, 18)
    assert which_day("wed", at("2026-03-19 02:00"), BERLIN) == date(2026, 3, 18)


@given(instants, zones, st.integers(0, 28))
def test_each_of_the_last_28_days_can_be_said_in_every_way(now: datetime, zone: ZoneInfo, back: int) -> None:
    """R2: dates with and without a year and "n days ago" agree; a weekday is its latest."""
    today = local_day(now, zone)
    day = today - timedelta(days=back)
    month = day.strftime("%B")
    said = [
        day.isoformat(),
        f"{day.day} {month}",
        f"{month[:3]} {day.day}",
        f"{day.day}.{day.month}.",
        f"{back + 7} days ago",
    ]
    assert {which_day(one, now, zone) for one in said[:4]} == {day}
    if back + 7 <= 28:
        assert which_day(said[4], now, zone) == day - timedelta(days=7)
    assert which_day(WEEKDAYS[day.weekday()], now, zone) == today - timedelta(days=back % 7)


@given(st.text(alphabet="0123456789. -adehilmnorstuy", max_size=14), instants, zones)
def test_any_text_gives_a_day_of_the_last_28_or_a_refusal(said: str, now: datetime, zone: ZoneInfo) -> None:
    """R2: nothing else comes out of it."""
    today = local_day(now, zone)
    try:
        found: date | AskWhichDay | BadDay = which_day(said, now, zone)
    except (AskWhichDay, BadDay) as refused:
        found = refused
    match found:
        case AskWhichDay():
            assert found.candidates == (today - timedelta(days=1), today)
        case BadDay():
            assert found.day is None or not timedelta(0) <= today - found.day <= timedelta(days=28)
        case _:
            assert timedelta(0) <= today - found <= timedelta(days=28)


@pytest.mark.parametrize(("days_after", "late"), [(-1, False), (0, False), (7, False), (8, True), (28, True)])
def test_a_log_more_than_seven_days_late_is_late_for_the_board(days_after: int, late: bool) -> None:
    """R2: it counts everywhere but in R10; a log ahead of a day, left there by a journey, is not late."""
    assert is_late(date(2026, 2, 25), date(2026, 2, 25) + timedelta(days=days_after)) is late
