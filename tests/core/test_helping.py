"""Whom a question names (issue 5): three at most, in turn, and nobody twice within a week."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.helping import MOST, PAUSE, Willing, chosen, in_turn, is_blocker
from bot.core.people import LearnerId

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TODAY = NOW.date()


def one(number: int, closed_ago: int = 0, asked_ago: int | None = None) -> Willing:
    """Somebody who closed the week and was named so many days ago."""
    asked = None if asked_ago is None else NOW - timedelta(days=asked_ago)
    return Willing(LearnerId(number), TODAY - timedelta(days=closed_ago), asked)


def test_who_was_never_named_comes_first_then_who_was_longest_ago() -> None:
    """Issue 5: it is everybody's turn."""
    turn = in_turn([one(1, asked_ago=8), one(2, asked_ago=90), one(3)], NOW)
    assert [each.learner for each in turn] == [3, 2, 1]


def test_of_these_who_closed_the_week_latest_comes_first() -> None:
    assert [each.learner for each in in_turn([one(1, 30), one(3, 2), one(2, 2)], NOW)] == [2, 3, 1]


def test_a_week_of_peace_is_exact() -> None:
    """What the screen promises: at most once a week."""
    early = Willing(LearnerId(1), TODAY, NOW - PAUSE + timedelta(seconds=1))
    late = Willing(LearnerId(2), TODAY, NOW - PAUSE)
    assert [each.learner for each in in_turn([early, late], NOW)] == [2]


def test_who_rests_is_passed_over() -> None:
    """R15: rest is rest."""
    turn = in_turn([one(number) for number in range(1, 6)], NOW)
    assert chosen(turn, {LearnerId(1), LearnerId(3)}) == (2, 4, 5)


@pytest.mark.parametrize("text", ["", " - ", "—", "Nothing.", "  no ", "Nothing  really!", "N/A", "none"])
def test_nothing_is_no_blocker(text: str) -> None:
    assert not is_blocker(text)


@pytest.mark.parametrize("text", ["Shapes", "no time", "Nothing worked", "雨"])
def test_something_is(text: str) -> None:
    assert is_blocker(text)


_days = st.dates(date(2025, 1, 1), TODAY)
_moments = st.none() | st.integers(0, 400 * 24).map(lambda hours: NOW - timedelta(hours=hours))
_willing = st.builds(Willing, st.integers(1, 40).map(LearnerId), _days, _moments)
_everybody = st.lists(_willing, max_size=30, unique_by=lambda it: it.learner)


@given(_everybody, st.frozensets(st.integers(1, 40).map(LearnerId)), st.randoms(use_true_random=False))
def test_the_choice_is_small_fair_and_the_same_in_any_order(
    willing: list[Willing], resting: frozenset[LearnerId], dice: Random
) -> None:
    """Issue 5: never more than three; nobody who was named within a week or rests; nobody is passed over for one whose
    turn is later."""
    found = chosen(in_turn(willing, NOW), resting)
    free = [it for it in willing if it.learner not in resting and (it.asked_at is None or it.asked_at <= NOW - PAUSE)]
    assert len(found) == len(set(found)) == min(MOST, len(free))
    assert set(found) <= {it.learner for it in free}
    taken = [it for it in free if it.learner in found]
    for left in (it for it in free if it.learner not in found):
        for it in taken:
            assert it.asked_at is None or (left.asked_at is not None and it.asked_at <= left.asked_at)
            assert it.asked_at != left.asked_at or it.closed_on >= left.closed_on
    mixed = list(willing)
    dice.shuffle(mixed)
    assert chosen(in_turn(mixed, NOW), resting) == found
