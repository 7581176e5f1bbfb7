"""The rules and a second, naive reading of the same words agree on any record (R5-R10)."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.board import Period, points_of_week, score
from bot.core.cadence import occurrence
from bot.core.days import day_span, local_day, monday_of
from bot.core.people import GroupId
from bot.core.plans import Plan, PlanHistory
from bot.core.record import Record
from bot.core.rests import Rest, RestDays, RestId, end_by_log
from bot.core.standing import ledger, standing_on
from bot.core.whichday import is_late
from bot.simulation import naive as plain
from bot.simulation.days_off import DaysOff, Off
from tests.core import naive, naive_clock
from tests.core.examples import instants, plans, records, zones

in_time = st.integers(0, 3)


class LoggedFor(NamedTuple):
    """A flow: its day, the day on which it was logged, and after how many other things it was said."""

    day: date
    logged_on: date
    order: int


@settings(max_examples=400)
@given(records())
def test_verdicts_run_and_reserve_agree(example: tuple[Record, date]) -> None:
    """R5-R9: whatever stands in a record, both readings give the same numbers."""
    record, today = example
    found = standing_on(record, today)
    expected = naive.numbers(record, today)
    assert tuple(str(week.verdict) for week in found.past) == expected.verdicts
    assert (found.kept, found.run, found.best_run) == (expected.kept, expected.run, expected.best_run)
    assert found.last_eight == expected.last_eight
    week = found.this_week
    assert (week.studied, week.days_left, week.reserve) == (expected.studied, expected.days_left, expected.reserve)
    assert naive.words_of(week.words) == (expected.words, expected.more)


@settings(max_examples=200)
@given(
    records(),
    st.sampled_from(("week", "4 weeks", "12 weeks")),
    st.sets(st.integers(0, 17)),
    in_time,
)
def test_scores_agree(example: tuple[Record, date], period: Period, closed: set[int], part: int) -> None:
    """R10: points and means, with reviews, late logs, and rest of which only a part was declared in time."""
    record, today = example
    reviews = {naive.monday(record.joined) + timedelta(weeks=week): 1 + week % 3 for week in closed}
    rest = frozenset(day for day in record.rest if day.toordinal() // 7 % 4 >= part)
    found = score(record, reviews, period, today, rest)
    expected = naive.score(record, reviews, period, today, rest)
    assert (None if found is None else Fraction(found.value)) == expected


rests = st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(0, 20), st.integers(-10, 28)), max_size=4)


@given(rests, st.integers(0, 90))
def test_days_of_rest_agree(given_: list[tuple[int, int | None, int]], at: int) -> None:
    """R10, R15: which days are off, without an end too, and which of them were declared before their week ended."""
    start, today = date(2026, 3, 2), date(2026, 3, 2) + timedelta(days=at)
    own, found = DaysOff(), []
    for number, (first, length, declared) in enumerate(given_):
        begins = start + timedelta(days=first)
        ends = None if length is None else begins + timedelta(days=length)
        on, instant = begins + timedelta(days=declared), datetime(2026, 3, 2, tzinfo=UTC)
        found.append(Rest(RestId(number), begins, ends, instant, on))
        own.offs[number] = Off(begins, ends, on, instant, number)
    off = RestDays(tuple(found))
    assert off.until(today) == own.days((), today)
    assert off.in_time(today, None) == own.in_time((), today)
    assert (today in off) == own.covers((), today)


declared = st.tuples(
    st.integers(0, 60), st.none() | st.integers(0, 20), st.integers(-10, 28), st.sampled_from([None, 1, 2])
)


@given(st.lists(declared, max_size=5), st.integers(0, 90), st.sampled_from([None, 1, 2]))
def test_which_rest_changes_a_board_agrees(
    given_: list[tuple[int, int | None, int, int | None]], at: int, board: int | None
) -> None:
    """R10: a group's own seasons always, what else is off only if it was declared before its week ended."""
    start, today = date(2026, 3, 2), date(2026, 3, 2) + timedelta(days=at)
    plainly, found = [], []
    for first, length, after, group in given_:
        begins = start + timedelta(days=first)
        ends = None if length is None else begins + timedelta(days=length)
        on = begins + timedelta(days=after)
        plainly.append(plain.Off(begins, ends, on, group))
        whose = None if group is None else GroupId(group)
        found.append(Rest(RestId(0), begins, ends, datetime(2026, 3, 2, tzinfo=UTC), on, whose))
    counted = RestDays(tuple(found)).in_time(today, None if board is None else GroupId(board))
    assert counted == plain.rest_in_time(plainly, today, board)


logged_for = st.lists(st.tuples(st.integers(-9, 30), st.integers(0, 28)), max_size=5)


