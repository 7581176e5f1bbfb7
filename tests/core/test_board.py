"""Points, scores, and the lines that are kept of them (R10)."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.board import PERIODS, Period, points_of_week, score
from bot.core.board_lines import Line, LineKey, board_lines
from bot.core.days import monday_number, week_number
from bot.core.plans import PlanHistory, default_plan
from bot.core.record import Record
from tests.core.examples import FIVE, MON, day, logged, record, weeks

NO_REVIEWS: Mapping[date, int] = {}


def value(one: Record, period: Period, today: date, reviews: Mapping[date, int] = NO_REVIEWS) -> str | None:
    """A score as it is shown; all rest counts as declared in time."""
    found = score(one, reviews, period, today, one.rest)
    return None if found is None else str(found.value)


@pytest.mark.parametrize(
    ("days_a_week", "studied", "expected"),
    [
        (5, 0, 0),
        (5, 1, 20),
        (5, 3, 60),
        (5, 5, 100),
        (5, 7, 100),
        (3, 1, 33),
        (3, 2, 67),
        (3, 3, 100),
        (4, 1, 25),
        (4, 3, 75),
        (2, 1, 33),  # two planned days are measured as three
        (2, 2, 67),
        (2, 3, 100),
        (6, 4, 80),  # six and seven as five
        (7, 5, 100),
    ],
)
def test_study_points_are_the_part_of_the_plan_that_was_done(days_a_week: int, studied: int, expected: int) -> None:
    """R10: round(100 · min(days, q)/q), q = p held between 3 and 5."""
    found = points_of_week(default_plan(days_a_week), studied, 0, welcome=False)
    assert (found.study, found.total) == (expected, expected)


@pytest.mark.parametrize(("closed", "expected"), [(0, 0), (1, 40), (2, 40)])
def test_a_closed_review_brings_forty_points_once_a_week(closed: int, expected: int) -> None:
    """R10: + 40, at most one a week."""
    found = points_of_week(FIVE, 3, closed, welcome=False)
    assert (found.reviews, found.total) == (expected, 60 + expected)


def test_a_return_brings_twenty_points() -> None:
    """R10: + 20 welcome-back, and all three parts add up."""
    found = points_of_week(FIVE, 5, 1, welcome=True)
    assert (found.study, found.reviews, found.welcome, found.total) == (100, 40, 20, 160)


@pytest.mark.parametrize(
    ("words", "weekday", "expected"),
    [
        (("xxx", "xx"), 2, "40.0"),
        (("xxx", ""), 0, "0.0"),
        (("x",), 0, "20.0"),
        (("xxx", "", "xx"), 1, "60.0"),  # 40 and the welcome
        (("xxx", "", "s"), 0, "20.0"),  # five minutes are no study day, but a return
    ],
)
def test_this_week_has_its_points_so_far(words: tuple[str, ...], weekday: int, expected: str) -> None:
    """R10: the open week's points, whatever the weeks before."""
    assert value(record(*words), "week", day(len(words) - 1, weekday)) == expected


def test_reviews_count_in_the_week_in_which_they_first_ended_in_yes() -> None:
    """R10: matched by the Monday of the sealed day."""
    one = record("xxxxx", "xxxxx", "xxxxx")
    reviews = {weeks(1): 2, weeks(2): 1}
    assert value(one, "week", day(2, 6), reviews) == "140.0"
    assert value(one, "4 weeks", weeks(2), reviews) == "120.0"


@pytest.mark.parametrize(
    ("words", "period", "expected"),
    [
        (("xxxxx",), "4 weeks", None),
        (("xxxxx", "xxx"), "4 weeks", "80.0"),
        (("xxxxx", "xxx", "xxx"), "4 weeks", "73.3"),
        (("xxxxx", "", "", "", ""), "4 weeks", "0.0"),  # quiet weeks count, the fifth back does not
        (("xxx", "xxx", "xxx", "xxxx", "xxxxx"), "4 weeks", "75.0"),
        (("x", "xxx", "xxx"), "4 weeks", "60.0"),  # the first week was rest
        (("x", "xxx"), "4 weeks", None),
        (("xxx", "rrrrr", "xxx"), "4 weeks", "60.0"),  # rest is left out
        (("xxx", "rrrrr", "rrrrr", "r"), "4 weeks", None),
        (("xxx", "xrr", "xxx"), "4 weeks", "46.7"),  # light with rest is light here
        (("xxx", "xxx", "xxx"), "12 weeks", None),
        (("xxx", "xxx", "xxx", "xxxxx"), "12 weeks", "70.0"),
        (("xxxxx", *["xxx"] * 12), "12 weeks", "60.0"),
    ],
)
def test_a_longer_period_is_the_mean_of_its_weeks(words: tuple[str, ...], period: Period, expected: str | None) -> None:
    """R10: past weeks that were not rest, to one decimal; a place takes 2 of 4 and 4 of 12."""
    assert value(record(*words), period, weeks(len(words))) == expected


