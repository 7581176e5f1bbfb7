"""Who has left, and whom to ask after: on what is known alone, and never many."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.presence import MOST_ASKED, OTHERS_ASKED, is_gone, to_ask

people = st.lists(st.integers(0, 30), unique=True, max_size=25)


def test_nobody_is_gone_on_a_guess() -> None:
    """Refinement 12: only where every chat in which they could be is known to be without them."""
    assert is_gone(1, 1)
    assert is_gone(3, 3)
    assert not is_gone(2, 1)
    assert not is_gone(1, 0)
    assert not is_gone(0, 0)  # a group without a chat tells nothing


def test_in_a_small_group_everybody_is_asked_after_each_time() -> None:
    """Three questions for three members."""
    assert sorted(to_ask([], [1], [1, 2, 3])) == [1, 2, 3]


def test_who_refused_a_message_comes_first_and_some_of_the_others_come_too() -> None:
    """A refused message only makes one ask; of those who are quiet some are asked after each time as well."""
    asked = to_ask([99], list(range(20)), list(range(40, 60)))
    assert asked[:7] == (99, 0, 1, 2, 3, 4, 5)
    assert asked[7:] == (40, 41, 42)


@given(people, people, people)
def test_questions_are_bounded_and_nobody_is_asked_after_twice(
    doubtful: list[int], named: list[int], others: list[int]
) -> None:
    """As many as there are, ten at most; the first of each kind have a place."""
    asked = to_ask(doubtful, named, others)
    assert len(asked) == len(set(asked)) == min(MOST_ASKED, len({*doubtful, *named, *others}))
    assert set(asked) <= {*doubtful, *named, *others}
    assert set(doubtful[:MOST_ASKED]) <= set(asked)
    if not doubtful:
        assert set(others[:OTHERS_ASKED]) <= set(asked)
        assert set(named[: MOST_ASKED - OTHERS_ASKED]) <= set(asked)
