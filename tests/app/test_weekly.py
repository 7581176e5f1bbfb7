"""The week: the review that closes it, and the check-in that looks back at it."""

from datetime import date

import pytest

from bot.app.commands import AnswerReview, LogFlow, MarkDone, Settings, Today, Undo, WriteCheckin, WriteReview
from bot.app.said import (
    CheckedIn,
    Logged,
    ReviewClosed,
    ReviewDue,
    ReviewOpen,
    ReviewWritten,
    TodayShown,
    Undone,
    WeekIsLong,
)
from bot.app.weekly import compared
from bot.core.facts import ReviewId
from bot.storage.store import Store
from tests.app.scenes import TEXT, closes, ships
from tests.core import examples
from tests.world import Person, StoppedClock

MON = date(2026, 3, 2)


async def at_review(person: Person) -> None:
    """Somebody who has done the three days of the first week."""
    await person.joins()
    for number in (1, 2, 3):
        await person.says(MarkDone(f"w1d{number}"))


# --- review


async def test_without_a_text_the_review_says_what_to_explain(anna: Person) -> None:
    """R13: before the last day it may come early, after it it is due."""
    await anna.joins()
    early = await anna.hears(ReviewDue, WriteReview())
    assert (early.week.id, early.due, early.closed) == ("week-1", False, False)
    assert early.explain == "What kneading does to a dough, to somebody who has never touched one."
    for number in (1, 2, 3):
        await anna.says(MarkDone(f"w1d{number}"))
    assert (await anna.hears(ReviewDue, WriteReview())).due


async def test_a_text_is_kept_and_two_answers_appear_to_compare_with(anna: Person, store: Store) -> None:
    """R13: it is written before any notes are shown, then two of the week's recall answers stand beside it."""
    await at_review(anna)
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    assert (written.text, written.can_log) == (TEXT, True)
    assert len({it.id for it in written.compare}) == 2
    assert {it.id for it in written.compare} < {it.id for it in written.week.recall}
    kept = await store.read(lambda tx: tx.way.review(ReviewId(written.review)))
    assert kept is not None
    assert (kept.text, kept.whole) == (TEXT, None)


async def test_two_reviews_of_a_week_are_compared_with_other_answers(anna: Person) -> None:
    """R13: writing again is not copying what was shown before."""
    await at_review(anna)
    first, second = [await anna.hears(ReviewWritten, WriteReview(TEXT)) for _ in range(2)]
    assert {it.id for it in first.compare} & {it.id for it in second.compare} == set()


async def test_a_text_that_waits_for_its_answer_is_shown_again(anna: Person) -> None:
    """R13: whoever was interrupted finds their text and the question."""
    await at_review(anna)
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    assert await anna.hears(ReviewWritten, WriteReview()) == written


async def test_nothing_missing_leads_to_the_next_week(anna: Person) -> None:
    """R13: on to the first day of the next one; nothing was passed over."""
    await at_review(anna)
    closed = await closes(anna)
    assert (closed.week.id, closed.passed_over, closed.phase_finished, closed.already) == ("week-1", 0, False, False)
    assert (closed.next.week.id, closed.next.number) == ("week-2", 1)
    assert (await anna.hears(TodayShown, Today())).stand == closed.next


@pytest.mark.parametrize(("done", "passed_over"), [(0, 3), (1, 2), (2, 1)])
async def test_an_early_review_passes_the_open_days_over(anna: Person, done: int, passed_over: int) -> None:
    """R13: who can explain it owns it."""
    await anna.joins()
    for number in range(1, done + 1):
        await anna.says(MarkDone(f"w1d{number}"))
    closed = await closes(anna)
    assert (closed.passed_over, closed.next.week.id) == (passed_over, "week-2")


async def test_something_missing_leads_to_the_checkpoint(anna: Person) -> None:
    """R13: the learner stays, the next day's work is the week's checkpoint, and then the review is due again."""
    await at_review(anna)
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    stays = await anna.hears(ReviewOpen, AnswerReview(written.review, missing=True))
    assert (stays.week.id, stays.next.week.id, stays.next.spot) == ("week-1", "week-1", "checkpoint")
    logged = await anna.hears(Logged, LogFlow(30, done=True))
    assert logged.done is not None
    assert (logged.done.day, logged.done.next.spot) == (None, "review")
    assert (await closes(anna)).next.week.id == "week-2"


