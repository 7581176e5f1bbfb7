"""Coming back (R10, R15, R22)."""

from datetime import date

import pytest

from bot.core.returns import WelcomeBack, quiet_gap, welcome_back, welcome_weeks
from tests.core.examples import day, logged, record, weeks


@pytest.mark.parametrize(
    ("words", "today", "expected"),
    [
        (("xxx", "", "x"), day(2, 0), True),
        (("xxx", "", "", "..x"), day(3, 2), True),
        (("xxx", "x"), day(1, 0), False),
        (("xxx", "r", "x"), day(2, 0), False),
        (("xxx", "", "r", "x"), day(3, 0), True),  # rest after a quiet week
        (("xxx", "", "xx"), day(2, 1), False),  # the second flow is no return
        (("", "", "x"), day(2, 0), True),  # joined, and came a fortnight later
        (("", "x"), day(1, 0), False),  # the week of joining is not quiet
        (("xxx", "......x"), day(1, 6), False),  # the week is not over
    ],
)
def test_the_first_log_after_a_quiet_week_is_a_return(words: tuple[str, ...], today: date, expected: bool) -> None:
    """R22: the first words after a gap are a welcome."""
    one = record(*words)
    found = welcome_back(one, today, max(one.days))
    assert (found is not None) is expected


def test_a_second_log_on_the_day_of_the_return_is_no_return() -> None:
    """R22: one is welcomed once."""
    assert welcome_back(record("xxx", "", days={day(2, 0): logged(30)}), day(2, 0), day(2, 0)) is not None
    assert welcome_back(record("xxx", "", days={day(2, 0): logged(30, late=5)}), day(2, 0), day(2, 0)) is None


def test_a_forgotten_flow_of_long_ago_is_no_return() -> None:
    """R22: who was here last week is not welcomed back for logging an old day now."""
    assert welcome_back(record("xxx", "", "x", "xx"), day(3, 1), day(2, 0)) is None


def test_a_return_that_is_logged_for_the_sunday_before_is_a_return() -> None:
    """R22: the day that the log counts for does not matter to the welcome; the quiet weeks before it do."""
    assert welcome_back(record("xxx", "", "", "......x"), day(4, 0), day(3, 6)) == WelcomeBack(points=True)


def test_a_return_within_the_quiet_week_itself_is_welcomed_without_points() -> None:
    """R10, R22: its week is not quiet any more, so its log comes after none."""
    assert welcome_back(record("xxx", "......x"), day(2, 0), day(1, 6)) == WelcomeBack(points=False)


def test_a_second_return_within_three_weeks_is_welcomed_without_points() -> None:
    """R10: points come back only when none fell in the 3 weeks before."""
    assert welcome_back(record("xxx", "", "x", "", "x"), day(4, 0), day(4, 0)) == WelcomeBack(points=False)
    assert welcome_back(record("xxx", "", "x", "", "", "", "x"), day(6, 0), day(6, 0)) == WelcomeBack(points=True)


def test_a_return_logged_too_late_brings_no_points() -> None:
    """R2, R10: more than 7 days late counts everywhere but on the board."""
    one = record("xxx", "", "", "", days={day(2, 1): logged(0, late=30)})
    assert welcome_back(one, day(4, 0), day(2, 1)) == WelcomeBack(points=False)


@pytest.mark.parametrize(
    ("words", "today", "expected"),
    [
        (("xxx", "", ""), day(3, 2), (day(0, 3), day(3, 1))),
        (("xxx", ""), weeks(2), (day(0, 3), day(1, 6))),
        (("xxx", ""), day(1, 6), None),
        (("xxx", "r"), weeks(2), None),
        (("xxx", "", "r"), weeks(3), (day(0, 3), day(2, 6))),
        (("xxx", "", "x"), day(2, 3), None),
        (("", ""), weeks(2), (day(0, 0), day(1, 6))),
    ],
)
def test_the_whole_gap_can_be_counted_as_rest(
    words: tuple[str, ...], today: date, expected: tuple[date, date] | None
) -> None:
    """R15: from the day after the last log to yesterday, however long, once a quiet week lies in it."""
    assert quiet_gap(record(*words), today) == expected


def test_a_gap_that_was_counted_as_rest_is_gone() -> None:
    """R15: afterwards nothing is quiet any more."""
    gap = quiet_gap(record("xxx", "", ""), weeks(3))
    assert gap is not None
    days = [day(0, n) for n in range(3, 21)]
    assert (days[0], days[-1]) == gap
    assert quiet_gap(record("xxx", "", "", rest=days), weeks(3)) is None


@pytest.mark.parametrize(
    ("logs", "rest", "earned"),
    [
        ([0, 1, 2], [], []),
        ([0, 2], [], [2]),
        ([0, 2], [1], []),
        ([0, 3], [1], [3]),
        ([0, 2, 4], [], [2]),
        ([0, 2, 5], [], [2]),
        ([0, 2, 6], [], [2, 6]),
        ([0, 2, 4, 6], [], [2, 6]),  # the one in week 4 earned nothing, so it bars nothing
        ([3], [], [3]),
        ([1], [], []),
        ([], [], []),
    ],
)
def test_a_welcome_is_earned_once_in_four_weeks(logs: list[int], rest: list[int], earned: list[int]) -> None:
    """R10: the first log after a quiet week, if no welcome fell in the 3 weeks before; week 0 is never quiet."""
    assert welcome_weeks(0, logs, rest) == frozenset(earned)
