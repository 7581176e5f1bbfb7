"""The rules and a second, naive reading of the same words agree on any record (R5-R10)."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.board import Period, score
from bot.core.record import Record
from bot.core.standing import ledger, standing_on
from tests.core import naive
from tests.core.examples import records

in_time = st.integers(0, 3)


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


@settings(max_examples=100)
@given(records(), st.integers(1, 20))
def test_the_ledger_explains_the_standing(example: tuple[Record, date], length: int) -> None:
    """R21: the ledger's weeks end in the very numbers that are shown, and its days add up to them."""
    record, today = example
    shown = standing_on(record, today)
    weeks = ledger(record, today, length)
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
