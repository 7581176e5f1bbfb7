"""Recall where a platform has quizzes of its own, and in a check-in."""

from bot.app.app import App
from bot.app.commands import AnswerQuiz, ChooseRecall, Recall, ShowRecall, Today, Undo, WriteCheckin
from bot.app.said import CheckedIn, RecallAnswered, RecallAsked, RecallResting, RecallSettled, Refused, TodayShown
from bot.storage.store import Store
from tests.app.scenes import closes, ships
from tests.app.test_recall import QUIZ, RIGHT, WRONG, answers, asked, got, name, quiz
from tests.world import Person, StoppedClock

CHECKIN = WriteCheckin("I began", "a late train", "breakfast", "open the notebook", 4)


# --- quizzes that know only their poll


async def sent(app: App, it: RecallAsked, poll: str = "p1") -> None:
    """It went out as a poll, whose second option is right."""
    await app.quiz_sent(poll, it.recall, it.state, RIGHT)


async def test_a_vote_is_kept_as_a_choice_is(app: App, anna: Person, clock: StoppedClock) -> None:
    """Recall: a quiz on Telegram is answered by its poll's id; delivered again it changes nothing twice (R20)."""
    it = await quiz(anna, clock)
    await sent(app, it)
    kept = await anna.hears(RecallAnswered, AnswerQuiz("p1", RIGHT), request="vote")
    assert (kept.rating, kept.quiz) == ("good", True)
    assert await anna.hears(RecallAnswered, AnswerQuiz("p1", RIGHT), request="vote") == kept
    await anna.hears(RecallSettled, AnswerQuiz("p1", WRONG))
    await anna.hears(RecallSettled, ChooseRecall(it.recall, it.state, WRONG))


async def test_of_two_polls_about_one_question_one_counts(app: App, anna: Person, clock: StoppedClock) -> None:
    """R20: asked twice, answered once; a poll that goes out after the answer is not open."""
    it = await quiz(anna, clock)
    await sent(app, it, "p1")
    await sent(app, it, "p2")
    await anna.hears(RecallAnswered, AnswerQuiz("p2", WRONG))
    await sent(app, it, "p3")
    for poll in ("p1", "p3", "unknown"):
        await anna.hears(RecallSettled, AnswerQuiz(poll, RIGHT))
    clock.pass_(days=1)
    assert name(await asked(anna)) == QUIZ


async def test_a_forwarded_quiz_is_its_owners(app: App, anna: Person, ben: Person, clock: StoppedClock) -> None:
    """R23: others may vote in a poll that was passed on; nothing of the owner's is told or changed by it."""
    it = await quiz(anna, clock)
    await sent(app, it)
    stranger = await ben.hears(Refused, AnswerQuiz("p1", WRONG))
    assert stranger.kind == "not_joined"
    await ben.joins()
    assert (await ben.refused(AnswerQuiz("p1", WRONG))).kind == "not_yours"
    assert await asked(anna) == it


async def test_a_poll_of_a_review_that_was_taken_back_is_settled(
    app: App, anna: Person, clock: StoppedClock, store: Store
) -> None:
    """R19: its questions went with it, also those that are out."""
    it = await quiz(anna, clock)
    await sent(app, it)
    reviews = await store.read(lambda tx: tx.connection.exec_driver_sql("SELECT id FROM reviews").scalars().all())
    await anna.says(Undo("review", reviews[0]))
    await anna.hears(RecallSettled, AnswerQuiz("p1", RIGHT))


# --- check-ins


async def test_a_check_in_carries_one_question_of_an_earlier_week(anna: Person, clock: StoppedClock) -> None:
    """Recall: of an older phase, else of an older week; it counts towards nobody's five."""
    await anna.joins()
    assert (await anna.hears(CheckedIn, CHECKIN)).recall is None
    await closes(anna)
    clock.show("2026-03-08T18:00")
    extra = (await anna.hears(CheckedIn, CHECKIN)).recall
    assert extra is not None
    assert (extra.extra, extra.week.id) == (True, "week-1")
    assert await anna.hears(RecallAsked, ShowRecall(extra.recall, extra.state, extra=True)) == extra
    kept = await anna.hears(RecallAnswered, got(extra))
    assert (kept.extra, kept.more) == (True, False)
    assert len(await answers(anna)) == 4  # five memories, and the extra one has just been seen
    assert (await anna.hears(RecallResting, Recall())).why == "nothing_due"


async def test_a_check_in_that_is_changed_carries_the_same_question(anna: Person, clock: StoppedClock) -> None:
    """R20: until it was answered; then another one may come."""
    await anna.joins()
    await closes(anna)
    clock.show("2026-03-08T18:00")
    first = (await anna.hears(CheckedIn, CHECKIN)).recall
    assert first is not None
    assert (await anna.hears(CheckedIn, CHECKIN)).recall == first
    await anna.says(got(first))
    following = (await anna.hears(CheckedIn, CHECKIN)).recall
    assert following is not None
    assert following.recall != first.recall


async def test_a_check_in_asks_nothing_that_was_written_today(anna: Person, clock: StoppedClock) -> None:
    """Recall: what was just explained needs no recalling yet."""
    await anna.joins()
    clock.show("2026-03-08T17:00")
    await closes(anna)
    assert (await anna.hears(CheckedIn, CHECKIN)).recall is None


async def test_after_the_last_week_recall_stays(anna: Person, clock: StoppedClock) -> None:
    """R14: prompts and check-ins stop, recall does not."""
    await anna.joins()
    await closes(anna)
    await closes(anna)
    await ships(anna)
    assert (await anna.hears(TodayShown, Today())).stand.spot == "finished"
    clock.pass_(days=100)
    assert len(await answers(anna)) == 5
    assert (await anna.hears(CheckedIn, CHECKIN)).recall