async def test_something_missing_can_be_taken_back(anna: Person) -> None:
    """R13, R19: its receipt has Undo, too. The learner stands where they stood, and the text waits for its answer."""
    await anna.joins()
    await anna.says(MarkDone("w1d1"))
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    missing = await anna.hears(ReviewOpen, AnswerReview(written.review, missing=True))
    assert (missing.review, missing.next.spot) == (written.review, "checkpoint")
    undone = await anna.hears(Undone, Undo("missing", written.review))
    assert (undone.moved_back, undone.already, undone.stand.number) == (True, False, 2)
    assert (await anna.hears(ReviewWritten, WriteReview())).text == TEXT
    assert (await anna.hears(Undone, Undo("missing", written.review))).already
    await anna.hears(ReviewClosed, AnswerReview(written.review, missing=False))
    assert (await anna.hears(Undone, Undo("missing", written.review))).already


async def test_something_missing_costs_nothing(anna: Person) -> None:
    """R13: without penalty; the same review may still end in yes."""
    await at_review(anna)
    await anna.says(LogFlow(60))
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    for _ in range(2):
        await anna.says(AnswerReview(written.review, missing=True))
    closed = await anna.hears(ReviewClosed, AnswerReview(written.review, missing=False))
    assert closed.next.week.id == "week-2"
    assert (await anna.hears(TodayShown, Today())).week.studied == 1


async def test_a_yes_is_given_once(anna: Person) -> None:
    """R20: an old button of a review that is closed says so and moves nobody."""
    await at_review(anna)
    closed = await closes(anna)
    again = await anna.hears(ReviewClosed, AnswerReview(closed.review, missing=False))
    assert (again.already, again.next) == (True, closed.next)
    assert (await anna.hears(ReviewClosed, AnswerReview(closed.review, missing=True))).already


async def test_a_second_week_within_one_local_week_is_asked_about(anna: Person, clock: StoppedClock) -> None:
    """R12: one sentence on why weeks are long; "stay" changes nothing, "go on" goes on."""
    await at_review(anna)
    await closes(anna)
    clock.show("2026-03-08 23:00")  # the Sunday of the same week
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    asked = await anna.hears(WeekIsLong, AnswerReview(written.review, missing=False))
    assert (asked.review, asked.week.id) == (written.review, "week-2")
    assert (await anna.hears(TodayShown, Today())).stand.week.id == "week-2"
    closed = await anna.hears(ReviewClosed, AnswerReview(written.review, missing=False, sure=True))
    assert closed.next.spot == "project"


async def test_a_week_that_is_explained_again_is_no_second_one(anna: Person, clock: StoppedClock) -> None:
    """R12: it was closed before, so it is not asked about, and it makes no other one the second."""
    await anna.joins()
    await closes(anna)
    clock.pass_(days=7)
    again = await anna.hears(ReviewWritten, WriteReview(TEXT, "week-1"))
    await anna.hears(ReviewClosed, AnswerReview(again.review, missing=False))
    await closes(anna, sure=False)
    again = await anna.hears(ReviewWritten, WriteReview(TEXT, "week-1"))
    await anna.hears(ReviewClosed, AnswerReview(again.review, missing=False))


async def test_a_week_closed_on_monday_is_not_a_second_one(anna: Person, clock: StoppedClock) -> None:
    """R4, R12: weeks run from Monday to Sunday of the learner's own days."""
    await at_review(anna)
    await closes(anna)
    clock.show("2026-03-09 10:00")
    assert (await closes(anna)).next.spot == "project"


async def test_the_last_review_leads_to_the_project_and_that_to_the_end(anna: Person, clock: StoppedClock) -> None:
    """R13, R14: nothing is left to review then, and nothing to do."""
    await at_review(anna)
    await closes(anna)
    clock.pass_(days=7)
    closed = await closes(anna)
    assert (closed.phase_finished, closed.passed_over, closed.next.spot) == (False, 3, "project")
    assert (await anna.refused(WriteReview())).kind == "project_next"
    await ships(anna)
    assert (await anna.refused(WriteReview())).kind == "no_week_to_review"
    assert (await anna.hears(Logged, LogFlow(30, done=True))).done is None


