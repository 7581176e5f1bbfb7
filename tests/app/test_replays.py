"""Same press, same effect (R20); and an internal error, after which nothing was changed."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import (
    COMMANDS,
    JoinNow,
    LogFlow,
    MarkDone,
    TakeGroup,
    Today,
)
from bot.app.questions import ENDS_AFTER, OpenQuestion
from bot.app.said import (
    Answer,
    Joined,
    Logged,
    TodayShown,
    WentWrong,
)
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.core.people import Platform
from bot.storage.store import StorageTrouble, Store
from bot.storage.tables import metadata
from bot.storage.tx import Tx
from tests.app.changes import everything_that_changes
from tests.app.scenes import TOPIC
from tests.core import examples
from tests.world import PLACE, Person, StoppedClock


@pytest.fixture
def app(store: Store, clock: StoppedClock, curriculum: Curriculum) -> App:
    """The app, with a second curriculum that has several phases."""
    shelf = Shelf(curriculum, examples.curriculum())
    return App(store, shelf, clock, remember=remember, recall=recall)


async def minutes_today(person: Person) -> int:
    return (await person.hears(TodayShown, Today())).minutes_today


# --- a request that comes again


# What credit hangs on; the others in the slow suite.
QUICK = {"JoinNow", "LogFlow", "MarkDone", "Undo", "WriteCheckin", "RateRecall", "LinkNow", "TakeGroup"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(it.__name__, marks=() if it.__name__ in QUICK else pytest.mark.slow)
        for it in COMMANDS
        if it.changes
    ],
)
async def test_a_request_that_comes_again_gets_the_same_answer_and_changes_nothing(
    anna: Person, host: Person, store: Store, clock: StoppedClock, name: str
) -> None:
    """R20: the platform delivers it again, minutes later; it is answered word by word as it was."""
    person, command = (await everything_that_changes(host, anna, clock))[name]
    place = None if not command.facilitator else TOPIC if isinstance(command, TakeGroup) else PLACE
    clock.pass_(minutes=1)
    first = await person.says(command, place, request="once")
    after = await store.read(everything)
    clock.pass_(minutes=5)
    assert await person.says(command, place, request="once") == first
    assert await person.app.replayed(person.last) == first
    assert await store.read(everything) == after


def everything(tx: Tx) -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        table.name: sorted(repr(tuple(row)) for row in tx.connection.execute(table.select()))
        for table in metadata.sorted_tables
    }


async def test_two_typed_commands_are_two(anna: Person) -> None:
    """R20: whoever types the same thing again means it."""
    await anna.joins()
    for _ in range(2):
        await anna.says(LogFlow(30))
    assert await minutes_today(anna) == 60


async def test_a_press_takes_effect_once_whoever_delivers_it(anna: Person) -> None:
    """R20: the button of one message and one person, also if the finger slips."""
    await anna.joins()
    first = await anna.says(LogFlow(30), press="message 5, button lo:30")
    assert await anna.says(LogFlow(30), press="message 5, button lo:30") == first
    assert await minutes_today(anna) == 30
    await anna.says(LogFlow(30), press="message 6, button lo:30")
    assert await minutes_today(anna) == 60


async def test_two_people_press_one_button(anna: Person, app: App) -> None:
    """R20: a press is one person's."""
    bob = Person(app, "202", "Bob")
    for person in (anna, bob):
        await person.joins()
        await person.says(LogFlow(30), PLACE, press="message 5")
    assert [await minutes_today(person) for person in (anna, bob)] == [30, 30]


async def test_the_same_number_on_another_platform_is_another_request(anna: Person, ben: Person) -> None:
    """Each platform counts by itself."""
    for person in (anna, ben):
        await person.joins()
        await person.says(LogFlow(30), request="7", press="m5")
    assert [await minutes_today(person) for person in (anna, ben)] == [30, 30]


async def test_reading_is_not_remembered(anna: Person) -> None:
    """R20: what changes nothing is drawn anew, and takes no room."""
    await anna.joins()
    await anna.says(Today(), request="7")
    await anna.says(LogFlow(30))
    assert (await anna.hears(TodayShown, Today(), request="7")).minutes_today == 30
    assert await anna.app.replayed(anna.last) is None


async def test_what_was_refused_may_be_tried_again(anna: Person) -> None:
    """Section 4: nothing was changed, so nothing was done either."""
    await anna.joins()
    await anna.says(LogFlow(30, when="tomorrow"), press="m5")
    await anna.says(LogFlow(30), press="m5")
    assert await minutes_today(anna) == 30


