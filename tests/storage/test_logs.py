"""Logs as rows, and the sums over those that stand."""

from datetime import UTC, datetime, timedelta

from bot.core.days import A_WEEK
from bot.core.people import LearnerId
from bot.core.record import DayFacts
from bot.storage.tx import Tx
from bot.storage.weeks import InToday, WeekSums
from tests.storage.people import NOW, TODAY, club, flow, somebody

YESTERDAY = TODAY - timedelta(days=1)


def test_a_log_comes_back_sealed(tx: Tx) -> None:
    """R1: instant, zone and local day are what they were."""
    anna = somebody(tx)
    log = tx.logs.get(flow(tx, anna, YESTERDAY, 45, late=1, focus=4))
    assert log is not None
    assert (log.at, log.zone, log.day, log.logged_on) == (
        datetime(2026, 3, 2, 12, tzinfo=UTC),
        "Europe/Berlin",
        YESTERDAY,
        TODAY,
    )
    assert (log.minutes, log.focus, log.note, log.undone_at) == (45, 4, "", None)


def test_an_undone_log_stays_as_a_row_and_counts_nowhere(tx: Tx) -> None:
    """R19: numbers come from the facts that stand."""
    anna = somebody(tx)
    kept, undone = flow(tx, anna, minutes=30, focus=5), flow(tx, anna, minutes=60, focus=1)
    tx.logs.undo(undone, NOW)
    tx.logs.undo(undone, NOW + timedelta(hours=1))
    log = tx.logs.get(undone)
    assert log is not None
    assert log.undone_at == NOW
    assert [it.id for it in tx.logs.recent(anna, NOW - timedelta(days=1))] == [kept]
    assert tx.logs.record(anna, TODAY, TODAY).days == {TODAY: DayFacts(30, 1, 30)}
    assert tx.logs.count(anna) == (1, 5.0)
    assert tx.logs.spent(anna, "small", "week-1/w1d1") == 30


def test_what_was_remembered_after_a_range_is_not_within_it(tx: Tx) -> None:
    """R15: an absence is one also where a flow was logged for it later on."""
    anna, ben = somebody(tx), somebody(tx, person="202")
    flow(tx, ben)
    remembered = flow(tx, anna, late=3)
    first, last = TODAY - timedelta(days=5), TODAY + timedelta(days=2)
    assert not tx.logs.logged_within(anna, first, last)
    assert tx.logs.logged_within(anna, first, last + timedelta(days=1))
    tx.logs.undo(remembered, NOW)
    assert not tx.logs.logged_within(anna, first, last + timedelta(days=1))


def test_what_was_logged_more_than_seven_days_late_is_summed_apart(tx: Tx) -> None:
    """R2: it counts everywhere but on the board."""
    anna = somebody(tx)
    flow(tx, anna, TODAY, 20, late=7)
    flow(tx, anna, TODAY, 40, late=8)
    assert tx.logs.record(anna, TODAY, TODAY).days == {TODAY: DayFacts(60, 2, 20)}
    assert tx.logs.days_of([anna, LearnerId(999)], "small", TODAY) == {anna: {TODAY: DayFacts(60, 2, 20)}}
    assert tx.logs.days_of([anna], "small", TODAY + timedelta(days=1)) == {}
    assert tx.logs.days_of([anna], "other", TODAY) == {}


def test_a_change_keeps_what_it_does_not_name(tx: Tx) -> None:
    """R19: an edit of the minutes leaves day and focus."""
    anna = somebody(tx)
    log = flow(tx, anna, focus=3)
    tx.logs.change(log, NOW, minutes=25)
    changed = tx.logs.get(log)
    assert changed is not None
    assert (changed.minutes, changed.focus, changed.day) == (25, 3, TODAY)


def test_recent_logs_come_newest_first(tx: Tx) -> None:
    """By the instant of logging, not by the day that they count for."""
    anna = somebody(tx)
    first = flow(tx, anna, TODAY, at=NOW)
    second = flow(tx, anna, YESTERDAY, at=NOW + timedelta(minutes=1))
    assert [it.id for it in tx.logs.recent(anna, NOW)] == [second, first]
    assert [it.id for it in tx.logs.recent(anna, NOW + timedelta(seconds=1))] == [second]


