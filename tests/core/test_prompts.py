"""Quiet hours, rhythms and lateness (R16-R18, R24)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence import next_occurrence
from bot.core.plans import Plan, PlanHistory
from bot.core.prompts import (
    QUIET,
    CardRhythm,
    LateKind,
    QuietHours,
    Rhythm,
    card_rhythm_after,
    expiry,
    is_too_late,
    narrowed,
    next_open,
    prompt_days,
    prompt_weekdays,
    rhythm_after,
)
from tests.core.examples import FIVE, MON, day, instants, plans, zones

BERLIN = ZoneInfo("Europe/Berlin")
A_MINUTE = timedelta(minutes=1)
NEVER = QuietHours(time(7), time(7))
half_hours = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))
quiets = st.builds(QuietHours, half_hours, half_hours)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        (time(22), True),
        (time(23, 59), True),
        (time(0), True),
        (time(7, 59), True),
        (time(8), False),
        (time(21, 59), False),
    ],
)
def test_the_night_is_quiet(at: time, quiet: bool) -> None:
    """R16: 22-08."""
    assert QUIET.covers(at) is quiet


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    """R16: whoever works nights sleeps by day; equal ends are no quiet hours at all."""
    assert QuietHours(time(9), time(15)).covers(time(12))
    assert QuietHours(time(9), time(15)).covers(time(9))
    assert not QuietHours(time(9), time(15)).covers(time(15))
    assert not any(NEVER.covers(time(hour)) for hour in range(24))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (time(12), QUIET),
        (time(8), QUIET),
        (time(7), QuietHours(time(22), time(7))),
        (time(5, 30), QuietHours(time(22), time(5, 30))),
        (time(22), QuietHours(time(23), time(8))),
        (time(22, 30), QuietHours(time(23, 30), time(8))),
        (time(23, 15), QuietHours(time(0, 15), time(8))),
        (time(1), QuietHours(time(2), time(8))),
        (time(2), QuietHours(time(3), time(8))),
        (time(2, 30), QuietHours(time(22), time(2, 30))),  # both leave as much; the morning is taken
    ],
)
def test_an_hour_that_was_chosen_narrows_them(chosen: time, expected: QuietHours) -> None:
    """R16: in the morning they end at it, in the evening they start an hour after it."""
    assert narrowed(QUIET, chosen) == expected


@given(quiets, half_hours)
def test_a_chosen_hour_is_never_quiet_and_no_quiet_is_added(quiet: QuietHours, chosen: time) -> None:
    """R16: a prompt at the learner's own hour is never moved."""
    found = narrowed(quiet, chosen)
    assert not found.covers(chosen)
    for minute in range(0, 24 * 60, 30):
        at = time(minute // 60, minute % 60)
        assert quiet.covers(at) or not found.covers(at)


@pytest.mark.parametrize(
    ("wall", "opens"),
    [
        ("2026-03-10T12:00+01:00", "2026-03-10T12:00+01:00"),
        ("2026-03-10T21:59+01:00", "2026-03-10T21:59+01:00"),
        ("2026-03-10T22:00+01:00", "2026-03-11T08:00+01:00"),
        ("2026-03-11T03:00+01:00", "2026-03-11T08:00+01:00"),
        ("2026-03-11T08:00+01:00", "2026-03-11T08:00+01:00"),
        ("2026-03-28T23:00+01:00", "2026-03-29T08:00+02:00"),  # an hour shorter
        ("2026-10-24T23:00+02:00", "2026-10-25T08:00+01:00"),  # an hour longer
    ],
)
def test_what_comes_due_in_quiet_hours_waits_for_the_next_open_minute(wall: str, opens: str) -> None:
    """R16: on the wall clock, across summer time too."""
    assert next_open(datetime.fromisoformat(wall), QUIET, BERLIN) == datetime.fromisoformat(opens)


def test_quiet_hours_that_end_in_a_gap_end_with_the_gap() -> None:
    """R16, R17: 02:30 never shows, and 03:00 is no longer quiet."""
    found = next_open(datetime.fromisoformat("2026-03-29T01:00+01:00"), QuietHours(time(22), time(2, 30)), BERLIN)
    assert found == datetime.fromisoformat("2026-03-29T03:00+02:00")


def test_in_an_hour_that_is_shown_twice_the_second_end_is_waited_for() -> None:
    """R16, R17: at the second 02:15 the clock is quiet again until the second 02:30."""
    found = next_open(datetime.fromisoformat("2026-10-25T02:15+01:00"), QuietHours(time(22), time(2, 30)), BERLIN)
    assert found == datetime.fromisoformat("2026-10-25T02:30+01:00")


def test_an_open_time_that_the_clock_jumps_over_is_that_of_the_next_day() -> None:
    """R16, R17: on Chatham 02:45 was followed by 03:45, so 03:00 to 03:30 never showed."""
    quiet, chatham = QuietHours(time(3, 30), time(3, 0)), ZoneInfo("Pacific/Chatham")
    found = next_open(datetime.fromisoformat("2008-09-26T15:00+00:00"), quiet, chatham)
    assert found.astimezone(chatham) == datetime(2008, 9, 29, 3, 0, tzinfo=chatham)


@given(instants, quiets, zones)
def test_the_next_open_minute_is_open_and_all_before_it_are_quiet(
    at: datetime, quiet: QuietHours, zone: ZoneInfo
) -> None:
    """R16: never before, and no open quarter of an hour is passed over."""
    found = next_open(at, quiet, zone)
    assert found >= at
    assert not quiet.covers(found.astimezone(zone).time())
    if found > at:
        waited = [at + n * timedelta(minutes=15) for n in range(int((found - at) / timedelta(minutes=15)))]
        for one in (*waited, found - timedelta(microseconds=1)):
            assert quiet.covers(one.astimezone(zone).time())


@given(instants, quiets, zones)
def test_what_has_been_moved_is_not_moved_again(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> None:
    """R16: an open instant stays."""
    once = next_open(at, quiet, zone)
    assert next_open(once, quiet, zone) == once


@pytest.mark.parametrize(
    ("ignored", "expected"),
    [
        (0, Rhythm.PLAN),
        (4, Rhythm.PLAN),
        (5, Rhythm.THREE_DAYS),
        (9, Rhythm.THREE_DAYS),
        (10, Rhythm.FIRST_DAY),
        (12, Rhythm.FIRST_DAY),
        (13, Rhythm.NOTE),
        (14, Rhythm.SILENT),
        (99, Rhythm.SILENT),
    ],
)
def test_ignored_prompts_come_less_often_until_they_stop(ignored: int, expected: Rhythm) -> None:
    """R16: after 5 three days, after 5 more one, after 3 more one kind note, then silence."""
    assert rhythm_after(ignored) is expected


@pytest.mark.parametrize(
    ("weekdays", "three", "first"),
    [
        ({0, 1, 2, 3, 4}, {0, 2, 4}, {0}),
        ({1, 3}, {1, 3}, {1}),
        ({2, 4, 6}, {2, 4, 6}, {2}),
        ({0, 1, 2, 3}, {0, 2, 3}, {0}),
        (set(range(7)), {0, 3, 6}, {0}),
    ],
)
def test_a_slower_rhythm_keeps_some_of_the_plan_days(weekdays: set[int], three: set[int], first: set[int]) -> None:
    """R16: the first, middle and last plan day; then the first."""
    plan = Plan(frozenset(weekdays))
    assert prompt_weekdays(plan, Rhythm.PLAN) == weekdays
    assert prompt_weekdays(plan, Rhythm.THREE_DAYS) == three
    assert prompt_weekdays(plan, Rhythm.FIRST_DAY) == prompt_weekdays(plan, Rhythm.NOTE) == first
    assert prompt_weekdays(plan, Rhythm.SILENT) == frozenset()


@given(plans, st.integers(0, 20))
def test_prompts_only_ever_come_on_plan_days(plan: Plan, ignored: int) -> None:
    """R16: and never more often for being ignored."""
    now = prompt_weekdays(plan, rhythm_after(ignored))
    later = prompt_weekdays(plan, rhythm_after(ignored + 1))
    assert later <= now <= plan.weekdays


def test_no_prompt_on_a_rest_day() -> None:
    """R15, R16: rest silences prompts; the next one is on the plan day after it."""
    is_prompt_day = prompt_days(PlanHistory.beginning(MON, FIVE), frozenset({day(0, 1), day(0, 2)}), Rhythm.PLAN)
    after = datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert next_occurrence(after, time(18), BERLIN, is_prompt_day) == (day(0, 3), datetime(2026, 3, 5, 17, tzinfo=UTC))


def test_prompts_follow_the_plan_of_each_week() -> None:
    """R11, R16: a plan that holds from Monday prompts from Monday."""
    history = PlanHistory.beginning(MON, FIVE).changed(day(0, 1), Plan(frozenset({5, 6})))
    is_prompt_day = prompt_days(history, frozenset(), Rhythm.PLAN)
    wanted = [one for week in (0, 1) for one in range(7) if is_prompt_day(day(week, one))]
    assert wanted == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        (0, CardRhythm.GROUP_DAYS),
        (4, CardRhythm.GROUP_DAYS),
        (5, CardRhythm.MONDAYS),
        (7, CardRhythm.MONDAYS),
        (8, CardRhythm.STOPPED),
    ],
)
def test_a_card_that_nobody_follows_comes_less_often(cards: int, expected: CardRhythm) -> None:
    """R24: after 5 cards with no flow on Mondays, after 3 more not at all."""
    assert card_rhythm_after(cards) is expected


