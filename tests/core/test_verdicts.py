"""What a past week was (R5)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given

from bot.core.days import monday_of
from bot.core.plans import PlanHistory, default_plan
from bot.core.record import Record
from bot.core.verdicts import Rule, Verdict, weeks_of
from tests.core.examples import MON, day, logged, record, records, weeks

FULL, SOLID, LIGHT, REST, QUIET = Verdict.FULL, Verdict.SOLID, Verdict.LIGHT, Verdict.REST, Verdict.QUIET


def verdict(word: str, days_a_week: int = 5) -> Verdict:
    """The verdict of a second week, so that the first week's rule stays out of it."""
    return weeks_of(record("", word, plan=default_plan(days_a_week)), weeks(2))[-1].verdict


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("xxxxx", FULL),
        ("xxxxxxx", FULL),
        ("..xxxxx", FULL),  # any days, not only those planned
        ("xxxx", SOLID),
        ("xxx", SOLID),
        ("xx", LIGHT),
        ("s", LIGHT),  # a log is a log, though not a study day
        ("xxsss", LIGHT),
        ("xxrrr", LIGHT),  # a log and rest: light holds the run as rest does
        ("xxxrr", SOLID),
        ("r", REST),
        ("......r", REST),  # also on a day that was not planned
        ("rrrrrrr", REST),
        ("", QUIET),
    ],
)
def test_a_week_of_five_planned_days_has_its_verdict(word: str, expected: Verdict) -> None:
    """R5: full from 5 study days, solid from 3, light with a log, rest with a rest day, else quiet."""
    assert verdict(word) is expected


@pytest.mark.parametrize(("days_a_week", "floor"), [(2, 1), (3, 2), (4, 3), (5, 3), (6, 4), (7, 5)])
def test_each_plan_has_its_own_bounds(days_a_week: int, floor: int) -> None:
    """R5: p for full, f for solid, one log fewer is light."""
    assert verdict("x" * days_a_week, days_a_week) is FULL
    assert verdict("x" * (days_a_week - 1), days_a_week) is SOLID
    assert verdict("x" * floor, days_a_week) is SOLID
    assert verdict("x" * (floor - 1) + "s", days_a_week) is LIGHT


@pytest.mark.parametrize(("minutes", "expected"), [(9, LIGHT), (10, SOLID)])
def test_a_study_day_has_ten_minutes(minutes: int, expected: Verdict) -> None:
    """R5: a local day with at least 10 logged minutes, over all of its logs."""
    days = {day(1, weekday): logged(minutes - 4, late=4) for weekday in range(3)}
    assert weeks_of(record(days=days), weeks(2))[-1].verdict is expected


@pytest.mark.parametrize(
    ("word", "expected", "rule"),
    [
        ("", REST, Rule.FIRST_WEEK),
        ("......x", REST, Rule.FIRST_WEEK),
        ("r", REST, Rule.FIRST_WEEK),
        ("....xxx", SOLID, Rule.FLOOR_REACHED),
        ("xxxxx", FULL, Rule.PLAN_REACHED),
    ],
)
def test_the_first_week_counts_if_solid_and_is_rest_otherwise(word: str, expected: Verdict, rule: Rule) -> None:
    """R5: nobody begins with a light or a quiet week."""
    (week,) = weeks_of(record(word), weeks(1))
    assert (week.verdict, week.rule) == (expected, rule)


def test_weeks_count_from_the_first_log_if_it_is_earlier_than_joining() -> None:
    """R5: the earlier of joining and the first log's day."""
    found = weeks_of(record("x", "", joined=day(2, 3)), weeks(3))
    assert [(week.monday, week.verdict) for week in found] == [(MON, REST), (weeks(1), QUIET), (weeks(2), QUIET)]


def test_weeks_count_from_joining_if_it_is_earlier_than_the_first_log() -> None:
    """R5: the earlier of joining and the first log's day."""
    found = weeks_of(record("", "", "xxx"), weeks(3))
    assert [week.verdict for week in found] == [REST, QUIET, SOLID]


