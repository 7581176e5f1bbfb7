"""What the simulator looks for it also finds: each invariant, broken on purpose."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.app.app import App
from bot.app.commands import AnswerReview, LogFlow, MarkDone, Progress, Settings, Today, WriteReview
from bot.app.courier import Parcel
from bot.app.said import Card, DailyPrompt, Digest, Logged, NumbersShown, ProgressShown, ReviewWritten, Said, TodayShown
from bot.core.curriculum import Curriculum
from bot.platforms.terminal.places import channel_chat, private_chat
from bot.simulation.cards import Channel, check_card
from bot.simulation.courier import Watcher
from bot.simulation.days_off import DaysOff, Off
from bot.simulation.journal import Entry, Journal, Review
from bot.simulation.naive import Flow
from bot.simulation.naive_silence import is_quiet
from bot.simulation.notes import Pen
from bot.simulation.receipts import Receipts
from bot.simulation.violation import Violation
from bot.simulation.way import FINISHED, Move, beginning
from bot.simulation.wording import Ear
from tests.world import Person, StoppedClock

MON = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def engine() -> str:
    """What is checked does not depend on the engine."""
    return "sqlite"


def journal(curriculum: Curriculum, name: str = "Ana", *, listed: bool = True, minutes: int = 0) -> Journal:
    """Somebody who joined on Monday with the curriculum's three days, and logged something that day."""
    found = Journal(name, [(NOON - timedelta(days=9), "UTC")], time(18), beginning(curriculum), MON, True)
    found.listed, found.plans = listed, [(MON, frozenset({0, 1, 2}))]
    if minutes:
        found.logs[1] = entry(minutes)
    return found


def entry(minutes: int) -> Entry:
    """A flow of Monday."""
    return Entry(Flow(MON, minutes, MON), "", None, NOON, 1)


async def lived(app: App, clock: StoppedClock, curriculum: Curriculum) -> tuple[Person, Journal]:
    """Ana, in the bot and in a journal, both at Monday noon."""
    clock.now = NOON
    ana = Person(app, "1", "Ana")
    await ana.joins()
    return ana, journal(curriculum)


async def test_a_receipt_must_be_right_in_every_number(app: App, clock: StoppedClock, curriculum: Curriculum) -> None:
    """R1-R8, R22: as it is it passes; with any number changed it does not."""
    ana, own = await lived(app, clock, curriculum)
    said = await ana.hears(Logged, LogFlow(45))
    Pen(own, NOON).note(LogFlow(45), said)
    Receipts(own, NOON).check(said)
    wrong: list[tuple[str, Logged]] = [
        ("R2", replace(said, log=replace(said.log, day=MON + timedelta(days=1)))),
        ("R3", replace(said, minutes_that_day=46)),
        ("R6", replace(said, run=1)),
        ("R8", replace(said, kept=1)),
        ("R22", replace(said, welcome_back=True)),
        ("R5", replace(said, week=replace(said.week, studied=2))),
        ("R7", replace(said, week=replace(said.week, days_left=5))),
        ("R7", replace(said, week=replace(said.week, reserve=0))),
    ]
    for rule, changed in wrong:
        with pytest.raises(Violation) as found:
            Receipts(own, NOON).check(changed)
        assert (found.value.who, found.value.day, found.value.rule) == ("Ana", MON, rule)


async def test_a_place_moves_by_the_steps_alone(app: App, clock: StoppedClock, curriculum: Curriculum) -> None:
    """R12, R13: flows marked done, reviews with and without something missing, the checkpoint, a choice; no other."""
    ana, own = await lived(app, clock, curriculum)

    async def walks(command: LogFlow | MarkDone | Settings | AnswerReview) -> None:
        Pen(own, NOON).note(command, (await ana.says(command)).said)
        Receipts(own, NOON).check((await ana.says(Progress())).said)

    async def explains(*, missing: bool) -> None:
        written = await ana.hears(ReviewWritten, WriteReview("x" * 100))
        Pen(own, NOON).note(WriteReview("x" * 100), written)
        review = written.review
        await walks(AnswerReview(review, missing, sure=True))

    for _ in curriculum.phases[0].weeks[0].days:
        await walks(LogFlow(30, done=True))
    assert own.way.here == (1, "review")
    await explains(missing=True)
    assert own.way.here == (1, "checkpoint")
    await walks(MarkDone("checkpoint"))
    await explains(missing=False)
    assert own.way.here == (2, "w2d1")
    await walks(Settings(week=1))
    shown = await ana.hears(ProgressShown, Progress())
    own.way.placed(2, NOON, MON)
    with pytest.raises(Violation, match="R12: the place"):
        Receipts(own, NOON).check(shown)