def test_the_open_week_is_no_part_of_a_longer_period() -> None:
    """R10: only past weeks have a mean."""
    one = record("xxx", "xxx", "xxxxx")
    assert value(one, "4 weeks", day(2, 5)) == "60.0"
    assert value(one, "4 weeks", weeks(3)) == "73.3"


def test_means_are_rounded_halves_up() -> None:
    """R10: to one decimal: 33, 33, 33 and 100 are 49.75, which is 49.8."""
    one = record("x", "x", "x", "xxx", plan=default_plan(3), joined=day(-1, 0))
    assert value(one, "4 weeks", weeks(4)) == "49.8"


def test_a_flow_logged_more_than_seven_days_late_brings_no_points() -> None:
    """R2, R10: the board alone is strict about time."""
    days = {day(1, 0): logged(0, late=60), day(1, 1): logged(9, late=60), day(1, 2): logged(10, late=1)}
    one = record("xxx", days=days)
    found = score(one, NO_REVIEWS, "4 weeks", weeks(2))
    assert found is not None
    assert [points.study_days for _, points in found.weeks] == [3, 1]


def test_rest_declared_after_its_week_does_not_change_the_board() -> None:
    """R10: the week counts as the quiet one it was; declared in time, or a season, it is left out."""
    one = record("xxxxx", "rrrrr", "xxxxx")
    late = score(one, NO_REVIEWS, "4 weeks", weeks(3), frozenset())
    in_time = score(one, NO_REVIEWS, "4 weeks", weeks(3), one.rest)
    assert late is not None
    assert in_time is not None
    assert [points.total for _, points in late.weeks] == [100, 0, 120]
    assert [points.total for _, points in in_time.weeks] == [100, 100]


def test_counting_a_gap_as_rest_does_not_take_the_welcome_away() -> None:
    """R10, R15: who presses "count that time as rest" keeps the points of the return."""
    away = record("xxx", "", "x")
    rested = record("xxx", "rrrrr", "x")
    assert score(rested, NO_REVIEWS, "week", day(2, 0)) == score(away, NO_REVIEWS, "week", day(2, 0))


def test_a_score_can_be_explained() -> None:
    """R10, R21: the weeks behind a mean, the days done and those asked for."""
    found = score(record("xxx", "", "xxxx"), {weeks(2): 1}, "4 weeks", weeks(3))
    assert found is not None
    told = [(monday, p.study_days, p.asked, p.study, p.reviews, p.welcome) for monday, p in found.weeks]
    assert told == [(MON, 3, 5, 60, 0, 0), (weeks(1), 0, 5, 0, 0, 0), (weeks(2), 4, 5, 80, 40, 20)]


def test_each_week_is_measured_by_the_plan_it_had() -> None:
    """R10, R11: a bigger plan does not make past weeks worth less."""
    days = {day(week, weekday): logged(30) for week in range(2) for weekday in range(3)}
    plans = PlanHistory.beginning(MON, default_plan(3)).changed(day(0, 4), FIVE)
    found = score(Record(MON, days, plans), NO_REVIEWS, "4 weeks", weeks(2))
    assert found is not None
    assert [points.total for _, points in found.weeks] == [100, 60]


@given(st.lists(st.text("xr.", max_size=7), max_size=20), st.integers(0, 6), st.sets(st.integers(0, 19)))
def test_lines_that_are_kept_are_what_the_score_says(told: list[str], joined: int, closed: set[int]) -> None:
    """R10: of every week that is looked at, until everything has passed out of sight; minutes are summed (R3)."""
    one = record(*told, joined=day(0, joined))
    reviews = {weeks(week): 1 for week in closed}
    minutes = {week_number(weeks(week)): 10 * (week + 1) for week, days in enumerate(told) if "x" in days}
    kept = board_lines(one, reviews, minutes, one.rest)
    newest = max([week_number(it) for it in reviews] + list(minutes) + [week_number(it) for it in one.days], default=0)
    for period, (reach, _) in PERIODS.items():
        for week in range(week_number(weeks(-1)), week_number(weeks(40))):
            if reach and week < newest - 1:
                continue  # no mean of a week that long ago is asked for any more
            found = score(one, reviews, period, monday_number(week), one.rest)
            past = range(week - reach, week) if reach else (week,)
            spent = sum(minutes.get(it, 0) for it in past)
            line = kept.get(LineKey(reach, monday_number(week)), Line(0, 0))
            assert line == Line(int(10 * found.value) if found else 0, spent)
