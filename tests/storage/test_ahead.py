"""What is read for several learners at once is what each would have been told."""

from sqlalchemy import event

from bot.core.focus import Timer, TimerId
from bot.core.people import LearnerId
from bot.core.position import Place, Step
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, club, flow, somebody
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


def test_where_several_stand_and_what_they_studied(tx: Tx) -> None:
    """R12: the newest standing step of the curriculum that is asked for, the record, the minutes spent on a day."""
    anna, ben = (somebody(tx, person=name, name=name) for name in ("a", "b"))
    first, second = Place("w1", "a"), Place("w1", "b")
    for curriculum, to in (("small", first), ("small", second), ("other", first)):
        tx.way.add_step(anna, curriculum, Step("done", first, to), NOW, TODAY)
    undone = tx.way.add_step(anna, "small", Step("done", second, Place("w2", "a")), NOW, TODAY)
    tx.way.undo_steps(NOW, step=undone)
    for curriculum, minutes in (("small", 30), ("small", 20), ("other", 40)):
        flow(tx, anna, minutes=minutes, curriculum=curriculum)

    def asked(of: str) -> list[tuple[object, ...]]:
        return [
            (tx.way.last_step(who, of), tx.logs.spent(who, of, "week-1/w1d1"), tx.logs.record(who, TODAY, TODAY))
            for who in (anna, ben)
        ]

    apart = {of: asked(of) for of in ("small", "other")}
    assert [spent for _, spent, _ in (*apart["small"], *apart["other"])] == [50, 0, 40, 0]
    statements: list[str] = []
    event.listen(tx.connection, "before_cursor_execute", lambda *given: statements.append(given[2]))
    for of, expected in apart.items():
        for ahead in (tx.way.steps_ahead, tx.logs.ahead):
            ahead.read([anna, ben])
        tx.logs.read_spent([(anna, of, "week-1/w1d1"), (ben, of, "week-1/w1d1")])
        assert asked(of) == expected
    assert len(statements) == 6
    flow(tx, anna, minutes=5)
    assert tx.logs.spent(anna, "small", "week-1/w1d1") == 55