async def test_the_sum_of_the_logs_is_what_was_logged(app: App, clock: StoppedClock, curriculum: Curriculum) -> None:
    """R19: a log that the bot lost, or made up, is noticed."""
    ana, own = await lived(app, clock, curriculum)
    said = await ana.hears(Logged, LogFlow(45))
    Pen(own, NOON).note(LogFlow(45), said)
    numbers = await ana.hears(NumbersShown, Progress("numbers"))
    Receipts(own, NOON).check(numbers)
    with pytest.raises(Violation, match="R19"):
        Receipts(own, NOON).check(replace(numbers, standing=replace(numbers.standing, minutes=44)))
    with pytest.raises(Violation, match="R9"):
        Receipts(own, NOON).check(replace(numbers, standing=replace(numbers.standing, last_eight=(1, 1))))


# --- what nobody asked for


def _hears(said: Said, who: str, day: date) -> None:
    """Nothing to say about the words."""
    del said, who, day


@pytest.mark.parametrize(
    ("rule", "at", "changed"),
    [
        ("", NOON, {}),
        ("R16", NOON, {"prompts": False}),
        ("R16", NOON, {"logs": {1: Entry(Flow(MON, 10, MON), "", None, NOON, 1)}}),
        ("R16", NOON, {"plans": [(MON, frozenset({1, 2}))]}),
        ("R15", NOON, {"off": DaysOff({1: Off(MON, None, MON, NOON, 0)})}),
        ("", NOON, {"off": DaysOff({1: Off(MON - timedelta(days=3), MON - timedelta(days=1), MON, NOON, 0)})}),
        ("", NOON, {"unheard": 12}),
        ("R16", NOON, {"unheard": 13}),  # the kind note's turn
        ("R16", NOON, {"unheard": 14}),
        ("R16", NOON, {"unheard": 5, "plans": [(MON - timedelta(days=7), frozenset({6, 2, 3, 4}))]}),
        ("R16", datetime(2026, 3, 2, 22, tzinfo=UTC), {}),
        ("R16", datetime(2026, 3, 2, 7, 59, tzinfo=UTC), {}),
        ("", datetime(2026, 3, 2, 7, tzinfo=UTC), {"hour": time(7)}),
    ],
)
async def test_when_a_prompt_may_come(
    app: App, clock: StoppedClock, curriculum: Curriculum, rule: str, at: datetime, changed: dict[str, object]
) -> None:
    """R15, R16: to who wants it, on a plan day, not on a study day, not in rest or quiet hours, less if ignored."""
    ana, own = await lived(app, clock, curriculum)
    prompt = DailyPrompt("Ana", MON, await ana.hears(TodayShown, Today()), None)
    for name, value in changed.items():
        setattr(own, name, value)
    watcher = Watcher(lambda: at, _hears, {"1": own}, {})
    await watcher.deliver(Parcel("prompt:1", private_chat("1"), prompt))
    assert [violation.rule for violation in watcher.found] == ([rule] if rule else [])


async def test_no_prompt_twice_a_day_and_none_after_the_end(
    app: App, clock: StoppedClock, curriculum: Curriculum
) -> None:
    """R14, R17."""
    ana, own = await lived(app, clock, curriculum)
    prompt = DailyPrompt("Ana", MON, await ana.hears(TodayShown, Today()), None)
    watcher = Watcher(clock, _hears, {"1": own}, {})
    for _ in range(2):
        await watcher.deliver(Parcel("prompt:1", private_chat("1"), prompt))
    own.way.moves.append(Move("left", (1, "x"), (own.way.parts[-1].last, FINISHED), NOON, MON, frozenset()))
    clock.pass_(days=1)
    await watcher.deliver(Parcel("prompt:2", private_chat("1"), prompt))
    assert [violation.rule for violation in watcher.found] == ["R17", "R14"]
    assert watcher.sent["DailyPrompt"] == 3


@pytest.mark.parametrize(
    ("hour", "quiet", "open_"),
    [
        (18, (22, 23, 0, 7), (8, 18, 21)),
        (23, (0, 7), (22, 23, 8)),
        (2, (3, 7), (22, 2, 8)),
        (6, (22, 2, 5), (6, 7, 8)),
    ],
)
def test_an_hour_that_was_chosen_narrows_the_quiet_hours(
    hour: int, quiet: tuple[int, ...], open_: tuple[int, ...]
) -> None:
    """R16: worked out by hand: up to the hour, or from an hour after it on, whichever leaves more rest."""
    assert all(is_quiet(60 * at, 60 * hour) for at in quiet)
    assert not any(is_quiet(60 * at, 60 * hour) for at in open_)


