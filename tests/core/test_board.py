"""Points, scores and places (R10)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.board import Period, neighbours, places, points_of_week, score
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


def test_ties_share_a_place() -> None:
    """R10: 1, 2, 2, 4; who came first in the list stays first among equals."""
    scores = [
        ("cy", Decimal(40)),
        ("bo", Decimal(60)),
        ("di", Decimal("20.5")),
        ("al", Decimal(60)),
        ("ed", Decimal(80)),
    ]
    found = places(scores)
    assert [(line.place, line.key) for line in found] == [(1, "ed"), (2, "bo"), (2, "al"), (4, "cy"), (5, "di")]
    assert [line.score for line in found] == [80, 60, 60, 40, Decimal("20.5")]


@given(st.lists(st.integers(0, 9), max_size=20))
def test_a_place_is_one_more_than_those_who_are_ahead(values: list[int]) -> None:
    """R10: whatever the scores."""
    found = places([(n, Decimal(value)) for n, value in enumerate(values)])
    assert sorted(line.key for line in found) == list(range(len(values)))
    for line in found:
        assert line.score == values[line.key]
        assert line.place == 1 + sum(value > line.score for value in values)


def test_neighbours_stand_around_the_asker() -> None:
    """Boards can demotivate, so neighbours come before the top."""
    lines = places([(n, Decimal(100 - n)) for n in range(6)])
    assert [line.key for line in neighbours(lines, 3)] == [2, 3, 4]
    assert [line.key for line in neighbours(lines, 0)] == [0, 1]
    assert [line.key for line in neighbours(lines, 5, around=2)] == [3, 4, 5]
    assert neighbours(lines, 17) == []


@pytest.mark.slow
def test_a_thousand_members_are_scored_at_once() -> None:
    """R10: a year of a thousand members in well under the three seconds that a press may wait on Discord."""
    year = record(*["xxx.x"] * 20, "", "xrx", *["xxxxx"] * 30, joined=day(-2, 3))
    began = perf_counter()
    scores = [score(year, NO_REVIEWS, "12 weeks", weeks(52), year.rest) for _ in range(1000)]
    lines = places([(n, found.value) for n, found in enumerate(scores) if found])
    assert perf_counter() - began < 1.5
    assert {line.place for line in lines} == {1}
