"""Undoing "done", a review's yes and a check-in: the place and what was replaced come back (R12, R19)."""

import pytest

from bot.app.commands import (
    AnswerReview,
    History,
    MarkDone,
    Progress,
    Settings,
    Today,
    Undo,
    WriteCheckin,
    WriteReview,
)
from bot.app.said import (
    CheckedIn,
    DoneMarked,
    HistoryShown,
    ProgressShown,
    ReviewWritten,
    TodayShown,
    Undone,
)
from bot.storage.store import Store
from tests.app.scenes import TEXT, closes
from tests.app.traces import logs, stands_at
from tests.world import Person, StoppedClock


async def test_undoing_done_moves_one_day_back(anna: Person, clock: StoppedClock) -> None:
    """R19: the log that was made with it stands."""
    await anna.joins()
    logged = await logs(anna, done=True)
    assert logged.done is not None
    clock.pass_(minutes=1)
    undone = await anna.hears(Undone, Undo("done", logged.done.step))
    assert (undone.moved_back, undone.already, undone.day and undone.day.id) == (True, False, "w1d1")
    assert (await anna.hears(TodayShown, Today())).minutes_today == 30
    assert (await anna.hears(Undone, Undo("done", logged.done.step))).already
    assert (await anna.hears(DoneMarked, MarkDone("w1d1"))).already is False


async def test_only_the_last_day_marked_moves_back(anna: Person, clock: StoppedClock) -> None:
    """R19: a day in the middle that is taken back leaves the place to the later one."""
    await anna.joins()
    steps = []
    for number in (1, 2):
        steps.append((await anna.hears(DoneMarked, MarkDone(f"w1d{number}"))).step)
        clock.pass_(minutes=1)
    assert not (await anna.hears(Undone, Undo("done", steps[0]))).moved_back
    assert await stands_at(anna) == "w1d3"
    assert (await anna.hears(Undone, Undo("done", steps[0]))).already
    assert (await anna.hears(Undone, Undo("done", steps[1]))).moved_back
    assert await stands_at(anna) == "w1d1"


async def test_undoing_a_yes_opens_the_week_again(anna: Person, clock: StoppedClock) -> None:
    """R19: the learner stands where they stood, and the closed week no longer counts."""
    await anna.joins()
    await anna.says(MarkDone("w1d1"))
    clock.pass_(minutes=1)
    closed = await closes(anna)
    undone = await anna.hears(Undone, Undo("review", closed.review))
    assert (undone.moved_back, undone.week_title) == (True, "Dough that holds together")
    assert await stands_at(anna) == "w1d2"
    assert (await anna.hears(ProgressShown, Progress())).weeks_closed == 0
    assert (await anna.hears(Undone, Undo("review", closed.review))).already


async def test_a_yes_is_as_old_as_the_day_it_was_given_not_as_its_text(anna: Person, clock: StoppedClock) -> None:
    """R19: a review's yes of the last 28 days can be undone, however long its text had waited (R13)."""
    await anna.joins()
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    clock.pass_(days=35)
    await anna.says(AnswerReview(written.review, missing=False))
    clock.pass_(days=28)
    (fact,) = (await anna.hears(HistoryShown, History())).facts
    assert (fact.what, fact.which) == ("review", written.review)
    assert (await anna.hears(Undone, Undo("review", written.review))).moved_back
    assert (await anna.hears(HistoryShown, History())).facts == ()
    clock.pass_(days=1)
    assert (await anna.refused(Undo("review", written.review))).kind == "too_old"


async def test_the_flow_of_writing_a_review_does_not_hold_its_yes(anna: Person, clock: StoppedClock) -> None:
    """R13, R19: the receipt offers to log 30 minutes before the yes is given; it is no later flow."""
    await anna.joins()
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    clock.pass_(minutes=1)
    await logs(anna, 30)
    clock.pass_(minutes=1)
    await anna.says(AnswerReview(written.review, missing=False))
    assert (await anna.hears(Undone, Undo("review", written.review))).moved_back
    assert await stands_at(anna) == "w1d1"


async def test_a_yes_that_a_later_flow_stands_on_is_undone_without_moving(anna: Person, clock: StoppedClock) -> None:
    """R19: the position moves back only if no later flow or review stands."""
    await anna.joins()
    closed = await closes(anna)
    clock.pass_(days=1)
    await logs(anna)
    undone = await anna.hears(Undone, Undo("review", closed.review))
    assert (undone.moved_back, undone.already) == (False, False)
    assert await stands_at(anna) == "w2d1"
    assert (await anna.hears(ProgressShown, Progress())).weeks_closed == 0


