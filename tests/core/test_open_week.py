"""The open week: its reserve and the words for it (R7, R11)."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from bot.core.days import monday_of
from bot.core.plans import Plan, default_plan
from bot.core.record import Record
from bot.core.standing import (
    AnyFlowKeepsRun,
    InReserve,
    Kept,
    Nothing,
    RunSafe,
    WeekWords,
    standing_on,
)
from bot.core.verdicts import Rule
from tests.core.examples import day, logged, record, records, weeks

SIX = default_plan(6)


@pytest.mark.parametrize(
    ("word", "weekday", "reserve", "left"),
    [
        ("", 0, 2, 5),  # "5 flows, 2 in reserve"
        ("", 1, 1, 4),
        ("", 2, 0, 3),
        ("", 3, 0, 2),
        ("x", 0, 2, 4),  # today only if not yet a study day
        ("s", 0, 2, 5),  # five minutes are no study day, so today is left
        ("x", 1, 2, 4),
        ("x", 2, 1, 3),
        ("x.x", 3, 1, 2),
        ("xxx", 3, 2, 2),
        ("xxx", 5, 0, 0),
        ("xxxx", 5, 1, 0),
        ("xxxxx", 5, 2, 0),
        (".....x", 6, 0, 0),
        ("rr", 0, 0, 3),
        ("..r", 0, 1, 4),
        ("x..rr", 1, 0, 2),
        (".....r", 0, 2, 5),  # rest on a free day takes nothing
    ],
)
def test_the_reserve_is_what_may_still_be_missed(word: str, weekday: int, reserve: int, left: int) -> None:
    """R7: the least of p - f and studied + days left - f, not below 0; rest days are not left."""
    week = standing_on(record("xxx", word), day(1, weekday)).this_week
    assert (week.reserve, week.days_left) == (reserve, left)


@pytest.mark.parametrize(
    ("word", "weekday", "expected"),
    [
        ("", 0, InReserve(2)),
        ("xx", 2, InReserve(2)),
        ("xxx", 2, Kept()),
        ("xxxxx", 5, Kept()),
        ("", 2, AnyFlowKeepsRun()),
        ("", 6, AnyFlowKeepsRun()),
        ("x", 4, RunSafe(2)),
        ("s", 3, RunSafe(3)),
        ("xx", 5, RunSafe(1)),
        ("xx....", 6, RunSafe(1)),
        ("x", 6, RunSafe(None)),  # two more do not fit into a Sunday
        ("x.....x", 6, RunSafe(None)),
        ("rrrrr", 0, RunSafe(None)),
        ("rrr", 3, RunSafe(3)),  # rest keeps the run by itself; nothing must be done for it
    ],
)
def test_the_week_is_spoken_of_by_what_it_needs(word: str, weekday: int, expected: WeekWords) -> None:
    """R7: kept; in reserve; the run is safe and n more make it solid; or any flow keeps it."""
    assert standing_on(record("xxx", word), day(1, weekday)).this_week.words == expected


@pytest.mark.parametrize("word", ["", "x", "r"])
def test_without_a_run_nothing_is_said_about_it(word: str) -> None:
    """R7: no run that could be lost, no word about losing it."""
    assert standing_on(record("x", "", word), day(2, 6)).this_week.words == Nothing()


def test_days_beyond_the_plan_do_not_make_the_reserve_larger_than_it_can_be() -> None:
    """R7: of four days from Thursday on one may be missed, however much was done before them."""
    plan = Plan(frozenset({3, 4, 5, 6}))
    week = standing_on(record("xxx", "xx", plan=plan), day(1, 2)).this_week
    assert (week.studied, week.days_left, week.reserve) == (2, 4, 1)


def test_the_open_week_is_full_with_its_last_planned_day() -> None:
    """R5: p or more study days; four of five are solid, not full."""
    four = standing_on(record("xxx", "xxxx"), day(1, 5)).this_week
    five = standing_on(record("xxx", "xxxxx"), day(1, 5)).this_week
    assert [(week.solid, week.full) for week in (four, five)] == [(True, False), (True, True)]


def test_the_open_week_tells_what_stands_in_it() -> None:
    """R3, R7: minutes and logs of this week alone, short flows included, and its rest days."""
    week = standing_on(record("xxxxx", "xs.rr", "x"), day(1, 4)).this_week
    assert (week.monday, week.studied, week.logs, week.minutes, week.rest_days) == (day(1, 0), 1, 2, 65, 2)


@given(records())
def test_what_the_words_ask_for_can_be_done(example: tuple[Record, date]) -> None:
    """R7: "n more make it solid" is true, and n study days from today on fit into the week."""
    one, today = example
    week = standing_on(one, today).this_week
    if not isinstance(week.words, RunSafe) or week.words.more is None:
        return
    sunday = week.monday + timedelta(days=6)
    todo = [today + timedelta(days=n) for n in range((sunday - today).days + 1)]
    fresh = [d for d in todo if d not in one.rest and not one.is_study_day(d)][: week.words.more]
    done = Record(one.joined, {**one.days, **{one_day: logged(30) for one_day in fresh}}, one.plans, one.rest)
    assert len(fresh) == week.words.more
    assert standing_on(done, today).this_week.words == Kept()


@given(records())
def test_a_run_that_is_called_safe_is_safe(example: tuple[Record, date]) -> None:
    """R6, R7: without another flow this week the run stands next Monday, unless the words asked for one."""
    one, today = example
    week = standing_on(one, today)
    this_monday = monday_of(today)
    only_so_far = {d: facts for d, facts in one.days.items() if d < this_monday + timedelta(days=7)}
    later = standing_on(Record(one.joined, only_so_far, one.plans, one.rest), this_monday + timedelta(days=7))
    if isinstance(week.this_week.words, RunSafe | Kept):
        assert later.run >= week.run
    if isinstance(week.this_week.words, AnyFlowKeepsRun) and later.run:
        assert later.past[-1].rule is Rule.FIRST_WEEK


@given(records())
def test_while_there_is_reserve_a_plan_day_may_be_missed(example: tuple[Record, date]) -> None:
    """R7: who studies on all plan days left but as many as are in reserve keeps the week."""
    one, today = example
    week = standing_on(one, today).this_week
    if week.reserve == 0:
        return
    left = [
        day
        for day in (week.monday + timedelta(days=n) for n in range(7))
        if day >= today and one.plans.is_plan_day(day) and day not in one.rest and not one.is_study_day(day)
    ]
    kept = dict.fromkeys(left[week.reserve :], logged(30))
    done = Record(one.joined, {**one.days, **kept}, one.plans, one.rest)
    assert standing_on(done, today).this_week.solid


def test_a_log_that_a_journey_left_ahead_of_today_stands() -> None:
    """R11: flown west from Auckland to Honolulu, Tuesday's flow counts though it is Monday again."""
    week = standing_on(record("xxx", ".x"), day(1, 0)).this_week
    assert (week.studied, week.days_left, week.reserve) == (1, 4, 2)


def test_the_open_week_has_the_plan_of_its_monday() -> None:
    """R11: a plan chosen this week changes the next one."""
    one = record("xxx", "xxx")
    changed = Record(one.joined, one.days, one.plans.changed(day(1, 2), SIX))
    now, next_week = standing_on(changed, day(1, 3)).this_week, standing_on(changed, weeks(2)).this_week
    assert (now.plan.size, now.solid, now.full) == (5, True, False)
    assert (next_week.plan, next_week.reserve) == (SIX, 2)
