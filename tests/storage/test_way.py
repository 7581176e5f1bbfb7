"""Steps, reviews and check-ins as rows."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.core.facts import Checkin, StepId
from bot.core.people import LearnerId
from bot.core.position import REVIEW, Place, Step
from bot.storage.tables import checkins
from bot.storage.tx import Tx
from bot.storage.weeks import Closed
from tests.storage.people import NOW, TODAY, club, flow, somebody

FIRST, SECOND, DUE = Place("week-1", "w1d1"), Place("week-1", "w1d2"), Place("week-1", REVIEW)
DONE = Step("done", FIRST, SECOND)
TO_REVIEW = Step("done", SECOND, DUE)
NEXT_WEEK = TODAY + timedelta(days=7)


def step(tx: Tx, learner: LearnerId, done: Step = DONE, **of: int) -> StepId:
    return tx.way.add_step(learner, "small", done, NOW, TODAY, **of)  # type: ignore[arg-type]  # ids of a log or review


def test_the_newest_standing_step_tells_the_place(tx: Tx) -> None:
    """R12, R19: what was undone does not."""
    anna = somebody(tx)
    assert tx.way.last_step(anna, "small") is None
    first, second = step(tx, anna), step(tx, anna, TO_REVIEW)
    assert tx.way.last_step(anna, "small") == (second, TO_REVIEW)
    assert tx.way.last_step(anna, "other") is None
    assert tx.way.undo_steps(NOW, step=second) == 1
    assert tx.way.last_step(anna, "small") == (first, DONE)
    assert [it[0] for it in tx.way.standing_steps(anna, "small")] == [first]


def test_a_step_knows_what_brought_it(tx: Tx) -> None:
    """R19: taking a log or a review back finds its steps, and those alone."""
    anna = somebody(tx)
    log, review = flow(tx, anna), tx.way.add_review(anna, "small", "week-1", "text", NOW)
    by_log, by_review, alone = step(tx, anna, log=log), step(tx, anna, review=review), step(tx, anna)
    assert tx.way.undo_steps(NOW, log=log) == 1
    assert [tx.way.step(it)[-1] for it in (by_log, by_review, alone)] == [False, True, True]  # type: ignore[index]  # all are there
    assert tx.way.undo_steps(NOW, review=review) == 1
    assert tx.way.undo_steps(NOW, review=review) == 0
    assert [it[0] for it in tx.way.standing_steps(anna, "small")] == [alone]


def test_days_done_are_told_by_their_first_step(tx: Tx) -> None:
    """R12: a day done twice, after going back, is one day."""
    anna = somebody(tx)
    first = step(tx, anna)
    step(tx, anna, Step("placed", SECOND, FIRST))
    step(tx, anna)
    assert tx.way.done_days(anna, "small") == {"w1d1": first}


def test_a_review_keeps_its_text_and_gets_its_verdict_later(tx: Tx) -> None:
    """R13: the text is there before anything else."""
    anna = somebody(tx)
    number = tx.way.add_review(anna, "small", "week-1", "In my words", NOW)
    written = tx.way.review(number)
    assert written is not None
    assert (written.text, written.at, written.whole, written.closed_on) == ("In my words", NOW, None, None)
    tx.way.answer_review(number, whole=True, closed_on=TODAY)
    answered = tx.way.review(number)
    assert answered is not None
    assert (answered.whole, answered.closed_on) == (True, TODAY)


def test_an_undone_review_is_kept_but_no_longer_listed(tx: Tx) -> None:
    """R19: the text stays in its row."""
    anna = somebody(tx)
    number = tx.way.add_review(anna, "small", "week-1", "In my words", NOW)
    tx.way.undo_review(number, NOW)
    assert tx.way.reviews(anna, "small") == []
    undone = tx.way.review(number)
    assert undone is not None
    assert (undone.text, undone.undone_at) == ("In my words", NOW)


def test_a_groups_closed_weeks_are_told_once_by_their_first_yes(tx: Tx) -> None:
    """R10: the day on which a review first ended in yes."""
    group, _ = club(tx)
    anna, ben = somebody(tx), somebody(tx, person="202", name="Ben")
    for learner in (anna, ben):
        tx.groups.join(group, learner, TODAY)
    tx.groups.set_listed(group, anna, True)
    for learner, day in ((anna, NEXT_WEEK), (anna, TODAY), (ben, TODAY)):
        number = tx.way.add_review(learner, "small", "week-1", "text", NOW)
        tx.way.answer_review(number, whole=True, closed_on=day)
    open_one = tx.way.add_review(ben, "small", "week-2", "text", NOW)
    tx.way.answer_review(open_one, whole=False, closed_on=None)
    assert tx.weeks.closed(group, "small", TODAY, TODAY, 9) == Closed((("Anna", "week-1"),), 1, 2)
    assert tx.weeks.closed(group, "small", NEXT_WEEK, NEXT_WEEK, 9) == Closed()


def checkin(learner: LearnerId, went_well: str = "All") -> Checkin:
    return Checkin(learner, TODAY, went_well, "Time", "coffee", "open the book", 4, NOW)


def test_a_second_checkin_of_a_week_replaces_the_first(tx: Tx) -> None:
    """Section 3: answers until the next one belong to it."""
    anna = somebody(tx)
    for words in ("All", "Nearly all"):
        tx.way.keep_checkin(checkin(anna, words))
    assert tx.way.checkin(anna, TODAY) == checkin(anna, "Nearly all")
    assert tx.way.counts(anna) == (0, 1)


def test_a_checkin_that_is_taken_back_is_gone(tx: Tx) -> None:
    """R23: its words are kept no longer; others' stay, and those of other weeks."""
    anna, ben = somebody(tx), somebody(tx, person="202")
    tx.way.keep_checkin(replace(checkin(anna), monday=NEXT_WEEK))
    for learner in (anna, ben):
        tx.way.keep_checkin(checkin(learner))
    assert [it.monday for it in tx.way.checkins(anna, NOW)] == [TODAY, NEXT_WEEK]
    assert tx.way.checkins(anna, NOW + timedelta(seconds=1)) == []
    assert tx.way.take_back_checkin(anna, NOW) == (TODAY, True)
    assert [it.monday for it in tx.way.checkins(anna, NOW)] == [NEXT_WEEK]
    assert tx.way.checkin(ben, TODAY) is not None