@given(st.dates(date(2026, 3, 2), date(2026, 6, 1)), logged_for)
def test_the_end_of_rest_without_an_end_agrees(first: date, logged: list[tuple[int, int]]) -> None:
    """R15: over when one of its days is next logged for, though never before its first day."""
    off = Off(first, None, first, datetime(2026, 3, 2, tzinfo=UTC), 0)
    days = [(first + timedelta(days=after), first + timedelta(days=after + late)) for after, late in logged]
    entries = [LoggedFor(day, on, number) for number, (day, on) in enumerate(days, 1)]
    rest = Rest(RestId(1), first, None, datetime(2026, 3, 2, tzinfo=UTC), first)
    ended_by = next((it for it in entries if rest.covers(it.day)), None)
    assert off.ends(entries) == (end_by_log(rest, ended_by.logged_on) if ended_by else None)


@settings(max_examples=100)
@given(records(), st.integers(1, 20))
def test_the_ledger_explains_the_standing(example: tuple[Record, date], length: int) -> None:
    """R21: the ledger's weeks end in the very numbers that are shown, and its days add up to them."""
    record, today = example
    shown = standing_on(record, today)
    every = ledger(record, today, 1000)
    assert sum(day.minutes for week in every for day in week.days) == shown.minutes
    assert every[-length:] == ledger(record, today, length)
    ahead = {monday_of(day) for day, facts in record.days.items() if facts.logs} - {week.monday for week in shown.past}
    ahead -= {monday_of(today)}
    assert [week.monday for week in every if week.monday > today] == sorted(ahead)
    weeks = [week for week in every if week.monday <= today][-length:]
    assert len(weeks) == min(length, len(shown.past) + 1)
    assert (weeks[-1].kept, weeks[-1].run) == (shown.kept, shown.run)
    assert [week.verdict for week in weeks[:-1]] == [week.verdict for week in shown.past][
        len(shown.past) + 1 - len(weeks) :
    ]
    for week in weeks:
        assert week.study_days == sum(day.is_study_day for day in week.days)
    looked_at = [week for week in ledger(record, today, 100) if week.in_last_eight]
    kept = [week for week in looked_at if week.verdict is not None and week.verdict.is_kept]
    assert (len(kept), len(looked_at)) == shown.last_eight


@given(instants, zones)
def test_local_days_agree(at: datetime, zone: ZoneInfo) -> None:
    """R1: any instant, in zones of every kind."""
    assert local_day(at, zone) == plain.local_day(at, zone.key)


@settings(max_examples=60)
@given(
    st.dates(date(2010, 1, 1), date(2032, 1, 1)), st.times().map(lambda at: at.replace(second=0, microsecond=0)), zones
)
def test_what_comes_round_agrees(day: date, at: time, zone: ZoneInfo) -> None:
    """R1, R17: any time of any day, read from the clock minute by minute; nearly all of them are no edge."""
    assume(zone.key != "Pacific/Apia" or day > date(2012, 1, 1))  # there a whole date was left out
    assert occurrence(day, at, zone) == naive_clock.occurrence(day, at, zone)
    assert day_span(day, zone)[0] == naive_clock.day_start(day, zone)


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), plans, st.lists(st.tuples(st.integers(0, 60), plans), max_size=5))
def test_plan_changes_agree(joined: date, first: Plan, chosen: list[tuple[int, Plan]]) -> None:
    """R11: whatever is chosen when, both give each week the same plan."""
    history = PlanHistory.beginning(joined, first)
    own = [(plain.monday(joined), first.weekdays)]
    for after, plan in sorted(chosen, key=lambda it: it[0]):
        on = joined + timedelta(days=after)
        history, own = history.changed(on, plan), plain.changed(own, on, plan.weekdays)
    for week in range(-1, 12):
        monday = plain.monday(joined) + week * plain.A_WEEK
        assert history.on(monday).weekdays == plain.plan_of(own, monday)


@given(plans, st.integers(0, 7), st.integers(0, 3), st.booleans())
def test_points_agree(plan: Plan, studied: int, closed: int, welcome: bool) -> None:
    """R10."""
    expected = plain.points(plan.size, studied, closed, welcome=welcome)
    assert points_of_week(plan, studied, closed, welcome=welcome).total == expected


@given(st.dates(), st.integers(-1, 28))
def test_what_is_too_late_agrees(day: date, after: int) -> None:
    """R2, R10."""
    assume(date(1, 1, 2) < day < date(9999, 11, 1))
    logged_on = day + timedelta(days=after)
    assert is_late(day, logged_on) == plain.is_too_late(plain.Flow(day, 30, logged_on))