@pytest.mark.parametrize(
    ("kind", "hours", "late"),
    [
        ("prompt", 0, False),
        ("prompt", 3, False),
        ("prompt", 3.01, True),
        ("timer", 3, False),
        ("timer", 3.01, True),
        ("checkin", 24, False),
        ("checkin", 24.01, True),
        ("card", 11.99, False),
        ("card", 12, True),
        ("card", 30, True),
    ],
)
def test_what_is_too_late_is_skipped(kind: LateKind, hours: float, late: bool) -> None:
    """R18: a prompt and a timer's end after 3 h, a check-in after 24 h, a card when its day has ended."""
    moved = datetime(2026, 3, 10, 16, tzinfo=UTC)
    day_end = moved + timedelta(hours=12)
    now = moved + timedelta(hours=hours)
    assert is_too_late(kind, moved, now, day_end) is late
    if kind != "card":
        assert (expiry(kind, moved) <= now) is late


def test_lateness_is_counted_from_the_moved_time() -> None:
    """R18: due at 23:00 and moved to 08:00, a prompt is in time at 10:00."""
    due = datetime.fromisoformat("2026-03-10T23:00+01:00")
    moved = next_open(due, QUIET, BERLIN)
    assert not is_too_late("prompt", moved, datetime.fromisoformat("2026-03-11T10:00+01:00"), moved)
    assert is_too_late("prompt", due, datetime.fromisoformat("2026-03-11T10:00+01:00"), moved)