def test_who_studied_is_told_for_pairs_of_learner_and_day(tx: Tx) -> None:
    """R16: the sum of a day decides, and neither another day nor another learner."""
    anna, ben = somebody(tx), somebody(tx, person="202")
    flow(tx, anna, TODAY, 4)
    flow(tx, anna, TODAY, 6)
    flow(tx, ben, YESTERDAY, 60)
    flow(tx, ben, TODAY, 9)
    pairs = [(anna, TODAY), (ben, TODAY), (anna, YESTERDAY)]
    studied = tx.logs.studied_on(pairs, 10)
    assert studied & set(pairs) == {(anna, TODAY)}
    assert tx.logs.studied_on([], 10) == set()


def test_the_mean_focus_is_of_the_logs_that_have_one(tx: Tx) -> None:
    """To one decimal; None where nobody said."""
    anna = somebody(tx)
    assert tx.logs.count(anna) == (0, None)
    for focus in (5, 4, 4, None):
        flow(tx, anna, focus=focus)
    assert tx.logs.count(anna) == (4, 4.3)


def test_a_group_credits_four_hours_a_learner_and_day(tx: Tx) -> None:
    """R3: 240 minutes at most, whatever was logged."""
    group, _ = club(tx)
    anna = somebody(tx)
    tx.groups.join(group, anna, YESTERDAY)
    for minutes in (200, 200):
        flow(tx, anna, TODAY, minutes)
    flow(tx, anna, YESTERDAY, 30)
    assert tx.weeks.in_on(group, "small", TODAY, 9) == InToday((), 0, 1, 240)
    assert tx.weeks.sums(group, "small", TODAY) == WeekSums(1, 240, 2, 0)
    assert tx.weeks.sums(group, "small", TODAY - A_WEEK) == WeekSums(1, 30, 1, 0)


def test_a_group_counts_its_members_from_their_joining_on_and_its_curriculum_alone(tx: Tx) -> None:
    """Section 1: not what was before, not what belongs to another curriculum, nobody else's."""
    group, _ = club(tx)
    anna, stranger = somebody(tx), somebody(tx, person="202")
    tx.groups.join(group, anna, TODAY)
    flow(tx, anna, YESTERDAY, at=NOW)
    flow(tx, anna, TODAY, curriculum="other")
    flow(tx, stranger, TODAY)
    assert [tx.weeks.sums(group, "small", monday) for monday in (TODAY - A_WEEK, TODAY)] == [WeekSums(), WeekSums()]
    assert [tx.weeks.in_on(group, "small", day, 9) for day in (YESTERDAY, TODAY)] == [InToday(), InToday()]
    assert tx.logs.last_logged_on(group, "small") is None
    flow(tx, anna, TODAY)
    assert tx.logs.last_logged_on(group, "small") == TODAY


def test_who_is_in_comes_in_the_order_of_the_first_logs(tx: Tx) -> None:
    """The card names people as they came."""
    group, _ = club(tx)
    anna, ben = somebody(tx), somebody(tx, person="202", name="Ben")
    for learner in (anna, ben):
        tx.groups.join(group, learner, TODAY)
    tx.groups.set_listed(group, anna, True)
    flow(tx, ben, at=NOW)
    flow(tx, anna, at=NOW + timedelta(minutes=1))
    flow(tx, ben, at=NOW + timedelta(minutes=2))
    assert tx.weeks.in_on(group, "small", TODAY, 9) == InToday(("Anna",), 1, 2, 180)
    tx.groups.set_listed(group, ben, True)
    assert tx.weeks.in_on(group, "small", TODAY, 9) == InToday(("Ben", "Anna"), 2, 2, 180)
    assert tx.weeks.in_on(group, "small", TODAY, 1) == InToday(("Ben",), 2, 2, 180)


def test_the_newest_day_of_logging_counts_not_the_day_logged_for(tx: Tx) -> None:
    """R24: somebody who logs for last week today has been here today."""
    group, _ = club(tx)
    anna = somebody(tx)
    tx.groups.join(group, anna, TODAY - timedelta(days=20))
    flow(tx, anna, TODAY - timedelta(days=10), late=10)
    assert tx.logs.last_logged_on(group, "small") == TODAY
