"""A learner of two groups: the season of one holds their run everywhere, and is rest on the other's board only if it
was declared before its week ended (R10, R15)."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.board import PERIODS
from bot.core.people import Address, GroupId, Platform
from bot.simulation import naive
from bot.storage.deriving import derive_touched
from bot.storage.tables import seasons
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, club, flow, somebody

_numbers = count(7_000)
A_WEEK = timedelta(weeks=1)
LAST = TODAY + 8 * A_WEEK  # the Monday that boards are seen from


def two_groups(tx: Tx) -> list[GroupId]:
    """Two groups of the same curriculum."""
    return [club(tx, Address(Platform.TELEGRAM, f"-{next(_numbers)}"))[0] for _ in range(2)]


def value(tx: Tx, group: GroupId, learner: int, weeks: int) -> Fraction:
    """The points with which a learner takes a place; 0 if they take none."""
    tenths, _ = tx.boards.own(group, weeks, LAST, learner)  # type: ignore[arg-type]  # their number
    return Fraction(tenths, 10)


SEASONS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 50), st.integers(0, 15), st.integers(-20, 28)), max_size=4
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(declared=SEASONS, studied=st.sets(st.integers(0, 55), max_size=14))
def test_both_boards_are_what_the_naive_reading_says(
    tx: Tx, declared: list[tuple[int, int, int, int]], studied: set[int]
) -> None:
    """R10: each board by its own seasons, and by what else was declared in time."""
    groups = two_groups(tx)
    learner = somebody(tx, person=f"{next(_numbers)}")
    for group in groups:
        tx.groups.join(group, learner, TODAY)
        tx.groups.set_listed(group, learner, listed=True)
    flows = []
    for day in sorted({0, *studied}):
        flow(tx, learner, TODAY + timedelta(days=day))
        flows.append(naive.Flow(TODAY + timedelta(days=day), 60, TODAY + timedelta(days=day)))
    offs: list[naive.Off] = []
    for whose, first, length, after in declared:
        begins = TODAY + timedelta(days=first)
        ends, on = begins + timedelta(days=length), begins + timedelta(days=after)
        tx.seasons.declare(groups[whose], f"{len(offs)}", begins, ends, NOW, on)
        offs.append(naive.Off(begins, ends, on, groups[whose]))
    derive_touched(tx.connection)
    facts = naive.Facts(TODAY, flows, [(TODAY, frozenset(range(5)))])
    for group in groups:
        for period, (weeks, _) in PERIODS.items():
            rest = frozenset(day for day in naive.rest_in_time(offs, LAST, group) if day >= TODAY)
            assert value(tx, group, learner, weeks) == (naive.score(facts, {}, period, LAST, rest) or 0)


@pytest.mark.parametrize(("declared_on", "counts"), [(TODAY, True), (TODAY + 3 * A_WEEK, False)])
def test_a_season_after_the_fact_changes_no_other_groups_board(tx: Tx, declared_on: date, counts: bool) -> None:
    """R10, R15: it holds the run; leaving its group changes neither."""
    ours, theirs = two_groups(tx)
    learner = somebody(tx, person=f"{next(_numbers)}")
    for group in (ours, theirs):
        tx.groups.join(group, learner, TODAY)
        tx.groups.set_listed(group, learner, listed=True)
    for week in (0, 1, 4, 5, 6, 7):
        for day in range(5):
            flow(tx, learner, TODAY + week * A_WEEK + timedelta(days=day))
    first, last = TODAY + 2 * A_WEEK, TODAY + 4 * A_WEEK - timedelta(days=1)
    tx.seasons.declare(ours, "Exams", first, last, NOW, declared_on)
    derive_touched(tx.connection)
    here, there = (value(tx, group, learner, 12) for group in (ours, theirs))
    assert here == 100 + Fraction(0)
    assert (there == here) is counts
    assert first in tx.rests.off(learner)
    tx.rests.keep_seasons(learner, ours, LAST, datetime(2026, 5, 4, tzinfo=UTC))
    tx.ownership.leave(learner, ours)
    derive_touched(tx.connection)
    assert value(tx, theirs, learner, 12) == there
    assert first in tx.rests.off(learner)


def test_a_season_of_before_this_was_kept_counts_as_declared_in_time(tx: Tx) -> None:
    """An update changes nobody's board."""
    ours, theirs = two_groups(tx)
    learner = somebody(tx, person=f"{next(_numbers)}")
    for group in (ours, theirs):
        tx.groups.join(group, learner, TODAY)
    tx.seasons.declare(ours, "Exams", TODAY, TODAY, NOW, LAST)
    assert TODAY not in tx.rests.off(learner).in_time(LAST, theirs)
    tx.connection.execute(seasons.update().values(declared_on=None))
    assert TODAY in tx.rests.off(learner).in_time(LAST, theirs)
