"""Recall: what was explained is asked again."""

from datetime import date, timedelta

import pytest

from bot.app.app import App
from bot.app.commands import (
    AnswerQuiz,
    AnswerReview,
    ChooseRecall,
    Command,
    RateRecall,
    Recall,
    Settings,
    ShowRecall,
    Undo,
    WriteCheckin,
    WriteReview,
)
from bot.app.said import (
    CheckedIn,
    RecallAnswered,
    RecallAsked,
    RecallResting,
    RecallSettled,
    RecallShown,
    Refused,
    ReviewOpen,
    ReviewWritten,
)
from bot.core.recall import Rating
from bot.storage.store import Store
from tests.app.scenes import TEXT, closes
from tests.world import Person, StoppedClock

CHECKIN = WriteCheckin("I began", "a late train", "breakfast", "open the notebook", 4)
QUIZ = "w1q4"
RIGHT, WRONG = 1, 2


def got(it: RecallAsked) -> RateRecall:
    return RateRecall(it.recall, it.state, "good", extra=it.extra)


def name(it: RecallAsked) -> str:
    """The question's id, or "own" for one's own text."""
    return it.question.id if it.question else "own"


async def asked(person: Person) -> RecallAsked:
    return await person.hears(RecallAsked, Recall())


async def answers(person: Person, most: int = 20) -> list[str]:
    """Answer everything that /recall asks now, well."""
    found: list[str] = []
    while isinstance(said := (await person.says(Recall())).said, RecallAsked) and len(found) < most:
        command: Command = got(said)
        if said.question and said.question.choices:
            command = ChooseRecall(said.recall, said.state, RIGHT)
        await person.hears(RecallAnswered, command)
        found.append(name(said))
    return found


async def quiz(person: Person, clock: StoppedClock) -> RecallAsked:
    """The first week's quiz, after what comes before it today."""
    await person.joins()
    await closes(person)
    clock.pass_(days=2)
    for _ in range(4):
        it = await asked(person)
        assert name(it) != QUIZ
        await person.says(got(it))
    it = await asked(person)
    assert name(it) == QUIZ
    return it


# --- when


async def test_nothing_is_asked_before_a_week_was_explained_whole(anna: Person) -> None:
    """Recall: questions of finished weeks; a text that is only kept brings none."""
    await anna.joins()
    await anna.says(WriteReview(TEXT))
    resting = await anna.hears(RecallResting, Recall())
    assert (resting.why, resting.next_on) == ("nothing_yet", None)


async def test_the_first_questions_come_two_days_after_the_text_was_written(anna: Person, clock: StoppedClock) -> None:
    """Recall: first about 2 days after they were written; until then it says when."""
    await anna.joins()
    await closes(anna)
    clock.pass_(days=1)
    resting = await anna.hears(RecallResting, Recall())
    assert (resting.why, resting.next_on) == ("nothing_due", date(2026, 3, 4))
    clock.show("2026-03-04T04:00")  # before the hour at which it was written, on its day (R1)
    assert name(await asked(anna)) == "own"


async def test_five_a_day_and_the_rest_tomorrow(anna: Person, clock: StoppedClock) -> None:
    """Recall: at most five a local day; nothing is counted aloud, and what comes next is said."""
    await anna.joins()
    await closes(anna)
    await closes(anna)
    clock.pass_(days=2)
    first = await answers(anna)
    assert first == ["own", "w1q1", "w1q2", "w1q3", "w1q4"]
    resting = await anna.hears(RecallResting, Recall())
    assert (resting.why, resting.next_on) == ("enough", date(2026, 3, 5))
    clock.show("2026-03-05T03:59")
    assert await answers(anna) == []
    clock.show("2026-03-05T04:00")
    assert await answers(anna) == ["own", "w2q1", "w2q2", "w2q3", "w2q4"]
    clock.pass_(days=1)
    resting = await anna.hears(RecallResting, Recall())
    assert resting.why == "nothing_due"
    assert resting.next_on is not None
    assert resting.next_on > date(2026, 3, 6)


