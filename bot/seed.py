"""A study group to look at: a few people who studied over the past weeks, through the bot's own commands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.answers import Answers
from bot.app.app import App
from bot.app.commands import AnswerReview, Command, JoinNow, ListMe, LogFlow, Setup, WriteCheckin, WriteReview
from bot.app.courier import Delivered, Parcel
from bot.app.post import PostOffice
from bot.app.said import Answer, Joined, Logged, ReviewWritten, Said
from bot.app.shelf import Shelf
from bot.core.cadence import occurrence
from bot.core.days import A_WEEK, local_day, monday_of, week_days
from bot.core.people import Address, Platform
from bot.platforms.terminal.clock import MovedClock
from bot.platforms.terminal.places import YOU, asker_at, channel_chat, private_chat
from bot.platforms.terminal.travel import Travel
from bot.storage.store import Store

CHANNEL = "night-owls"
GROUP = "Night Owls"
ZONE = ZoneInfo("Europe/Berlin")
HOUR = time(18)
WEEKS = 3
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody studies. Each word of `weeks` is a week, each letter a day from Monday: x is a flow, o a flow that
    finishes the day's work, a dot is none. The last word is the week that is not over."""

    person: str
    listed: bool
    at: time
    minutes: int
    weeks: str
    checks_in: bool = False
    explains: bool = False


HABITS = (
    Habit("ana", True, time(20, 15), 55, "ooooo.. ooooo.. oooo.o. oooo.o.", checks_in=True, explains=True),
    Habit("bo", True, time(21, 40), 40, "o.o.x.. o.o.... oxo.... o.o.o..", explains=True),
    Habit("chidi", True, time(22, 5), 90, "ooo.oo. ....... .oo.o.. oo.oo..", checks_in=True, explains=True),
    Habit("dana", False, time(20, 50), 35, "oo.oo.. oxoo... o.ooo.. ooo....", explains=True),
    Habit("emil", True, time(21, 10), 25, "....... o.x.... ..x.x.. x.x...."),
)
NOTES = (
    "by hand first, then in code",
    "the drawing made it click",
    "slow, and finished",
    "read it again, tried a smaller example",
    "two bugs, both in the shapes",
    "",
)
REVIEW = (
    "What I take from this week: I can say what each piece is for, I built it once with nothing but a loop, and "
    "I checked it against the library. The small example on paper is what I would show to a friend first."
)
CHECKIN = WriteCheckin(
    went_well="Starting right after dinner worked on most days.",
    in_the_way="One evening I was too tired to begin.",
    after="dinner",
    i_will="open the notebook before I sit down on the sofa",
    confidence=4,
)


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does at an instant."""

    at: datetime
    habit: Habit
    what: Command


class _Unseen:
    """Takes what is posted while nobody looks."""

    def __init__(self) -> None:
        self._posted = 0

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Number the message."""
        self._posted += 1
        return Delivered(f"0.{self._posted}", parcel.address.chat)

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Nobody looks."""


async def seed(store: Store, shelf: Shelf, now: datetime) -> None:
    """Let the group live through the weeks before `now`, up to it. The store must be empty."""
    first = monday_of(local_day(now, ZONE)) - WEEKS * A_WEEK
    clock = MovedClock(occurrence(first, time(8), ZONE))
    answers = Answers(shelf)
    app = App(store, shelf, clock, remember=answers.remember, recall=answers.recall)
    travel = Travel(store, PostOffice(store, {Platform.TERMINAL: _Unseen()}, shelf, clock), clock)
    group = _Group(app)
    await group.founded()
    for act in sorted(_acts(first), key=lambda act: act.at):
        if act.at > now:
            break
        await travel.to(act.at)
        await group.act(act.habit, act.what)
        await travel.settle()
    await travel.to(now)


def _acts(first: date) -> Iterator[Act]:
    for habit in HABITS:
        for number, week in enumerate(habit.weeks.split()):
            days = week_days(first + number * A_WEEK)
            if number == 0:
                yield Act(occurrence(days[0], time(8), ZONE) + timedelta(hours=1), habit, JoinNow(prompts=False))
            for at, (day, mark) in enumerate(zip(days, week, strict=True)):
                if mark != ".":
                    note = NOTES[(at + number + habit.minutes) % len(NOTES)]
                    minutes = habit.minutes + 5 * ((at * 3 + number) % 4)
                    log = LogFlow(minutes, note, focus=3 + (at + number) % 3, done=mark == "o")
                    yield Act(occurrence(day, habit.at, ZONE), habit, log)
            if habit.checks_in:
                yield Act(occurrence(days[SUNDAY], time(19), ZONE), habit, CHECKIN)


class _Group:
    """Speaks as the people of the group."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._asked = 0

    async def founded(self) -> None:
        """Make the channel a group, with its board on."""
        await self._say(YOU, Setup(ZONE.key, HOUR, board=True, called=GROUP), in_channel=True)

    async def act(self, habit: Habit, what: Command) -> None:
        """Do something, and what follows from it."""
        answer = await self._say(habit.person, what, in_channel=isinstance(what, JoinNow))
        match answer.said:
            case Joined(ask_listing=group):
                await self._say(habit.person, ListMe(group, yes=habit.listed))
            case Logged(done=done) if done is not None and done.next.spot == "review" and habit.explains:
                written = await self._say(habit.person, WriteReview(REVIEW))
                if isinstance(written.said, ReviewWritten):
                    await self._say(habit.person, AnswerReview(written.said.review, missing=False))

    async def _say(self, person: str, what: Command, *, in_channel: bool = False) -> Answer:
        self._asked += 1
        chat = channel_chat(CHANNEL) if in_channel else private_chat(person)
        return await self._app.handle(what, asker_at(chat, person, f"0.{self._asked}"))
