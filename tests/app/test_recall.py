"""Recall: what was explained is asked again."""

from datetime import date, timedelta

import pytest

from bot.app.commands import (
    AnswerReview,
    ChooseRecall,
    Command,
    RateRecall,
    Recall,
    Settings,
    ShowRecall,
    Undo,
    WriteReview,
)
from bot.app.said import (
    RecallAnswered,
    RecallAsked,
    RecallResting,
    RecallSettled,
    RecallShown,
    ReviewOpen,
    ReviewWritten,
)
from bot.core.recall import Rating
from bot.storage.store import Store
from tests.app.scenes import TEXT, closes
from tests.world import Person, StoppedClock

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