async def test_the_likeliest_forgotten_comes_first(anna: Person, clock: StoppedClock) -> None:
    """Recall, by FSRS: what was forgotten comes before what was hard, and that before what was there."""
    await anna.joins()
    await closes(anna)
    clock.pass_(days=2)
    ratings: tuple[Rating, ...] = ("good", "hard", "again", "hard", "good")
    for rating in ratings:
        it = await asked(anna)
        await anna.says(RateRecall(it.recall, it.state, rating))
    clock.pass_(days=30)
    assert await answers(anna) == ["w1q2", "w1q1", "w1q3", "own", "w1q4"]


async def test_weeks_that_were_closed_before_recall_existed_are_asked(
    anna: Person, store: Store, clock: StoppedClock
) -> None:
    """Memories begin when somebody looks: nothing is missed, and looking again doubles nothing."""
    await anna.joins()
    closed = await closes(anna)
    me = await store.read(lambda tx: tx.people.by_account(anna.platform, anna.id, clock()))
    assert me is not None
    kept = await store.read(lambda tx: tx.recalls.of(me[0].id, me[0].curriculum))
    assert kept == []
    clock.pass_(days=100)
    for _ in range(3):
        assert name(await asked(anna)) == "own"
    kept = await store.read(lambda tx: tx.recalls.of(me[0].id, me[0].curriculum))
    assert len(kept) == 1 + len(closed.week.recall)


# --- answering


async def test_without_choices_the_answer_is_shown_and_then_rated(anna: Person, clock: StoppedClock) -> None:
    """Recall: reveal and rate; after each the answer with why, and when it comes again."""
    await anna.joins()
    await closes(anna)
    clock.pass_(days=2)
    own = await asked(anna)
    told = await anna.hears(RecallShown, ShowRecall(own.recall, own.state, answer=True))
    assert (told.text, told.question) == (TEXT, None)
    kept = await anna.hears(RecallAnswered, got(own))
    assert (kept.rating, kept.quiz, kept.more, kept.text) == ("good", False, True, TEXT)
    assert kept.comes_again == date(2026, 3, 15)
    question = await asked(anna)
    told = await anna.hears(RecallShown, ShowRecall(question.recall, question.state, answer=True))
    assert told.question == question.question
    kept = await anna.hears(RecallAnswered, RateRecall(question.recall, question.state, "again"))
    assert kept.comes_again == date(2026, 3, 5)


@pytest.mark.parametrize(("choice", "rating"), [(RIGHT, "good"), (WRONG, "again"), (99, "again")])
async def test_a_choice_is_right_or_wrong(anna: Person, clock: StoppedClock, choice: int, rating: str) -> None:
    """Recall: right and wrong of a quiz map to Good and Again; the fifth of a day has no next."""
    it = await quiz(anna, clock)
    kept = await anna.hears(RecallAnswered, ChooseRecall(it.recall, it.state, choice))
    assert (kept.rating, kept.quiz, kept.more) == (rating, True, False)
    assert kept.question is not None
    assert kept.question.why == "A softer dough lets the gas stretch it further."


async def test_a_question_is_answered_once_whatever_is_pressed(anna: Person, clock: StoppedClock, store: Store) -> None:
    """R20: the same press says the same again; another button of the same question finds it settled."""
    await anna.joins()
    await closes(anna)
    clock.pass_(days=2)
    it = await asked(anna)
    first = await anna.hears(RecallAnswered, got(it), press="m1:good")
    kept = await store.read(lambda tx: tx.recalls.get(it.recall))  # type: ignore[arg-type]  # its id
    clock.pass_(hours=1)
    assert await anna.hears(RecallAnswered, got(it), press="m1:good") == first
    await anna.hears(RecallSettled, RateRecall(it.recall, it.state, "again"), press="m1:again")
    await anna.hears(RecallSettled, got(it), press="m2:good")
    await anna.hears(RecallSettled, ShowRecall(it.recall, it.state, answer=True))
    await anna.hears(RecallSettled, ChooseRecall(it.recall, it.state, 0))
    assert await store.read(lambda tx: tx.recalls.get(it.recall)) == kept  # type: ignore[arg-type]  # its id


