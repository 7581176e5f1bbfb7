"""Kept weeks, run, last eight, and the ledger (R6, R8, R9, R21)."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from bot.core.record import NOTHING, Record
from bot.core.standing import (
    ledger,
    standing_on,
)
from bot.core.verdicts import Rule, Verdict
from tests.core.examples import day, logged, record, records, weeks


def run(*words: str) -> int:
    """The run on the Monday after these weeks."""
    return standing_on(record(*words), weeks(len(words))).run


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("xxx",), 1),
        (("xxx", "xxxxx", "xxx"), 3),
        (("xxx", "x", "xxx"), 2),  # light holds
        (("xxx", "r", "xxx"), 2),  # rest holds
        (("xxx", "r", "r", "r", "r"), 1),
        (("xxx", "", "xxx"), 1),  # quiet ends
        (("xxx", "xxx", ""), 0),
        (("x", "xxx"), 1),  # a first week that was little
        (("", "", "xxx", "xxx"), 2),
    ],
)
def test_full_and_solid_add_one_light_and_rest_hold_quiet_ends(words: tuple[str, ...], expected: int) -> None:
    """R6: a week with no study and no rest ends the run; nothing else does."""
    assert run(*words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("xxx", "r", "x", "xxxxx"), ["solid", "rest", "light", "full"]),
        (("xxx", "", "r", "xxx", "r"), ["solid", "rest"]),  # what a quiet week ended is not drawn
        (("xxx", ""), []),
    ],
)
def test_rest_is_part_of_the_chain(words: tuple[str, ...], expected: list[str]) -> None:
    """R6: the run week by week, with the weeks that hold it."""
    assert [str(week) for week in standing_on(record(*words), weeks(len(words))).chain] == expected


@given(records())
def test_the_chain_is_the_run(example: tuple[Record, date]) -> None:
    """R6: as many kept weeks as the run has, none of them quiet."""
    found = standing_on(*example)
    assert sum(week.is_kept for week in found.chain) == found.run
    assert Verdict.QUIET not in found.chain


def test_the_open_week_adds_its_one_as_soon_as_it_is_solid() -> None:
    """R6, R8: on the third study day of five planned, both for the run and for the kept weeks."""
    before = standing_on(record("xxx", "xx"), day(1, 2))
    after = standing_on(record("xxx", "xxx"), day(1, 2))
    assert (before.run, before.kept, before.this_week.solid) == (1, 1, False)
    assert (after.run, after.kept, after.this_week.solid) == (2, 2, True)


def test_the_open_week_can_never_break_anything() -> None:
    """R6: on Sunday night without a flow the run still stands."""
    assert standing_on(record("xxx", ""), day(1, 6)).run == 1
    assert standing_on(record("xxx", ""), weeks(2)).run == 0


def test_the_best_run_does_not_fall_by_absence() -> None:
    """R6: what was once reached stays."""
    found = standing_on(record("xxx", "xxx", "xxx", "", "xxx"), weeks(5))
    assert (found.run, found.best_run) == (1, 3)


def test_the_best_run_takes_the_open_week_in() -> None:
    """R6: a record is a record on the day it is reached."""
    assert standing_on(record("xxx", "xxx", "xxx"), day(2, 3)).best_run == 3


def test_rest_after_the_fact_brings_a_run_back() -> None:
    """R15, R6: who was ill and says so later has lost nothing."""
    assert run("xxx", "xxx", "") == 0
    assert run("xxx", "xxx", "rrr") == 2


def test_a_late_log_brings_a_run_back() -> None:
    """R2, R6: also more than 7 days late; only the board is strict."""
    one = record("xxx", "", "xxx", days={day(1, 2): logged(0, late=30)})
    assert standing_on(one, weeks(3)).run == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), (0, 0)),
        (("xxx",), (1, 1)),
        (("x",), (0, 0)),  # the first week is rest
        (("xxx", "x", "", "xxx"), (2, 4)),
        (("xxx", "r", "xxx"), (2, 2)),  # rest is not looked at
        (("xxx", "xr", "xxx"), (2, 2)),  # nor is light with rest on a plan day
        (("xxx", "x....r", "xxx"), (2, 3)),  # rest on a day that was free anyway
        (("xxx", "xxxr"), (2, 2)),  # solid with rest is solid
        (("xxx", *[""] * 8), (0, 8)),
        (("xxx", *["x"] * 3, *["r"] * 5, *["xxx"] * 4), (5, 8)),  # reaches back over rest
        (("xxx",) * 12, (8, 8)),
    ],
)
def test_the_last_eight_are_those_that_were_not_rest(words: tuple[str, ...], expected: tuple[int, int]) -> None:
    """R9: full and solid among the last 8 past weeks that were not rest."""
    assert standing_on(record(*words), weeks(len(words))).last_eight == expected


def test_the_open_week_is_not_among_the_last_eight() -> None:
    """R9: only past weeks are looked at."""
    assert standing_on(record("xxx", "xxxxx"), day(1, 5)).last_eight == (1, 1)


@given(records())
def test_absence_lowers_neither_kept_weeks_nor_the_best_run(example: tuple[Record, date]) -> None:
    """R6, R8: a month later, with nothing done, both are what they were."""
    one, today = example
    upto = {d: facts for d, facts in one.days.items() if d <= today}
    absent = Record(one.joined, upto, one.plans, one.rest)
    now, later = standing_on(absent, today), standing_on(absent, today + timedelta(weeks=4))
    assert later.kept == now.kept
    assert later.best_run == now.best_run


@given(records())
def test_rest_for_the_whole_future_holds_the_run(example: tuple[Record, date]) -> None:
    """R15: rest until further notice costs nothing, however long."""
    one, today = example
    away = frozenset(today + timedelta(days=n) for n in range(70))
    upto = {d: facts for d, facts in one.days.items() if d <= today}
    resting = Record(one.joined, upto, one.plans, one.rest | away)
    assert standing_on(resting, today + timedelta(weeks=9)).run >= standing_on(resting, today).run


def test_a_log_in_next_week_waits_for_it() -> None:
    """R11: flown west over a Sunday, the flow counts in the totals now and in its own week later."""
    one = record("xxx", "", "x")
    found = standing_on(one, day(1, 6))
    assert (found.this_week.studied, found.study_days, found.minutes, found.logs) == (0, 4, 240, 4)
    assert standing_on(one, day(2, 0)).this_week.studied == 1


def test_the_totals_are_those_of_the_whole_record() -> None:
    """R3, R19: a learner's own sums show every minute."""
    found = standing_on(record("xs", days={day(0, 4): logged(300, late=60)}), day(0, 6))
    assert (found.minutes, found.study_days, found.logs) == (60 + 5 + 360, 2, 4)


