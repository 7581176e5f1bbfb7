"""How people study: each habit says what somebody does in a week, and what they press on what they then read.

An act is a command at an instant. A further one takes a line in `week`, and a case in `reply` where it follows from an
answer.
"""

from collections.abc import Iterator, Sequence
from datetime import date, time

from bot.app.commands import (
    AnswerReview,
    Command,
    EditLog,
    Join,
    JoinNow,
    ListMe,
    LogFlow,
    MarkDone,
    Settings,
    Undo,
    WriteCheckin,
    WriteReview,
)
from bot.app.said import (
    DoneMarked,
    Joined,
    JoinOffer,
    Logged,
    ReviewClosed,
    ReviewWritten,
    Said,
    WeekIsLong,
    WhichDay,
)
from bot.core.plans import Plan
from bot.simulation.person import Act, Person

SATURDAY, SUNDAY = 5, 6
NOTES = ("by hand first, then in code", "the drawing made it click", "two bugs, both in the shapes", "")
REVIEW = WriteReview(
    "What I take from this week: I can say what each piece is for, I built it once with nothing but a loop, and the "
    "small example on paper is what I would show to a friend first."
)
CHECKIN = WriteCheckin("Starting right after dinner worked.", "One evening was too short.", "dinner", "begin", 4)


def flow(me: Person, day: date, at: time, minutes: int, *, done: bool = True, when: str = "") -> Act:
    """A flow that is logged at a time of a day."""
    return Act(me.at(day, at), LogFlow(minutes, me.lot.choice(NOTES), when, me.lot.randint(1, 5), done))


def explain_if_due(me: Person) -> Command | None:
    """Write the review of a week whose days are done."""
    return REVIEW if me.journal.way.spot == "review" else None


class Habit:
    """Steady: nearly every day of five, an hour or more in the evening."""

    name = "steady"
    hour: time | None = None
    plan: Plan | None = None
    prompts = True
    alone = False

    def join(self, me: Person) -> Iterator[Act]:
        """Come in on the first day, and choose what differs from what was offered."""
        at = me.at(me.starts, time(11))
        yield Act(at, Join(zone=me.zone) if self.alone else Join())
        if self.hour or self.plan or self.alone:
            prompts = True if self.alone else None
            yield Act(me.at(me.starts, time(11, 30)), Settings(hour=self.hour, plan=self.plan, prompts=prompts))

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        """What is done on the seven days of a week."""
        for day in days[:5]:
            if me.chance(0.92):
                yield flow(me, day, me.evening(), me.lot.randrange(60, 115, 5))
        if me.chance(0.8):
            yield Act(me.at(days[SUNDAY], time(20)), CHECKIN)

    def reply(self, me: Person, said: Said) -> Command | None:
        """What is pressed on an answer."""
        match said:
            case JoinOffer():
                return JoinNow(self.prompts)
            case Joined(ask_listing=group) if group and me.chance(0.85):
                return ListMe(group, me.chance(0.8))
            case WhichDay(days=days):
                return LogFlow(
                    said.minutes, "", days[me.lot.randrange(2)].isoformat(), said.focus, said.done, said.asked
                )
            case Logged(done=DoneMarked(next=stand)) | DoneMarked(next=stand) if stand.spot == "review":
                return REVIEW
            case ReviewWritten(review=review):
                return AnswerReview(review, missing=self.misses_something(me))
            case WeekIsLong(review=review):
                return AnswerReview(review, missing=False, sure=True)
        return None

    def misses_something(self, me: Person) -> bool:
        """Whether they find something missing in their own text."""
        return me.chance(0.1)


class Weekend(Habit):
    """Two long days, a third flow on a free evening now and then; more than a group credits for a day."""

    name = "weekend"
    plan = Plan(frozenset({SATURDAY, SUNDAY}))

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for day in days[SATURDAY:]:
            if me.chance(0.85):
                yield flow(me, day, me.evening(9, 12), me.lot.randrange(90, 200, 10))
                yield flow(me, day, me.evening(15, 18), me.lot.randrange(90, 200, 10))
        if me.chance(0.3):
            yield flow(me, days[2], me.evening(), 45)


class Vanishes(Habit):
    """Some weeks here, some weeks away without a word, and back as if nothing had been."""

    name = "vanishes"

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        left = me.memory.get("left", me.lot.randint(1, 5))  # weeks here above zero, weeks away below
        if left > 0:
            for day in days[:5]:
                if me.chance(0.7):
                    yield flow(me, day, me.evening(), me.lot.randrange(30, 90, 5))
        left += -1 if left > 0 else 1
        if left == 0:
            here = not me.memory.get("here", 1)
            me.memory["here"] = int(here)
            left = me.lot.randint(1, 5) if here else -me.lot.randint(1, 7)
        me.memory["left"] = left