async def test_somebody_elses_question_cannot_be_answered(anna: Person, ben: Person, clock: StoppedClock) -> None:
    """R23: one's own texts are shown to nobody else, whatever a button is made to say."""
    await anna.joins()
    await ben.joins()
    await closes(anna)
    clock.pass_(days=2)
    it = await asked(anna)
    forged: list[Command] = [ShowRecall(it.recall, it.state, answer=True), got(it), ShowRecall(10**6, "x", answer=True)]
    for command in forged:
        assert (await ben.refused(command)).kind == "not_yours"
    assert await asked(anna) == it


# --- undo, and texts that are written again


async def test_a_review_that_is_taken_back_takes_its_questions_with_it(anna: Person, clock: StoppedClock) -> None:
    """R19: undoing takes back what the fact gave; explained again, the week is asked again and goes on from there."""
    await anna.joins()
    closed = await closes(anna)
    clock.pass_(days=2)
    it = await asked(anna)
    await anna.says(got(it))
    following = await asked(anna)
    await anna.says(Undo("review", closed.review))
    assert (await anna.hears(RecallResting, Recall())).why == "nothing_yet"
    await anna.hears(RecallSettled, got(following))
    await closes(anna)
    assert await asked(anna) == following
    assert await answers(anna) == ["w1q1", "w1q2", "w1q3", "w1q4"]
    clock.pass_(days=2)
    assert await answers(anna) == ["own"]  # the new text, two days after it was written


async def test_what_misses_something_is_no_text_to_recall(anna: Person, clock: StoppedClock) -> None:
    """R13: the learner found it wanting; it is asked once there is one that they found whole."""
    await anna.joins()
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    await anna.hears(ReviewOpen, AnswerReview(written.review, missing=True))
    clock.pass_(days=5)
    assert (await anna.hears(RecallResting, Recall())).why == "nothing_yet"


# --- days


async def test_a_journey_westwards_brings_no_sixth_question(anna: Person, clock: StoppedClock) -> None:
    """R1, R11: the day before comes again in Honolulu, its five questions do not."""
    await anna.joins(zone="Asia/Tokyo")
    await closes(anna)
    await closes(anna)
    clock.show("2026-03-05T05:00", "Asia/Tokyo")
    assert len(await answers(anna)) == 5
    await anna.says(Settings(zone="Pacific/Honolulu"))
    resting = await anna.hears(RecallResting, Recall())
    assert (resting.today, resting.why, resting.next_on) == (date(2026, 3, 4), "enough", date(2026, 3, 5))
    clock.show("2026-03-06T05:00", "Pacific/Honolulu")
    assert len(await answers(anna)) == 5


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
async def test_a_day_of_a_clock_change_has_five_questions(anna: Person, clock: StoppedClock, zone: str) -> None:
    """R1: days of 23 and 25 hours are days."""
    change = {"Europe/Berlin": "2026-10-25", "America/New_York": "2026-11-01", "Australia/Lord_Howe": "2026-10-04"}
    day = date.fromisoformat(change[zone])
    clock.show(f"{day - timedelta(days=5)}T10:00", zone)
    await anna.joins(zone=zone)
    await closes(anna)
    await closes(anna)
    clock.show(f"{day}T04:00", zone)
    found = len(await answers(anna))
    clock.show(f"{day + timedelta(days=1)}T03:59", zone)
    assert found + len(await answers(anna)) == 5
    clock.show(f"{day + timedelta(days=1)}T04:00", zone)
    assert len(await answers(anna)) == 5


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
    assert (await closes(anna)).next.spot == "finished"
    clock.pass_(days=100)
    assert len(await answers(anna)) == 5
    assert (await anna.hears(CheckedIn, CHECKIN)).recall
