"""Plans and their changes (R5, R11)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days import monday_of
from bot.core.plans import BadPlan, Plan, PlanHistory, default_plan, parse_plan
from tests.core.examples import FIVE, MON, day, local_days, plans

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
THREE = Plan(frozenset({0, 2, 4}))


@pytest.mark.parametrize(("size", "floor"), [(2, 1), (3, 2), (4, 3), (5, 3), (6, 4), (7, 5)])
def test_every_plan_has_its_floor(size: int, floor: int) -> None:
    """R5: 2→1, 3→2, 4→3, 5→3, 6→4, 7→5."""
    plan = default_plan(size)
    assert (plan.size, plan.floor) == (size, floor)
    assert plan.weekdays == frozenset(range(size))


@pytest.mark.parametrize(
    ("said", "weekdays"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Monday to Friday", {0, 1, 2, 3, 4}),
        ("mon\u2013wed", {0, 1, 2}),
        ("mon - wed, sat", {0, 1, 2, 5}),
        ("mon wed fri", {0, 2, 4}),
        ("mon, wed and fri", {0, 2, 4}),
        ("Mondays & Thursdays", {0, 3}),
        ("tues/thurs", {1, 3}),
        ("weds fri", {2, 4}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("weekend", {5, 6}),
        ("weekdays sat", {0, 1, 2, 3, 4, 5}),
        ("every day", set(range(7))),
        ("Daily", set(range(7))),
        ("5", {0, 1, 2, 3, 4}),
        ("3 days a week", {0, 1, 2}),
        ("sat,sun", {5, 6}),
        ("fri-mon", {4, 5, 6, 0}),
        ("sun-mon", {6, 0}),
        ("mon mon tue", {0, 1}),
    ],
)
def test_a_plan_is_read_as_people_write_it(said: str, weekdays: set[int]) -> None:
    """Names, ranges that may wrap, words, or a number of days from Monday on."""
    assert parse_plan(said).weekdays == weekdays


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", "unreadable"),
        (",", "unreadable"),
        ("sometimes", "unreadable"),
        ("mo tu", "unreadable"),
        ("mon-", "unreadable"),
        ("-fri", "unreadable"),
        ("mon-wed-fri", "unreadable"),
        ("mon 5", "unreadable"),
        ("mon", "too_few"),
        ("mon-mon", "too_few"),
        ("1", "too_few"),
        ("0", "too_few"),
        ("8", "too_many"),
        ("100 days a week", "too_many"),
    ],
)
def test_what_is_no_plan_is_refused(said: str, reason: str) -> None:
    """A plan has 2 to 7 weekdays."""
    with pytest.raises(BadPlan) as refused:
        parse_plan(said)
    assert (refused.value.reason, refused.value.text) == (reason, said)


@given(plans)
def test_every_plan_can_be_said(plan: Plan) -> None:
    """By full names, by their first three letters, and in any order."""
    names = [NAMES[weekday] for weekday in plan.weekdays]
    assert parse_plan(" ".join(names)) == plan
    assert parse_plan(", ".join(name[:3].upper() for name in reversed(names))) == plan


@given(st.text(alphabet="0123456789 ,-monweduethrisaf", max_size=16))
def test_any_text_gives_a_plan_or_a_refusal(said: str) -> None:
    """Nothing else comes out of it."""
    try:
        found: Plan | BadPlan = parse_plan(said)
    except BadPlan as refused:
        found = refused
    if isinstance(found, Plan):
        assert 2 <= found.size <= 7
    else:
        assert found.text == said


@pytest.mark.parametrize("weekdays", [frozenset[int](), frozenset({3}), frozenset({0, 7}), frozenset({-1, 2})])
def test_a_plan_cannot_be_made_of_anything_else(weekdays: frozenset[int]) -> None:
    """2 to 7 days of the week."""
    with pytest.raises(BadPlan):
        Plan(weekdays)


def test_a_new_plan_holds_from_next_monday() -> None:
    """R11: this week and those before keep the plan they had."""
    history = PlanHistory.beginning(MON, FIVE).changed(day(2, 6), THREE)
    assert [history.on(day(week, 0)) for week in range(5)] == [FIVE, FIVE, FIVE, THREE, THREE]
    assert [history.is_plan_day(day(week, 1)) for week in (2, 3)] == [True, False]


def test_a_second_change_in_a_week_replaces_the_first() -> None:
    """R11: only the last word of a week holds."""
    six = default_plan(6)
    history = PlanHistory.beginning(MON, FIVE).changed(day(2, 0), THREE).changed(day(2, 3), six)
    assert [history.on(day(week, 0)) for week in (2, 3)] == [FIVE, six]


def test_weeks_before_the_first_plan_are_measured_by_it() -> None:
    """R5: logs from before the joining count by the plan chosen then."""
    assert PlanHistory.beginning(day(4, 2), THREE).on(MON) == THREE


def test_a_change_while_the_clock_was_moved_back_keeps_the_first_plan_for_this_week() -> None:
    """R11: who joined on Monday and flew back into Sunday has this week's plan still."""
    history = PlanHistory.beginning(day(1, 0), FIVE).changed(day(0, 6), THREE)
    assert (history.on(day(0, 0)), history.on(day(1, 0))) == (FIVE, THREE)


@given(plans, st.lists(st.tuples(local_days, plans), max_size=5))
def test_a_change_never_touches_a_week_that_has_begun(first: Plan, changes: list[tuple[date, Plan]]) -> None:
    """R11: past weeks keep their plan, whatever is chosen later."""
    history = PlanHistory.beginning(date(2007, 1, 1), first)
    for today, plan in sorted(changes, key=lambda change: change[0]):
        changed = history.changed(today, plan)
        monday = monday_of(today)
        for back in range(5):
            week = monday - timedelta(weeks=back)
            assert changed.on(week) == history.on(week)
        assert changed.on(monday + timedelta(weeks=1)) == plan
        history = changed


def test_a_history_is_in_order_and_begins_on_mondays() -> None:
    """R4, R11: whatever order the plans are read in."""
    history = PlanHistory(((day(3, 0), THREE), (MON, FIVE)))
    assert history.on(day(2, 0)) == FIVE
    with pytest.raises(ValueError, match="Monday"):
        PlanHistory(((day(3, 1), THREE),))
    with pytest.raises(ValueError, match="has a plan"):
        PlanHistory(())
