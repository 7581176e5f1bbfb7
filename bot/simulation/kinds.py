"""The habits that differ from the steady learner's."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from bot.app.commands import (
    Command,
    EditLog,
    ImportDays,
    Settings,
    ShorterPath,
    ShowGround,
    Undo,
)
from bot.app.said import (
    DoneMarked,
    GroundShown,
    LogEdited,
    Logged,
    Rested,
    ReviewClosed,
    Said,
    Shipped,
    Undone,
    WeekIsLong,
)
from bot.core.plans import Plan
from bot.simulation.habits import SATURDAY, SUNDAY, Habit, flow
from bot.simulation.person import Act, Person
from bot.simulation.presses import TEXT, explain_due, explain_early, mark_done, next_step


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

    def reply(self, me: Person, said: Said) -> Command | None:
        if isinstance(said, WeekIsLong) and me.chance(0.5):
            return None  # "stay"
        return super().reply(me, said)


class Vanishes(Habit):
    """Some weeks here, some weeks away without a word, and back as if nothing had been."""

    name = "vanishes"
    here_for, away_for = (1, 5), (1, 7)

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        left = me.memory.get("left", me.lot.randint(*self.here_for))  # weeks here above zero, weeks away below
        me.memory["away"] = int(left < 0)
        if left > 0:
            for day in days[:5]:
                if me.chance(0.7):
                    yield flow(me, day, me.evening(), me.lot.randrange(30, 90, 5))
        left += -1 if left > 0 else 1
        if left == 0:
            here = not me.memory.get("here", 1)
            me.memory["here"] = int(here)
            left = me.lot.randint(*self.here_for) if here else -me.lot.randint(*self.away_for)
        me.memory["left"] = left

    def besides(self, me: Person, days: Sequence[date], zone: str = "") -> Iterator[Act]:
        if not me.memory.get("away"):
            yield from super().besides(me, days, zone)

    def listens(self, me: Person) -> bool:
        return not me.memory.get("away") and super().listens(me)


class Drifts(Vanishes):
    """Meets with one or two others like them, and is away for months: prompts fade to a kind note and to silence, the
    group's card to Mondays and to nothing (R16, R24)."""

    name = "drifts away"
    small_group = True
    here_for, away_for = (1, 3), (8, 15)


class NightOwl(Habit):
    """Between midnight and four, which is still the same day; "yesterday" is then asked back."""

    name = "night owl"
    hour = time(23)

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for day in days[:6]:
            if me.chance(0.7):
                when = "yesterday" if me.chance(0.15) else ""
                yield flow(me, day, me.evening(0, 3), me.lot.randrange(40, 120, 5), when=when)


class Speedster(Habit):
    """Knows the material: several days in one sitting, reviews before the week is over, weeks on end.

    Some show the first phase instead of walking it, most of the others take its shorter path.
    """

    name = "speedster"
    hour = time(7)  # inside the quiet hours: choosing it narrows them
    ships = 1.0

    def join(self, me: Person) -> Iterator[Act]:
        yield from super().join(me)
        at = me.at(me.starts, time(11, 45))
        if me.chance(0.3):
            link = f"https://example.org/{me.id}/earlier"
            yield Act(at, ShowGround(me.journal.way.parts[0].id, TEXT, link))
        elif me.chance(0.7):
            yield Act(at, ShorterPath("take"))
        if me.chance(0.2):
            yield Act(at + timedelta(days=11), leave_shorter_path)

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for day in days[:6]:
            if me.chance(0.8):
                yield flow(me, day, me.evening(8, 20), me.lot.randrange(100, 300, 10))
        if me.chance(0.3):
            yield Act(me.at(days[3], time(21, 50)), explain_early)

    def reply(self, me: Person, said: Said) -> Command | None:
        match said:
            case GroundShown(opens=week) if week is not None:
                return Settings(week=week.number)
            case Logged(done=DoneMarked()) | DoneMarked() | ReviewClosed() if me.journal.way.is_work and me.chance(0.6):
                return mark_done(me)
        return super().reply(me, said)

    def misses_something(self, me: Person) -> bool:
        return False