def test_undoing_takes_back_exactly_what_the_fact_gave() -> None:
    """R19: numbers are derived, so a day without its log is a day that never had one."""
    one = record("xxx", "xxx")
    undone = Record(one.joined, {**one.days, day(1, 2): NOTHING}, one.plans)
    assert standing_on(undone, day(1, 2)) == standing_on(record("xxx", "xx"), day(1, 2))


def test_the_ledger_lists_each_day_and_by_which_rule_it_counted() -> None:
    """R21: dates, minutes, study, plan and rest days, the verdict with its rule, kept weeks and run."""
    light, quiet, now = ledger(record("xxx", "xsr", "", "x"), day(3, 2), weeks=3)
    assert [one.day for one in light.days] == [day(1, n) for n in range(7)]
    assert [one.minutes for one in light.days] == [60, 5, 0, 0, 0, 0, 0]
    assert [one.logs for one in light.days] == [1, 1, 0, 0, 0, 0, 0]
    assert [one.is_study_day for one in light.days] == [True, *[False] * 6]
    assert [one.is_plan_day for one in light.days] == [*[True] * 5, False, False]
    assert [one.is_rest for one in light.days] == [False, False, True, *[False] * 4]
    assert (light.verdict, light.rule, light.kept, light.run) == (Verdict.LIGHT, Rule.SOME_LOG, 1, 1)
    assert (light.in_last_eight, quiet.in_last_eight) == (False, True)
    assert (quiet.verdict, quiet.rule, quiet.kept, quiet.run) == (Verdict.QUIET, Rule.NO_LOG_NO_REST, 1, 0)
    assert (now.verdict, now.rule, now.in_last_eight, now.study_days) == (None, None, False, 1)


def test_the_ledger_counts_the_open_week_once_it_is_solid() -> None:
    """R6, R21: with the third study day the last line of the ledger gains its one."""
    assert [week.run for week in ledger(record("xxx", "xx"), day(1, 3))] == [1, 1]
    assert [week.run for week in ledger(record("xxx", "xxx"), day(1, 3))] == [1, 2]


def test_a_ledger_of_no_weeks_is_empty() -> None:
    """R21: nothing asked, nothing listed."""
    assert ledger(record("xxx"), day(0, 3), weeks=0) == ()
