"""Memories and quizzes as rows."""

from datetime import timedelta

from bot.core.people import LearnerId
from bot.core.recall import RecallId
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, somebody

A_DAY = timedelta(days=1)


def begun(tx: Tx, learner: LearnerId, *refs: str, curriculum: str = "small") -> list[RecallId]:
    """Memories of questions, due in two days."""
    tx.recalls.add(learner, curriculum, [("question", ref, f"card {ref}", NOW + 2 * A_DAY) for ref in refs])
    return [it.id for it in tx.recalls.of(learner, curriculum) if it.ref in refs]


def test_a_memory_begins_once_and_belongs_to_a_learner_in_a_curriculum(tx: Tx) -> None:
    """Two curricula: rows are per curriculum; whoever looks twice doubles nothing."""
    anna, ben = somebody(tx), somebody(tx, person="102", name="Ben")
    begun(tx, anna, "q1", "q2")
    tx.recalls.add(anna, "small", [("question", "q1", "another card", NOW), ("review", "q1", "own", NOW)])
    tx.recalls.add(anna, "small", [])
    begun(tx, anna, "q1", curriculum="other")
    found = tx.recalls.of(anna, "small")
    assert [(it.kind, it.ref, it.card) for it in found] == [
        ("question", "q1", "card q1"),
        ("question", "q2", "card q2"),
        ("review", "q1", "own"),
    ]
    assert found[0].due == NOW + 2 * A_DAY
    assert len(tx.recalls.of(anna, "other")) == 1
    assert tx.recalls.of(ben, "small") == []
    assert tx.recalls.get(found[0].id) == found[0]
    assert tx.recalls.get(RecallId(10**6)) is None


def test_answers_count_for_their_day_and_earlier_ones_in_all_curricula(tx: Tx) -> None:
    """Five a day: a day that lies ahead counts too, and an answer without a day for none."""
    anna = somebody(tx)
    first, second, third = begun(tx, anna, "q1", "q2", "q3")
    (fourth,) = begun(tx, anna, "q1", curriculum="other")
    tx.recalls.keep(first, "new card", NOW + 9 * A_DAY, TODAY)
    tx.recalls.keep(second, "card", NOW, TODAY + A_DAY)
    tx.recalls.keep(third, "card", NOW, None)
    tx.recalls.keep(fourth, "card", NOW, TODAY)
    assert [tx.recalls.answered(anna, TODAY + at * A_DAY) for at in (-1, 0, 1, 2)] == [3, 3, 1, 0]
    kept = tx.recalls.get(first)
    assert kept is not None
    assert (kept.card, kept.due, kept.answered_on) == ("new card", NOW + 9 * A_DAY, TODAY)
    tx.recalls.keep(first, "newer card", NOW, None)
    kept = tx.recalls.get(first)
    assert kept is not None
    assert kept.answered_on == TODAY


def test_an_answer_closes_all_polls_of_its_question(tx: Tx) -> None:
    """R20: of two polls about one question the second counts for nothing."""
    anna = somebody(tx)
    first, second = begun(tx, anna, "q1", "q2")
    for poll, recall in (("a", first), ("b", first), ("c", second)):
        tx.recalls.open_quiz(poll, recall, 2, NOW)
    tx.recalls.open_quiz("a", second, 0, NOW)
    assert tx.recalls.quiz("a") == (first, 2)
    tx.recalls.keep(first, "card", NOW, TODAY)
    assert [tx.recalls.quiz(poll) for poll in "abc"] == [None, None, (second, 2)]


def test_polls_that_nobody_answered_are_forgotten(tx: Tx) -> None:
    """Privacy: kept as long as presses."""
    anna = somebody(tx)
    (first,) = begun(tx, anna, "q1")
    tx.recalls.open_quiz("old", first, 0, NOW - A_DAY)
    tx.recalls.open_quiz("new", first, 0, NOW)
    assert tx.recalls.forget_quizzes(NOW) == 1
    assert (tx.recalls.quiz("old"), tx.recalls.quiz("new")) == (None, (first, 0))