def test_the_current_week_is_open() -> None:
    """R5: Sunday night is not past; Monday is."""
    one = record("xxxxx")
    assert weeks_of(one, day(0, 6)) == ()
    assert [week.verdict for week in weeks_of(one, weeks(1))] == [FULL]


def test_past_weeks_keep_the_plan_they_had() -> None:
    """R5, R11: a new plan does not judge the weeks before it."""
    days = {day(week, weekday): logged(30) for week in (0, 1, 2) for weekday in (0, 1, 2)}
    plans = PlanHistory.beginning(MON, default_plan(3)).changed(day(1, 2), default_plan(7))
    found = weeks_of(Record(MON, days, plans), weeks(3))
    assert [week.verdict for week in found] == [FULL, FULL, LIGHT]


def test_rest_declared_afterwards_changes_a_quiet_week() -> None:
    """R5, R15: verdicts are derived from what stands now."""
    assert [week.verdict for week in weeks_of(record("xxx", ""), weeks(2))] == [SOLID, QUIET]
    assert [week.verdict for week in weeks_of(record("xxx", "..r"), weeks(2))] == [SOLID, REST]


def test_each_rule_gives_its_verdict() -> None:
    """R21: the ledger can say which part of R5 decided."""
    found = weeks_of(record("", "xxxxx", "xxx", "s", "r", ""), weeks(6))
    assert [(week.rule, week.verdict) for week in found] == [
        (Rule.FIRST_WEEK, REST),
        (Rule.PLAN_REACHED, FULL),
        (Rule.FLOOR_REACHED, SOLID),
        (Rule.SOME_LOG, LIGHT),
        (Rule.REST_DECLARED, REST),
        (Rule.NO_LOG_NO_REST, QUIET),
    ]


def test_the_facts_behind_a_verdict_are_kept() -> None:
    """R21: how many study days, logs, minutes and rest days a week had."""
    facts = weeks_of(record("", "xs.r..r"), weeks(2))[-1].facts
    assert (facts.study_days, facts.logs, facts.minutes) == (1, 2, 65)
    assert (facts.rest_days, facts.rest_on_plan_days, facts.is_first) == (2, 1, False)


def test_a_week_over_new_year_is_one_week() -> None:
    """R4, R5: 28 December 2026 to 3 January 2027."""
    days = {date(2026, 12, 30) + timedelta(days=n): logged(30) for n in range(3)}
    plans = PlanHistory.beginning(date(2026, 12, 28), default_plan(3))
    (week,) = weeks_of(Record(date(2026, 12, 28), days, plans), date(2027, 1, 4))
    assert (week.verdict, week.facts.study_days) == (FULL, 3)


@given(records())
def test_every_past_week_has_one_verdict_and_none_is_left_out(example: tuple[Record, date]) -> None:
    """R5: Monday after Monday, up to the week before today's."""
    one, today = example
    mondays = [week.monday for week in weeks_of(one, today)]
    assert all(later - earlier == timedelta(weeks=1) for earlier, later in pairwise(mondays))
    assert all(monday.weekday() == 0 for monday in mondays)
    if mondays:
        assert mondays[-1] == monday_of(today) - timedelta(weeks=1)


@given(records())
def test_more_work_never_makes_a_verdict_worse(example: tuple[Record, date]) -> None:
    """R5: adding a flow to a week after the first never lowers it."""
    one, today = example
    order = [QUIET, REST, LIGHT, SOLID, FULL]
    past = weeks_of(one, today)
    for week in past[1:4]:
        more = Record(one.joined, {**one.days, week.monday: logged(60)}, one.plans, one.rest)
        again = next(other for other in weeks_of(more, today) if other.monday == week.monday)
        assert order.index(again.verdict) >= order.index(week.verdict)