async def test_a_check_in_is_taken_back_from_its_receipt_and_from_the_history(
    anna: Person, clock: StoppedClock, store: Store
) -> None:
    """Issue 4, point 6; R23: the words are gone, and only for the asker's own week."""
    await anna.joins()
    kept = await anna.hears(CheckedIn, WriteCheckin("a", "b", "coffee", "begin", 4))
    (fact,) = (await anna.hears(HistoryShown, History())).facts
    assert (fact.what, fact.which) == ("checkin", kept.number)
    clock.pass_(days=28, seconds=1)
    assert (await anna.refused(Undo("checkin", fact.which))).kind == "too_old"
    clock.pass_(seconds=-1)
    undone = await anna.hears(Undone, Undo("checkin", fact.which))
    assert (undone.monday, undone.already) == (kept.monday, False)
    found = await store.read(lambda tx: tx.people.by_account(anna.platform, anna.id, clock()))
    assert found is not None
    assert await store.read(lambda tx: tx.way.last_checkin(found[0].id)) is None
    assert (await anna.hears(HistoryShown, History())).facts == ()
    assert (await anna.hears(Undone, Undo("checkin", fact.which))).already
    for forged in (kept.number + 10**16, 2**63 - 1):
        assert (await anna.refused(Undo("checkin", forged))).kind == "not_yours"


async def test_an_old_receipt_takes_no_later_check_in_back(anna: Person, clock: StoppedClock) -> None:
    """R20: each press takes effect once, and names its own words: what was written since for that week stays."""
    await anna.joins()
    first = await anna.hears(CheckedIn, WriteCheckin("a", "b", "coffee", "begin", 4))
    clock.pass_(minutes=1)
    await anna.says(Undo("checkin", first.number))
    second = await anna.hears(CheckedIn, WriteCheckin("a", "b", "tea", "begin", 4))
    undone = await anna.hears(Undone, Undo("checkin", first.number))
    assert (undone.already, undone.monday) == (True, first.monday)
    clock.pass_(minutes=1)
    third = await anna.hears(CheckedIn, WriteCheckin("a", "b", "lunch", "begin", 4))
    assert (await anna.hears(Undone, Undo("checkin", second.number))).already
    assert [it.which for it in (await anna.hears(HistoryShown, History())).facts] == [third.number]


async def test_a_second_check_in_that_is_taken_back_gives_the_first_one_back(
    anna: Person, clock: StoppedClock, store: Store
) -> None:
    """R19: exactly what it gave; then the first one can be taken back too."""
    await anna.joins()
    first = await anna.hears(CheckedIn, WriteCheckin("a", "b", "coffee", "begin", 4))
    clock.pass_(minutes=1)
    second = await anna.hears(CheckedIn, WriteCheckin("c", "d", "tea", "go on", 5))
    assert not (await anna.hears(Undone, Undo("checkin", second.number))).already
    assert [it.which for it in (await anna.hears(HistoryShown, History())).facts] == [first.number]
    found = await store.read(lambda tx: tx.people.by_account(anna.platform, anna.id, clock()))
    assert found is not None
    kept = await store.read(lambda tx: tx.way.last_checkin(found[0].id))
    assert kept is not None
    assert (kept.went_well, kept.after, kept.confidence) == ("a", "coffee", 4)
    assert (await anna.hears(Undone, Undo("checkin", second.number))).already
    assert not (await anna.hears(Undone, Undo("checkin", first.number))).already
    assert (await anna.hears(HistoryShown, History())).facts == ()


@pytest.mark.parametrize("texts_first", [True, False])
async def test_of_two_yeses_for_a_week_the_other_holds_the_place(
    anna: Person, clock: StoppedClock, texts_first: bool
) -> None:
    """R19: the first is undone and the week stays closed by the second; once that is undone too, it is open again."""
    await anna.joins()
    one = await anna.hears(ReviewWritten, WriteReview(TEXT))
    clock.pass_(minutes=1)
    if texts_first:
        two = await anna.hears(ReviewWritten, WriteReview(f"{TEXT} More."))
        clock.pass_(minutes=1)
    await anna.says(AnswerReview(one.review, missing=False))
    clock.pass_(minutes=1)
    if not texts_first:
        two = await anna.hears(ReviewWritten, WriteReview(f"{TEXT} More.", "week-1"))
        clock.pass_(minutes=1)
    await anna.says(AnswerReview(two.review, missing=False, sure=True))
    assert not (await anna.hears(Undone, Undo("review", one.review))).moved_back
    assert await stands_at(anna) == "w2d1"
    assert (await anna.hears(ProgressShown, Progress())).weeks_closed == 1
    assert (await anna.hears(Undone, Undo("review", two.review))).moved_back
    assert await stands_at(anna) == "w1d1"
    assert (await anna.hears(ProgressShown, Progress())).weeks_closed == 0


async def test_what_was_never_a_yes_cannot_be_undone(anna: Person) -> None:
    """R19: a review's yes, not its text."""
    await anna.joins()
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    assert (await anna.hears(Undone, Undo("review", written.review))).already


async def test_a_place_that_was_chosen_since_stays(anna: Person, clock: StoppedClock) -> None:
    """R12, R19: a learner who went back by choice is not moved by an undo of what was before."""
    await anna.joins()
    closed = await closes(anna)
    clock.pass_(minutes=1)
    await anna.says(Settings(week=1))
    assert not (await anna.hears(Undone, Undo("review", closed.review))).moved_back
    assert await stands_at(anna) == "w1d1"