def card(**changed: object) -> Card:
    """A card of the Monday on which Ana, Ben and Cem studied; Cem is unlisted."""
    told = {"names": ("Ana", "Ben"), "learners": 3, "minutes": 30 + 240 + 50, "digest": None, **changed}
    return Card("Owls", 1, MON, "day", closed=False, checked_in=0, link="", **told)  # type: ignore[arg-type]


def three(curriculum: Curriculum) -> list[Journal]:
    """A group; Ben studied for longer than is credited."""
    return [
        journal(curriculum, "Ana", minutes=30),
        journal(curriculum, "Ben", minutes=300),
        journal(curriculum, "Cem", minutes=50, listed=False),
    ]


def test_what_a_card_may_tell(curriculum: Curriculum) -> None:
    """R3, R22, R23: names of the listed alone, credited totals, and these from three learners up."""
    check_card(card(), three(curriculum), NOON)
    for wrong in (card(names=("Ana", "Ben", "Cem")), card(minutes=380), card(learners=2), card(minutes=None)):
        with pytest.raises(ValueError, match="R2"):
            check_card(wrong, three(curriculum), NOON)
    check_card(card(learners=2, minutes=None), three(curriculum)[:2], NOON)
    with pytest.raises(ValueError, match="R23"):
        check_card(card(learners=2, minutes=270), three(curriculum)[:2], NOON)


def test_what_a_digest_may_tell(curriculum: Curriculum) -> None:
    """R22, R23: the week's sums, who closed a week, and how many more."""
    members = three(curriculum)
    for each in members[1:]:
        each.reviews[1] = Review(1, NOON, MON + timedelta(days=2))
    digest = Digest(MON, 320, 3, 3, (("Ben", 1),), 1, ())

    def told(digest: Digest) -> Card:
        later = MON + timedelta(days=7)
        return replace(card(names=(), learners=0, minutes=None, digest=digest), day=later)

    check_card(told(digest), members, NOON)
    for wrong in (
        replace(digest, minutes=321),
        replace(digest, flows=2),
        replace(digest, finished=(("Ben", 1), ("Cem", 1)), finished_unlisted=0),
        replace(digest, finished_unlisted=2),
        replace(digest, back=("Cem",)),
    ):
        with pytest.raises(ValueError, match="R2"):
            check_card(told(wrong), members, NOON)


async def test_a_group_gets_one_message_a_day(curriculum: Curriculum) -> None:
    """R24: edits are not counted, anything but the card is wrong."""
    watcher = Watcher(lambda: NOON, _hears, {}, {"#owls": Channel("owls", "UTC", three(curriculum))})
    await watcher.deliver(Parcel("card:1", channel_chat("owls"), card()))
    await watcher.edit(channel_chat("owls"), "1", card())
    assert watcher.found == []
    await watcher.deliver(Parcel("card:2", channel_chat("owls"), card()))
    await watcher.deliver(Parcel("card:3", channel_chat("owls"), Digest(MON, None, None, 0, (), 0, ())))  # type: ignore[arg-type]
    assert [violation.rule for violation in watcher.found] == ["R24", "R24"]


@pytest.mark.parametrize(
    "text",
    ["You missed 3 days.", "You are 2 weeks behind.", "4 flows owed", "Too late!", "Your run is lost.", "only 1 flow"],
)
def test_words_that_shame_are_heard(curriculum: Curriculum, text: str) -> None:
    """R12, R22: whatever else stands in the message."""
    assert Ear(curriculum).shaming(f"Good evening.\n{text}\nShow the next flow")


def test_what_the_curriculum_teaches_shames_nobody(curriculum: Curriculum) -> None:
    """Its own sentences are not about the reader; nor are ours that are meant well."""
    day = curriculum.phases[0].weeks[0].days[0]
    taught = replace(day, do="Say why the loss is lost when a batch is late.")
    week = replace(curriculum.phases[0].weeks[0], days=(taught,))
    other = replace(curriculum, phases=(replace(curriculum.phases[0], weeks=(week,)),))
    text = f"Next: {taught.do} A whole phase is behind you."
    assert not Ear(other).shaming(text)
    assert Ear(curriculum).shaming(text)