class Struggles(Habit):
    """Several sittings for a day's work, some of a few minutes; most reviews show that something is missing."""

    name = "struggles"
    plan = Plan(frozenset({0, 2, 4, 6}))
    rests, focuses = 0.15, 0.6

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for day in days:
            if me.chance(0.5):
                yield flow(me, day, me.evening(), me.lot.randrange(3, 50), done=me.chance(0.5))
            if me.chance(0.1):
                yield flow(me, day, time(22, 40), me.lot.randrange(3, 12), done=False)

    def misses_something(self, me: Person) -> bool:
        return me.chance(0.6)


class Bookkeeper(Habit):
    """Studies all week and logs it on Sunday, some of it more than a week late; brings a file of days along."""

    name = "bookkeeper"

    def join(self, me: Person) -> Iterator[Act]:
        yield from super().join(me)
        if me.chance(0.5):
            days = [me.starts - timedelta(days=n) for n in sorted(me.lot.sample(range(1, 40), 6))]
            lines = ["date,minutes", *(f"{day},{me.lot.randrange(5, 90, 5)}" for day in days)]
            yield Act(me.at(me.starts, time(12)), ImportDays("\n".join(lines).encode()))

    def week(self, me: Person, days: Sequence[date]) -> Iterator[Act]:
        for n, day in enumerate(days[:5]):
            if me.chance(0.75):
                yield flow(me, days[SUNDAY], time(19, 10 * n), me.lot.randrange(30, 90, 5), when=day.isoformat())
        if me.chance(0.3):
            long_ago = days[SUNDAY] - timedelta(days=me.lot.randint(7, 28))
            yield flow(me, days[SUNDAY], time(20, 10), 40, done=False, when=long_ago.isoformat())
        yield Act(me.at(days[SUNDAY], time(20, 40)), explain_due)

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

    def besides(self, me: Person, days: Sequence[date], zone: str = "") -> Iterator[Act]:
        if me.chance(0.1):
            yield from super().besides(me, days, zone)

    def listens(self, me: Person) -> bool:
        return False


class ChangesMind(Habit):
    """Edits and undoes, marks days done apart from logging, changes plan, hour, quiet hours and prompts, goes back a
    week."""

    name = "changes mind"
    rests, undoes, focuses = 0.3, 0.3, 0.6

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
        if me.chance(0.06):
            yield Act(me.at(days[3], time(12, 45)), Settings(quiet=me.lot.choice(("23-7", "21-9", "20-6"))))
        if me.chance(0.08):
            yield Act(me.at(days[4], time(12, 50)), go_back)

    def reply(self, me: Person, said: Said) -> Command | None:
        match said:
            case Logged(log=log) if me.chance(0.15):
                return Undo("log", log.id)
            case Logged(log=log) if me.chance(0.2):
                day = (log.day - timedelta(days=1)).isoformat() if me.chance(0.3) else ""
                return EditLog(log.id, minutes=me.lot.randrange(5, 120, 5), when=day)
            case Logged() | LogEdited() if me.journal.way.is_work:
                return mark_done(me)
            case DoneMarked(step=step) if step and me.chance(0.1):
                return Undo("done", step)
            case ReviewClosed(review=review, already=False) if me.chance(0.15):
                return Undo("review", review)
            case Shipped(shipment=shipment) if me.chance(0.2):
                return Undo("milestone", shipment.id)
            case Rested(rest=rest, already=False) if me.chance(0.2):
                return Undo("rest", rest.id)
            case Undone(what="review" | "milestone") if me.chance(0.3):
                return next_step(me)
        return super().reply(me, said)


def leave_shorter_path(me: Person) -> Command | None:
    """Go on week by week, if there is a shorter path here that they took."""
    way = me.journal.way
    return ShorterPath("leave") if way.shortened and way.part.short != way.part.legs else None


def go_back(me: Person) -> Command | None:
    """Take the week before once more; nothing earned is lost (R12)."""
    return Settings(week=me.journal.way.week - 1) if me.journal.way.week > 1 else None
