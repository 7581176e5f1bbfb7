"""What is read for several learners at once is what each would have been told."""

from sqlalchemy import event

from bot.core.focus import Timer, TimerId
from bot.core.people import LearnerId
from bot.storage.store import Tx
from tests.storage.people import NOW, club, somebody
from tests.storage.test_timers import begun


def test_several_learners_are_read_in_one_statement_and_each_gets_their_own(tx: Tx) -> None:
    """Whoever has nothing is told so without another statement; whoever was not read ahead is read now."""
    anna, ben, cid = (somebody(tx, person=name, name=name) for name in ("a", "b", "c"))
    group, _ = club(tx)
    tx.groups.join(group, ben, NOW.date())
    timer, other = begun(tx, anna), begun(tx, cid)
    statements: list[str] = []
    event.listen(tx.connection, "before_cursor_execute", lambda *given: statements.append(given[2]))
    tx.timers.ahead.read([anna, ben])
    tx.groups.ahead.read([anna, ben])
    assert [[it.id for it in tx.timers.unsettled(each)] for each in (anna, ben)] == [[timer], []]
    assert [[it.id for it, _ in tx.groups.meeting(each)] for each in (anna, ben)] == [[], [group]]
    assert len(statements) == 2
    assert [it.id for it in tx.timers.unsettled(cid)] == [other]
    assert len(statements) == 3


def test_an_answer_is_given_once(tx: Tx) -> None:
    """What was written after the first question is seen by the second."""
    anna = somebody(tx)
    tx.timers.ahead.read([anna])
    tx.timers.ahead.read([])
    tx.timers.ahead.read([anna])
    assert tx.timers.unsettled(anna) == []
    started = tx.timers.add(Timer(TimerId(0), LearnerId(anna), 25, NOW))
    assert [it.id for it in tx.timers.unsettled(anna)] == [started]
