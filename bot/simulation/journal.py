"""What a simulated learner did, kept apart from the bot: the days, sums and places that must come of it.

Of an answer only its kind is believed, and the number that it gave a log; all else follows from what was said and when.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app.commands import AnswerReview, Command, EditLog, ListMe, LogFlow, MarkDone, Settings, Undo
from bot.app.said import (
    DoneMarked,
    Joined,
    ListingSet,
    LogEdited,
    Logged,
    ReviewClosed,
    ReviewOpen,
    Said,
    SettingsShown,
    Undone,
)
from bot.simulation.naive import A_DAY, Facts, Flow, Weekdays, changed, local_day, monday
from bot.simulation.way import Way

FIVE: Weekdays = frozenset(range(5))  # what a group of Monday to Friday offers, and a curriculum of five days a week


@dataclass(slots=True)
class Journal:
    """A learner's own notes. `zones` are (instant, zone that holds from then on), also one that lies ahead."""

    name: str
    zones: list[tuple[datetime, str]]
    hour: time
    way: Way
    joined: date | None = None
    prompts: bool = False
    listed: bool = False
    plans: list[tuple[date, Weekdays]] = field(default_factory=list)
    logs: dict[int, Flow] = field(default_factory=dict)
    explained: dict[int, date] = field(default_factory=dict)  # first yes of each week, by its number

    def zone_at(self, at: datetime) -> str:
        """The zone that holds at an instant (R11)."""
        return [zone for since, zone in self.zones if since <= at][-1]

    def today(self, at: datetime) -> date:
        """The local day (R1)."""
        return local_day(at, self.zone_at(at))

    def facts(self) -> Facts:
        """What stands, for the naive reading of the rules."""
        if self.joined is None:
            raise LookupError(f"{self.name} has not joined")
        return Facts(self.joined, list(self.logs.values()), self.plans)

    def minutes_on(self, day: date) -> int:
        """What stands on a day."""
        return sum(flow.minutes for flow in self.logs.values() if flow.day == day)

    def note(self, did: Command, said: Said, at: datetime) -> None:
        """Write down what was done, if the answer is of the kind that says so."""
        match did, said:
            case _, Joined():
                self._join(said, at)
            case ListMe(yes=yes), ListingSet():
                self.listed = yes
            case LogFlow(), Logged(log=log):
                self._log(did, log.id, at)
            case EditLog(log=log_id), LogEdited():
                self._edit(did, self.logs[log_id], at)
            case Undo(what="log", which=log_id), Undone():
                del self.logs[log_id]
            case MarkDone(), DoneMarked(already=False):
                self.way.done()
            case AnswerReview(missing=False), ReviewClosed(already=False, week=week):
                self.explained.setdefault(week.number, self.today(at))
                if week.number == self.way.week:
                    self.way.explained()
            case AnswerReview(missing=True), ReviewOpen():
                self.way.missing()
            case Settings(), SettingsShown():
                self._set(did, at)

    def _join(self, said: Joined, at: datetime) -> None:
        self.joined, self.prompts = self.today(at), said.prompts
        self.plans = [(monday(self.joined), FIVE)]

    def _log(self, did: LogFlow, log_id: int, at: datetime) -> None:
        today = self.today(at)
        self.logs[log_id] = Flow(_day(did.when, today), did.minutes, today)
        if did.done and self.way.is_work:
            self.way.done()

    def _edit(self, did: EditLog, before: Flow, at: datetime) -> None:
        day = _day(did.when, self.today(at)) if did.when else before.day
        minutes = before.minutes if did.minutes is None else did.minutes
        self.logs[did.log] = Flow(day, minutes, before.logged_on)

    def _set(self, did: Settings, at: datetime) -> None:
        today = self.today(at)
        if did.plan is not None:
            self.plans = changed(self.plans, today, did.plan.weekdays)
        if did.zone:
            home = self.zone_at(at)
            self.zones.append((at, did.zone))
            if did.until:
                self.zones.append((_morning_after(date.fromisoformat(did.until), did.zone), home))
        if did.hour is not None:
            self.hour = did.hour
        if did.prompts is not None:
            self.prompts = did.prompts
        if did.week is not None:
            self.way.placed(did.week)


def _day(when: str, today: date) -> date:
    """R2: today, yesterday or a date."""
    if not when:
        return today
    return today - A_DAY if when == "yesterday" else date.fromisoformat(when)


def _morning_after(last: date, zone: str) -> datetime:
    """R11: the start of the day after the last one away, in the zone of the journey."""
    return datetime.combine(last + timedelta(days=1), time(4), ZoneInfo(zone))