async def test_an_earlier_week_can_be_reviewed_again_and_takes_nobody_back(anna: Person) -> None:
    """R13: only the week in which one stands moves one on."""
    await at_review(anna)
    await closes(anna)
    assert (await anna.hears(ReviewDue, WriteReview(week="week-1"))).closed
    written = await anna.hears(ReviewWritten, WriteReview(TEXT, "week-1"))
    closed = await anna.hears(ReviewClosed, AnswerReview(written.review, missing=False))
    assert (closed.next.week.id, closed.passed_over, closed.already) == ("week-2", 0, False)
    written = await anna.hears(ReviewWritten, WriteReview(TEXT, "week-1"))
    stays = await anna.hears(ReviewOpen, AnswerReview(written.review, missing=True))
    assert (stays.next.week.id, stays.next.spot) == ("week-2", "day")


@pytest.mark.parametrize("week", ["week-2", "week-9"])
async def test_a_week_that_is_not_reached_cannot_be_reviewed(anna: Person, week: str) -> None:
    """Section 4: an outdated or forged button."""
    await anna.joins()
    assert (await anna.refused(WriteReview(TEXT, week))).kind == "outdated"


async def test_nobody_answers_for_somebody_elses_review(anna: Person, ben: Person) -> None:
    """R23, section 4: somebody else's private button."""
    await at_review(anna)
    await ben.joins()
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    for number in (written.review, 999):
        assert (await ben.refused(AnswerReview(number, missing=False))).kind == "not_yours"


def test_a_week_without_recall_questions_has_nothing_to_compare_with() -> None:
    """A draft week has none; the question comes all the same."""
    assert compared(next(examples.curriculum().weeks).recall, 1) == ()


# --- check-in


def checkin(went_well: str = "All of it") -> WriteCheckin:
    return WriteCheckin(went_well, "The phone", "coffee", "open the book", 4)


@pytest.mark.parametrize(
    ("wall", "monday"),
    [
        ("2026-03-14 20:00", "2026-03-02"),  # Saturday: still the week of last Sunday's question
        ("2026-03-15 18:00", "2026-03-09"),  # Sunday: this week
        ("2026-03-16 03:59", "2026-03-09"),  # the small hours of Monday are Sunday's
        ("2026-03-16 09:00", "2026-03-09"),  # Monday: the week that just ended
        ("2026-03-21 23:00", "2026-03-09"),
    ],
)
async def test_a_checkin_belongs_to_the_week_of_the_last_sunday(
    anna: Person, clock: StoppedClock, wall: str, monday: str
) -> None:
    """Section 3: Sunday by itself; answers until the next one belong to it."""
    await anna.joins("Europe/Berlin")
    clock.show(wall, "Europe/Berlin")
    assert (await anna.hears(CheckedIn, checkin())).monday == date.fromisoformat(monday)


async def test_in_the_week_of_joining_a_checkin_is_that_weeks(anna: Person, clock: StoppedClock) -> None:
    """There is no week before it to look back at."""
    await anna.joins()
    clock.pass_(days=2)
    assert (await anna.hears(CheckedIn, checkin())).monday == MON


async def test_a_checkin_is_kept_as_it_was_said(anna: Person) -> None:
    """R23: its if-then sentence and confidence come back to the learner alone."""
    await anna.joins()
    kept = await anna.hears(CheckedIn, checkin())
    assert (kept.after, kept.i_will, kept.confidence, kept.replaced) == ("coffee", "open the book", 4, False)
    assert not kept.review_due


async def test_a_second_checkin_of_the_week_replaces_the_first(anna: Person, clock: StoppedClock) -> None:
    """Section 3: one look back at one week."""
    await anna.joins()
    await anna.says(checkin())
    assert (await anna.hears(CheckedIn, checkin("Nearly all"))).replaced
    clock.pass_(days=14)
    assert not (await anna.hears(CheckedIn, checkin())).replaced


async def test_a_checkin_tells_when_a_review_is_due(anna: Person) -> None:
    """Section 3: if a review is due, one message asks both."""
    await at_review(anna)
    kept = await anna.hears(CheckedIn, checkin())
    assert (kept.review_due, kept.stand.spot) == (True, "review")


async def test_a_move_to_another_zone_moves_the_borders_of_the_week(anna: Person, clock: StoppedClock) -> None:
    """R4: weeks are made of the learner's local days."""
    await anna.joins("UTC")
    clock.show("2026-03-15 23:00")
    await anna.says(Settings(zone="Pacific/Kiritimati"))
    assert (await anna.hears(CheckedIn, checkin())).monday == date(2026, 3, 9)
    clock.pass_(days=6, hours=10)
    assert (await anna.hears(CheckedIn, checkin())).monday == date(2026, 3, 16)
