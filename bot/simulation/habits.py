"""How people study: what everybody does now and then, and the steady learner that all habits are variations of.

An act is a command at an instant. A further one takes a line in `week` or `besides`, and a case in `presses.py` where
it follows from an answer.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from bot.app.commands import (
    Command,
    EndRest,
    History,
    Join,
    JoinFocus,
    JoinNow,
    Kudos,
    ListMe,
    LogFlow,
    Milestones,
    Recall,
    Rest,
    RestNow,
    Settings,
    StartFocus,
    Stuck,
    Today,
)
from bot.app.said import DoneMarked, Joined, JoinOffer, Logged, Said
from bot.core.plans import Plan
from bot.simulation.naive import A_WEEK, monday
from bot.simulation.person import Act, Person
from bot.simulation.presses import CHECKIN, ask_to_leave, explain_due, later, next_step, pressed, ship_ahead, take_back
from bot.simulation.slips import slip

SATURDAY, SUNDAY = 5, 6
CHEERS = 0.2  # how often the group's week is cheered
NOTES = ("by hand first, then in code", "the drawing made it click", "two bugs, both in the shapes", "")


def flow(me: Person, day: date, at: time, minutes: int, *, done: bool = True, when: str = "", zone: str = "") -> Act:
    """A flow that is logged at a time of a day; mostly left alone where that day turns out to be rest."""
    command = LogFlow(minutes, me.lot.choice(NOTES), when, me.lot.randint(1, 5), done)
    return Act(me.at(day, at, zone), lambda one: None if one.is_off and one.chance(0.85) else command)


class Habit:
    """Steady: nearly every day of five, an hour or more in the evening.

    The shares below are how often in a week somebody does a thing.
    """

    name = "steady"
    hour: time | None = None
    plan: Plan | None = None
    prompts = True
    alone = False
    small_group = False
    checks_in, recalls, ships, focuses, rests, slips, undoes, looks = 0.5, 0.15, 0.6, 0.2, 0.06, 0.04, 0.04, 0.12

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

    def besides(self, me: Person, days: Sequence[date], zone: str = "") -> Iterator[Act]:
        """What everybody does beside their flows; nothing while they are away."""

        def at(day: date, first: int = 18, last: int = 21) -> datetime:
            return me.at(day, me.evening(first, last), zone)

        if me.chance(self.checks_in):
            yield Act(me.at(days[SUNDAY], time(20), zone), CHECKIN)
        for day in days[1:6:3]:
            if me.chance(self.recalls):
                yield Act(at(day, 8, 21), Recall())
        if me.chance(self.ships):
            yield Act(at(days[4]), ship_ahead)
        if me.whim.random() < CHEERS:
            yield Act(at_late(me, days[0], zone), cheer)
        yield Act(me.at(days[SATURDAY], time(21, 40), zone), explain_due)
        for day in days[:6]:
            if me.chance(self.focuses / 3):
                yield Act(at(day, 6, 23), sit)
        if me.chance(self.rests):
            yield from rest(me, days[me.lot.randrange(7)], zone)
        if me.chance(self.slips):
            yield slip(me, days[me.lot.randrange(6)])
        if me.chance(self.undoes):
            yield Act(at(days[me.lot.randrange(7)]), take_back)
        if me.chance(self.looks):
            what = me.lot.choice((Today(), History(), Milestones(), Stuck(), Rest(), ask_to_leave, come_back))
            yield Act(at(days[me.lot.randrange(7)]), what)

    def reply(self, me: Person, said: Said) -> Command | None:
        """What is pressed on an answer."""
        match said:
            case JoinOffer():
                return JoinNow(self.prompts)
            case Joined(ask_listing=group) if group:
                me.memory["group"] = group
                return ListMe(group, me.chance(0.8)) if me.chance(0.85) else None
            case Logged(done=DoneMarked()) | DoneMarked() if me.journal.way.spot == "review":
                return next_step(me)
        return pressed(me, said)

    def later(self, me: Person, said: Said) -> Iterator[Act]:
        """What an answer, or a message that nobody asked for, leads to in a while."""
        return later(me, said)

    def listens(self, me: Person) -> bool:
        """Whether they are there to answer a message that nobody asked for."""
        return not me.is_off

    def misses_something(self, me: Person) -> bool:
        """Whether they find something missing in their own text."""
        return me.chance(0.1)


def at_late(me: Person, day: date, zone: str) -> datetime:
    """Late in the evening of a day, when the group's card has come."""
    return me.at(day, time(22, me.whim.randrange(50)), zone)


def cheer(me: Person) -> Command | None:
    """Press on Monday's card, if it has come, for what the group did last week."""
    club, today = me.journal.club, me.today
    if club is None or "group" not in me.memory or monday(today) not in club.cards:
        return None
    return Kudos(me.memory["group"], (monday(today) - A_WEEK).isoformat())


def sit(me: Person) -> Command | None:
    """Start a timer, or join whoever focuses in the group."""
    if me.is_off:
        return None
    group = me.memory.get("group", 0)
    return JoinFocus(group) if group and me.chance(0.3) else StartFocus(me.lot.choice((5, 10, 25, 25, 50, 90)))


def come_back(me: Person) -> Command | None:
    """End a rest that is on, or lies ahead."""
    open_ = [
        number
        for number, (_, last) in me.journal.off.spans(me.journal.logs.values()).items()
        if last is None or last >= me.today
    ]
    return EndRest(open_[0]) if open_ else Rest()


def rest(me: Person, day: date, zone: str = "") -> Iterator[Act]:
    """Days off in one of R15's ways: a tap, a range ahead, after the fact, until further notice."""

    def iso(days: int) -> str:
        return (day + timedelta(days=days)).isoformat()

    at, length = me.at(day, me.evening(9, 17), zone), me.lot.randint(1, 9)
    ways: tuple[Command, ...] = (
        RestNow("today"),
        RestNow("week"),
        RestNow("open"),
        Rest(iso(2), iso(2 + length)),
        Rest(iso(-4 - length), iso(-4)),
        Rest(iso(-20), iso(-20 + length)),
        Rest(end=iso(length)),
    )
    yield Act(at, ways[me.lot.randrange(len(ways))])