async def test_an_answer_that_this_version_cannot_read_changes_nothing(
    store: Store, clock: StoppedClock, curriculum: Curriculum
) -> None:
    """R20: an update of the bot between two deliveries of one request does not make it two."""

    def forgetful(text: str) -> Answer:
        raise ValueError(text)

    anna = Person(App(store, Shelf(curriculum), clock, remember=remember, recall=forgetful), "101", "Anna")
    await anna.joins()
    await anna.says(LogFlow(30), request="once")
    assert (await anna.hears(object, LogFlow(30), request="once")).kind == "outdated"  # type: ignore[attr-defined]  # a refusal
    assert await minutes_today(anna) == 30


# --- at the same moment


async def test_a_request_delivered_twice_at_once_takes_effect_once(anna: Person) -> None:
    """R20: two deliveries that run side by side, on either engine."""
    await anna.joins()
    for kind in ("request", "press"):
        answers = await asyncio.gather(*(anna.says(LogFlow(30), **{kind: "the same"}) for _ in range(6)))  # type: ignore[arg-type]  # one of the two
        assert all(it == answers[0] for it in answers)
    assert await minutes_today(anna) == 60


async def test_somebody_who_joins_twice_at_once_is_one_learner(app: App, store: Store, clock: StoppedClock) -> None:
    """Section 3: a double tap on the offer, as two requests."""
    anna = Person(app, "101", "Anna")
    answers = await asyncio.gather(*(anna.says(JoinNow(prompts=False, zone="UTC")) for _ in range(5)))
    assert sum(isinstance(it.said, Joined) for it in answers) == 1
    assert await store.read(lambda tx: tx.people.by_account(Platform.TELEGRAM, "101", clock())) is not None


async def test_turns_of_one_learner_that_run_at_once_lose_nothing(anna: Person) -> None:
    """R19: every flow counts, and a day is done once."""
    await anna.joins()
    await asyncio.gather(*(anna.says(LogFlow(10)) for _ in range(20)), *(anna.says(MarkDone("w1d1")) for _ in range(8)))
    shown = await anna.hears(TodayShown, Today())
    assert (shown.minutes_today, shown.stand.number) == (200, 2)


# --- what goes wrong


async def test_a_bug_becomes_an_apology_with_a_reference_and_changes_nothing(
    anna: Person, store: Store, clock: StoppedClock, curriculum: Curriculum, caplog: pytest.LogCaptureFixture
) -> None:
    """Section 4: it comes when all was written already; the log carries the reference, the same request may succeed."""

    def broken(_: Answer) -> str:
        raise ZeroDivisionError

    await anna.joins()
    before = await store.read(everything)
    broken_app = App(store, Shelf(curriculum), clock, remember=broken, recall=recall)
    wrong = await broken_app.handle(LogFlow(30, done=True), anna.asker(request="once"))
    assert isinstance(wrong.said, WentWrong)
    assert wrong.said.reference in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert await store.read(everything) == before
    assert (await anna.hears(Logged, LogFlow(30), request="once")).minutes_that_day == 30


async def test_trouble_of_the_database_is_the_platforms_to_try_again(store: Store, app: App, anna: Person) -> None:
    """Refinement 11: it is no answer, since the same request may succeed in a moment."""
    await anna.joins()
    await store.write(lambda tx: tx.connection.execute(text("ALTER TABLE logs RENAME TO elsewhere")))
    with pytest.raises(StorageTrouble):
        await anna.says(LogFlow(30))
    await store.write(lambda tx: tx.connection.execute(text("ALTER TABLE elsewhere RENAME TO logs")))
    assert await minutes_today(anna) == 0


# --- open questions


def question(**more: Any) -> OpenQuestion:
    values = {"given": "1:lo", "todo": ("minutes", "note"), "answers": {"note": "a"}, "opened_by": "m5"}
    return OpenQuestion("lo", **{**values, "request": "r1", **more})


async def test_an_open_question_is_kept_as_it_was(app: App, anna: Person) -> None:
    """Refinement 8: a row, so a restart forgets nothing; closing it leaves nothing."""
    asker = anna.asker()
    await app.put_question(asker, question())
    assert await app.question(asker) == question()
    await app.put_question(asker, question(todo=("note",)))
    assert await app.question(asker) == question(todo=("note",))
    await app.put_question(asker, None)
    assert await app.question(asker) is None


async def test_a_question_ends_after_a_day(app: App, anna: Person, clock: StoppedClock) -> None:
    """Refinement 8: what is typed two days later is not an answer any more."""
    asker = anna.asker()
    await app.put_question(asker, question())
    clock.now += ENDS_AFTER
    assert await app.question(asker) == question()
    clock.pass_(seconds=1)
    assert await app.question(asker) is None


async def test_a_question_is_open_for_who_was_asked_where_they_were_asked(app: App, anna: Person) -> None:
    """Somebody else's words in the same group are not the answer."""
    bob = Person(app, "202", "Bob")
    await app.put_question(anna.asker(PLACE), question())
    askers: list[Asker] = [bob.asker(PLACE), anna.asker()]
    assert [await app.question(asker) for asker in askers] == [None, None]
