"""Two accounts of one person: codes, tries, choices, what unites how, and flows that look alike (issue 4, point 9)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.curriculum import Curriculum
from bot.core.facts import Log, LogId
from bot.core.linking import (
    ALPHABET,
    MOST_TRIES,
    Picks,
    Tries,
    alike,
    is_further,
    listed_together,
    look_alikes,
    new_code,
    one_more,
    read_code,
    read_picks,
    texts_together,
    together,
)
from bot.core.people import LearnerId
from bot.core.plans import Plan, PlanHistory
from bot.core.position import Place
from bot.core.record import DayFacts, Record
from bot.core.standing import standing_on

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
SIDES = st.sampled_from(["here", "there"])
DAYS = st.dictionaries(
    st.dates(date(2026, 1, 5), date(2026, 3, 15)),
    st.builds(lambda minutes, logs: DayFacts(minutes, logs, minutes), st.integers(1, 300), st.integers(1, 4)),
    max_size=25,
)


def flow(number: int, minutes: int = 45, *, at: datetime = NOW, note: str = "", day: date = MONDAY) -> Log:
    """A log of a Monday."""
    return Log(LogId(number), LearnerId(1), "small", at, "UTC", day, day, minutes, note)


@given(st.lists(st.sampled_from(ALPHABET), min_size=8, max_size=8))
def test_a_code_is_read_back_however_it_is_typed(characters: list[str]) -> None:
    """Issue 4, point 9: readable, without characters that look like each other."""
    code = new_code(lambda _: characters.pop())
    assert not set(code) & set("ILO01")
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')} ", code.replace("-", " - ")):
        assert read_code(typed) == code


@pytest.mark.parametrize("typed", ["", "hello", "ABCD-EFG", "ABCD-EFGHJ", "ABCD-EFG0", "ABCD-EFGI", "ÄBCD-EFGH"])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    """It need not be looked for."""
    assert read_code(typed) == ""


def test_a_code_cannot_be_guessed_within_its_tries() -> None:
    """Issue 4, point 9: attempts limited."""
    assert len(ALPHABET) ** 8 > 10**11


def test_five_wrong_codes_shut_for_the_rest_of_the_hour() -> None:
    """Issue 4, point 9: five within an hour; the hour begins with the first of them."""
    tries = None
    for minute in range(MOST_TRIES):
        assert tries is None or tries.shut_until(NOW) is None
        tries = one_more(tries, NOW + timedelta(minutes=minute))
    assert tries == Tries(5, NOW)
    assert tries.shut_until(NOW + timedelta(minutes=59)) == NOW + timedelta(hours=1)
    assert tries.shut_until(NOW + timedelta(hours=1)) is None
    assert one_more(tries, NOW + timedelta(hours=1)) == Tries(1, NOW + timedelta(hours=1))


@given(SIDES, SIDES, st.lists(SIDES, max_size=20), st.data())
def test_choices_fit_a_button_and_turn_round_one_by_one(
    settings: str, name: str, places: list[str], data: st.DataObject
) -> None:
    """R20: the press carries the whole choice."""
    picks = Picks(settings, name, tuple(places))  # type: ignore[arg-type]  # both are sides
    assert read_picks(picks.written, len(places)) == picks
    at = data.draw(st.integers(0, len(places) + 1))
    turned = read_picks(picks.flipped(at), len(places))
    assert [a == b for a, b in zip(turned.written, picks.written, strict=True)].count(False) == 1
    assert read_picks(turned.flipped(at), len(places)) == picks


@pytest.mark.parametrize("text", ["", "h", "hth", "hx", "HT"])
def test_other_choices_are_none(text: str) -> None:
    """A forged button."""
    with pytest.raises(ValueError, match=f"^{text}$"):
        read_picks(text, 0)


@pytest.mark.parametrize("one", [True, False, None])
@pytest.mark.parametrize("other", [True, False, None])
def test_a_no_to_being_named_wins(one: bool | None, other: bool | None) -> None:
    """R22: over a yes and over no answer; a yes over no answer."""
    assert listed_together(one, other) is (False if False in (one, other) else True if True in (one, other) else None)


@pytest.mark.parametrize(
    ("older", "newer", "both"),
    [("a", "b", "a\n\nb"), ("a", "a", "a"), ("", "b", "b"), ("a", " ", "a"), ("a", " a ", "a")],
)
def test_nothing_that_was_written_is_lost(older: str, newer: str, both: str) -> None:
    """Two texts on one thing stand one below the other; the same one stands once."""
    assert texts_together(older, newer) == both


def test_further_is_by_week_and_then_by_day(curriculum: Curriculum) -> None:
    """R12: the place that is offered first."""
    first, second = curriculum.weeks
    order = [
        Place(first.id, first.days[0].id),
        Place(first.id, first.days[2].id),
        Place(first.id, "checkpoint"),
        Place(first.id, "review"),
        Place(second.id, second.days[0].id),
        Place(second.id, "finished"),
    ]
    for at, place in enumerate(order):
        assert [is_further(curriculum, place, other) for other in order] == [at > n for n in range(len(order))]


@given(DAYS, DAYS, st.frozensets(st.dates(date(2026, 1, 5), date(2026, 3, 15)), max_size=5))
def test_together_is_the_sum_of_both_days(
    one: dict[date, DayFacts], other: dict[date, DayFacts], rest: frozenset[date]
) -> None:
    """R3, R6, R8: every minute of both counts once, and with the same plan no kept week is lost."""
    plans = PlanHistory.beginning(date(2026, 1, 5), Plan(frozenset(range(5))))
    a = Record(date(2026, 1, 5), one, plans, rest)
    b = Record(date(2026, 2, 2), other, plans)
    united = together(a, b, plans)
    for day in {*one, *other}:
        assert united.on(day).minutes == a.on(day).minutes + b.on(day).minutes
        assert united.on(day).logs == a.on(day).logs + b.on(day).logs
    assert (united.joined, united.rest) == (date(2026, 1, 5), rest)
    assert together(b, a, plans) == united
    kept = standing_on(united, date(2026, 3, 16)).kept
    assert kept >= max(standing_on(each, date(2026, 3, 16)).kept for each in (a, b))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (flow(2, at=NOW + timedelta(minutes=30)), True),
        (flow(2, at=NOW + timedelta(minutes=31)), False),
        (flow(2, at=NOW - timedelta(hours=5), note="Eigenvalues "), True),
        (flow(2, at=NOW - timedelta(hours=5), note="other"), False),
        (flow(2, 46), False),
        (flow(2, day=date(2026, 3, 1)), False),
    ],
)
def test_flows_that_may_be_one_told_twice(other: Log, same: bool) -> None:
    """Issue 4, point 9: the same day and minutes, and within 30 minutes of each other or with the same note."""
    assert alike(flow(1, note="eigenvalues"), other) is same


def test_flows_without_a_note_have_no_note_in_common() -> None:
    """Two silent flows of one length at two times of a day are two."""
    assert not alike(flow(1), flow(2, at=NOW + timedelta(hours=3)))


def test_each_flow_is_in_one_pair_and_the_nearest_find_each_other() -> None:
    """Nothing is offered twice."""
    there = [flow(1), flow(2, at=NOW + timedelta(minutes=20))]
    here = [flow(3, at=NOW + timedelta(minutes=19)), flow(4, at=NOW + timedelta(minutes=2)), flow(5, 10)]
    assert [(a.id, b.id) for a, b in look_alikes(there, here)] == [(2, 3), (1, 4)]