class NightOwl(Habit):
    """Between midnight and four, which is still the same day; "yesterday" is then asked back."""

    name = "night owl"
    hour = time(23)

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for day in days[:6]:
            if me.chance(0.7):
                when = "yesterday" if me.chance(0.15) else ""
                yield flow(me, day, me.evening(0, 3), me.lot.randrange(40, 120, 5), when=when)
        if me.chance(0.5):
            yield Act(me.at(days[SUNDAY], time(1, 20)), CHECKIN)


class Speedster(Habit):
    """Knows the material: several days in one sitting, reviews before the week is over, weeks on end."""

    name = "speedster"
    hour = time(7)  # inside the quiet hours: choosing it narrows them

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for day in days[:6]:
            if me.chance(0.8):
                yield flow(me, day, me.evening(8, 20), me.lot.randrange(100, 300, 10))
        if me.chance(0.3):
            yield Act(me.at(days[3], time(21, 50)), explain_early)

    def reply(self, me: Person, said: Said) -> Command | None:
        match said:
            case Logged(done=DoneMarked(next=stand)) | DoneMarked(next=stand) | ReviewClosed(next=stand) if (
                stand.day is not None and me.chance(0.6)
            ):
                return MarkDone(stand.day.id)
        return super().reply(me, said)

    def misses_something(self, me: Person) -> bool:
        return False


def explain_early(me: Person) -> Command | None:
    """Write the review wherever they are in the week: who can explain it owns it (R13)."""
    return REVIEW if me.journal.way.spot != "finished" else None


class Struggles(Habit):
    """Several sittings for a day's work, some of a few minutes; most reviews show that something is missing."""

    name = "struggles"
    plan = Plan(frozenset({0, 2, 4, 6}))

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for day in days:
            if me.chance(0.5):
                yield flow(me, day, me.evening(), me.lot.randrange(3, 50), done=me.chance(0.5))
            if me.chance(0.1):
                yield flow(me, day, time(22, 40), me.lot.randrange(3, 12), done=False)

    def misses_something(self, me: Person) -> bool:
        return me.chance(0.6)


class Bookkeeper(Habit):
    """Studies all week and logs it on Sunday, some of it more than a week late."""

    name = "bookkeeper"

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for n, day in enumerate(days[:5]):
            if me.chance(0.75):
                yield flow(me, days[SUNDAY], time(19, 10 * n), me.lot.randrange(30, 90, 5), when=day.isoformat())
        if me.chance(0.3):
            long_ago = days[0].fromordinal(days[SUNDAY].toordinal() - me.lot.randint(7, 28))
            yield flow(me, days[SUNDAY], time(20, 10), 40, done=False, when=long_ago.isoformat())
        yield Act(me.at(days[SUNDAY], time(20, 40)), explain_if_due)

    def reply(self, me: Person, said: Said) -> Command | None:
        if isinstance(said, Logged):
            return None  # the review waits for the last of them
        return super().reply(me, said)


class Alone(Habit):
    """In private, without a group; three evenings a week."""

    name = "alone"
    hour = time(6, 30)
    plan = Plan(frozenset({0, 2, 3}))
    alone = True

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for day in (days[0], days[2], days[3]):
            if me.chance(0.8):
                yield flow(me, day, me.evening(), me.lot.randrange(30, 100, 5))


class Watches(Habit):
    """Joined, and has not begun; a flow once in a while."""

    name = "watches"

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        if me.chance(0.04):
            yield flow(me, days[me.lot.randrange(7)], me.evening(), 15)


class ChangesMind(Habit):
    """Edits and undoes, marks days done apart from logging, changes plan, hour and prompts, goes back a week."""

    name = "changes mind"

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for day in days[:5]:
            if me.chance(0.75):
                yield flow(me, day, me.evening(), me.lot.randrange(20, 90, 5), done=False)
        if me.chance(0.15):
            plan = Plan(frozenset(me.lot.sample(range(7), me.lot.randint(2, 7))))
            yield Act(me.at(days[me.lot.randrange(7)], time(12)), Settings(plan=plan))
        if me.chance(0.1):
            hour = time(me.lot.choice((2, 6, 9, 18, 21, 23)))
            yield Act(me.at(days[1], time(12, 30)), Settings(hour=hour))
        if me.chance(0.1):
            yield Act(me.at(days[2], time(12, 40)), Settings(prompts=me.chance(0.7)))
        if me.chance(0.08):
            yield Act(me.at(days[4], time(12, 50)), go_back)

    def reply(self, me: Person, said: Said) -> Command | None:
        match said:
            case Logged(log=log) if me.chance(0.15):
                return Undo("log", log.id)
            case Logged(log=log) if me.chance(0.2):
                return EditLog(log.id, minutes=me.lot.randrange(5, 120, 5))
            case Logged(next_day=day) if day is not None:
                return MarkDone(day.id)
            case Logged() if me.journal.way.spot == "checkpoint":
                return MarkDone("checkpoint")
        return super().reply(me, said)


def go_back(me: Person) -> Command | None:
    """Take the week before once more; nothing earned is lost (R12)."""
    return Settings(week=me.journal.way.week - 1) if me.journal.way.week > 1 else None
