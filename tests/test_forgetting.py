"""FSRS as it is used here: whole days, no chance, no clock of its own."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.recall import Rating
from bot.forgetting import answered, first, remembered

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
A_DAY = timedelta(days=1)
ratings: st.SearchStrategy[list[Rating]] = st.lists(st.sampled_from(["again", "hard", "good"]), max_size=12)


def life(given_: list[Rating], at: datetime = AT) -> list[tuple[str, datetime]]:
    """A card through answers, each on the instant that it was due."""
    kept = first(at)
    found = [(kept.card, kept.due)]
    for rating in given_:
        kept = answered(kept.card, rating, kept.due)
        found.append((kept.card, kept.due))
    return found


def test_the_first_time_comes_two_days_after_the_text() -> None:
    """Recall: first about 2 days after they were written."""
    assert first(AT).due == AT + 2 * A_DAY


@given(ratings)
def test_the_same_answers_give_the_same_days(given_: list[Rating]) -> None:
    """No fuzzing: what was promised on a screen is what comes, and a replay computes the same."""
    assert life(given_) == life(given_)


@given(ratings)
def test_every_interval_is_whole_days_and_at_least_one(given_: list[Rating]) -> None:
    """Five a day: nothing is due again within the hour."""
    for (_, before), (_, after) in pairwise(life(given_)):
        assert (after - before) % A_DAY == timedelta(0)
        assert after - before >= A_DAY


@pytest.mark.parametrize("days", [1, 2, 10, 100])
def test_what_was_known_better_comes_later_and_is_likelier_remembered(days: int) -> None:
    """Forgot, Hard, Got it: in this order."""
    at = AT + 2 * A_DAY
    kept = [answered(first(AT).card, rating, at) for rating in ("again", "hard", "good")]
    assert kept[0].due < kept[1].due < kept[2].due
    chances = [remembered(it.card, at + days * A_DAY) for it in kept]
    assert chances == sorted(set(chances))


@given(ratings, st.integers(0, 3000), st.integers(0, 3000))
def test_the_chance_lies_between_nothing_and_certainty_and_falls_with_time(
    given_: list[Rating], some: int, more: int
) -> None:
    """Likeliest forgotten first needs an order that time does not turn round."""
    card, due = life(given_)[-1]
    sooner, later = (remembered(card, due + days * A_DAY) for days in sorted((some, more)))
    assert 0 < later <= sooner <= 1


@given(st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_an_answer_at_any_time_is_kept_in_utc(late: timedelta) -> None:
    """State as JSON, time as an argument."""
    kept = answered(first(AT).card, "good", AT + late)
    state = json.loads(kept.card)
    assert datetime.fromisoformat(state["last_review"]) == AT + late
    assert datetime.fromisoformat(state["due"]) == kept.due
    assert kept.due.utcoffset() == timedelta(0)
