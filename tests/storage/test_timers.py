"""Focus timers, as rows."""

from datetime import datetime, timedelta

from bot.core.focus import Timer, TimerId
from bot.core.people import Address, GroupId, LearnerId, Platform
from bot.storage.tx import Tx
from tests.storage.people import NOW, club, flow, somebody

MINUTE = timedelta(minutes=1)


def begun(tx: Tx, learner: LearnerId, minutes: int = 25, at: datetime = NOW, group: GroupId | None = None) -> TimerId:
    return tx.timers.add(Timer(TimerId(0), learner, minutes, at, group=group))


def test_a_timer_is_kept_as_it_began(tx: Tx) -> None:
    """All of it survives a restart."""
    anna = somebody(tx)
    group, _ = club(tx)
    number = begun(tx, anna, 50, group=group)
    assert tx.timers.get(number) == Timer(number, anna, 50, NOW, group=group)
    assert tx.timers.of([number, TimerId(999)]) == {number: Timer(number, anna, 50, NOW, group=group)}
    assert tx.timers.get(TimerId(999)) is None


def test_a_timer_is_stopped_once_and_settled_with_its_log(tx: Tx) -> None:
    """R20: the first stop holds; `log_id` points to what came of it."""
    anna = somebody(tx)
    number = begun(tx, anna)
    tx.timers.stop(number, NOW + MINUTE)
    tx.timers.stop(number, NOW + 9 * MINUTE)
    log = flow(tx, anna)
    tx.timers.settle(number, log)
    assert tx.timers.get(number) == Timer(number, anna, 25, NOW, NOW + MINUTE, True, None, log)


def test_what_is_unsettled_comes_newest_first(tx: Tx) -> None:
    """One's own alone: running, over or stopped, until it is logged or let go."""
    anna, ben = somebody(tx), somebody(tx, person="202", name="Ben")
    first, second, third = (begun(tx, anna, at=NOW + hours * timedelta(hours=1)) for hours in range(3))
    begun(tx, ben)
    tx.timers.settle(second)
    assert [it.id for it in tx.timers.unsettled(anna)] == [third, first]


def test_a_groups_running_timers_are_those_of_its_own_that_run(tx: Tx) -> None:
    """Not those of another group or of nobody's, nor stopped, settled or ended ones."""
    anna = somebody(tx)
    group, _ = club(tx)
    other, _ = club(tx, Address(Platform.TELEGRAM, "-100600"), name="Other")
    long, short = begun(tx, anna, 180, group=group), begun(tx, anna, 10, group=group)
    begun(tx, anna, group=other)
    begun(tx, anna)
    stopped, settled = begun(tx, anna, group=group), begun(tx, anna, group=group)
    tx.timers.stop(stopped, NOW)
    tx.timers.settle(settled)
    assert [it.id for it in tx.timers.running_in(group, NOW)] == [long, short]
    assert [it.id for it in tx.timers.running_in(group, NOW + 10 * MINUTE)] == [long]
    assert [it.id for it in tx.timers.running_in(group, NOW + 180 * MINUTE - timedelta(seconds=1))] == [long]
    assert tx.timers.running_in(group, NOW + 180 * MINUTE) == []


def test_what_has_waited_for_seven_days_is_let_go(tx: Tx) -> None:
    """Section 3, /focus: a moment before it still waits; one that was stopped later waits longer."""
    anna = somebody(tx)
    forgotten, stopped = begun(tx, anna), begun(tx, anna)
    tx.timers.stop(stopped, NOW + timedelta(hours=5))
    end = NOW + 25 * MINUTE + timedelta(days=7)
    assert tx.timers.let_go(end - MINUTE) == 0
    assert tx.timers.let_go(end) == 1
    assert [it.id for it in tx.timers.unsettled(anna)] == [stopped]
    assert tx.timers.get(forgotten) == Timer(forgotten, anna, 25, NOW, settled=True)
    assert tx.timers.let_go(NOW + timedelta(days=7, hours=5)) == 1