def test_a_checkin_that_was_replaced_holds_again(tx: Tx) -> None:
    """R19: undoing the second takes back what it gave; one that was taken back meanwhile stays away, and what is too
    old to come back is not kept."""
    anna = somebody(tx)
    said = [replace(checkin(anna, f"{n}"), at=NOW + timedelta(days=9 * n)) for n in range(5)]
    for each in said:
        tx.way.keep_checkin(each)
    assert tx.way.take_back_checkin(anna, said[3].at) == (TODAY, False)
    for taken, holds in ((4, 2), (2, 1)):
        assert tx.way.take_back_checkin(anna, said[taken].at) == (TODAY, True)
        assert tx.way.checkin(anna, TODAY) == said[holds]
    assert tx.way.take_back_checkin(anna, said[1].at) == (TODAY, True), "the first is too old to come back"
    assert tx.way.checkin(anna, TODAY) is None


def test_what_a_checkin_replaced_is_not_kept_for_longer_than_it_can_come_back(tx: Tx) -> None:
    """R19, R23: 28 days; the next check-in of any week lets older ones go."""
    anna = somebody(tx)
    for words in ("All", "Nearly all"):
        tx.way.keep_checkin(checkin(anna, words))
    for days, left in ((28, True), (29, False)):
        tx.way.keep_checkin(replace(checkin(anna), monday=NEXT_WEEK, at=NOW + timedelta(days=days)))
        earlier = tx.connection.execute(select(checkins.c.earlier).where(checkins.c.monday == TODAY)).scalar_one()
        assert ("All" in earlier) is left


def test_the_newest_checkin_is_that_of_the_latest_week(tx: Tx) -> None:
    """Its if-then sentence stands in the prompts of the week after."""
    anna = somebody(tx)
    for monday in (NEXT_WEEK, TODAY):
        tx.way.keep_checkin(Checkin(anna, monday, "All", "Time", "a", "b", 3, NOW))
    last = tx.way.last_checkin(anna)
    assert last is not None
    assert last.monday == NEXT_WEEK


def test_checkins_are_counted_for_a_week(tx: Tx) -> None:
    """The Sunday card tells how many, never what."""
    anna, ben = somebody(tx), somebody(tx, person="202")
    for learner in (anna, ben):
        tx.way.keep_checkin(checkin(learner))
    group, _ = club(tx)
    assert tx.weeks.checked_in(group, TODAY) == 0
    for learner in (anna, ben):
        tx.groups.join(group, learner, TODAY)
    assert tx.weeks.checked_in(group, TODAY) == 2
    assert tx.weeks.checked_in(group, NEXT_WEEK) == 0
