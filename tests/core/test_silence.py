"""When somebody has gone quiet: 14 days without a log that were not rest (issue 5, R15, R22)."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.rests import NO_RESTS, Rest, RestDays, RestId
from bot.core.silence import SILENT_AFTER, is_silent

MONDAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def off(first: date, days: int) -> RestDays:
    """So many days off in a row."""
    return RestDays((Rest(RestId(1), first, first + timedelta(days=days - 1), AT, first),))


def test_silence_is_two_weeks_without_a_log() -> None:
    """Today is not over yet, and the day of the log is none of silence."""
    assert not is_silent(MONDAY, MONDAY, NO_RESTS)
    assert not is_silent(MONDAY, MONDAY + timedelta(days=SILENT_AFTER), NO_RESTS)
    assert is_silent(MONDAY, MONDAY + timedelta(days=SILENT_AFTER + 1), NO_RESTS)


@given(st.integers(0, 60), st.integers(1, 30), st.integers(0, 60))
def test_rest_is_no_silence(begins: int, days: int, passed: int) -> None:
    """R15: each day off within makes the silence begin a day later, and one outside changes nothing."""
    rest, today = off(MONDAY + timedelta(days=begins), days), MONDAY + timedelta(days=passed)
    within = len(set(range(1, passed)) & set(range(begins, begins + days)))
    assert is_silent(MONDAY, today, rest) == is_silent(MONDAY, today - timedelta(days=within), NO_RESTS)
