"""What a simulated learner did, kept apart from the bot: the days, sums and places that must come of it.

Of an answer only its kind is believed, and the numbers that it gave to facts; all else follows from what was said and
when.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.simulation.club import Club
from bot.simulation.days_off import DaysOff
from bot.simulation.naive import A_DAY, A_WEEK, Facts, Flow, Weekdays, local_day, monday
from bot.simulation.naive_silence import NIGHT, Quiet
from bot.simulation.sittings import Sitting
from bot.simulation.way import Way

FIVE: Weekdays = frozenset(range(5))  # what a group of Monday to Friday offers, and a curriculum of five days a week


@dataclass(frozen=True, slots=True)
class Entry:
    """A log that stands: the flow, its words, its instant, and its place in the order of all that was said."""

    flow: Flow
    note: str
    focus: int | None
    at: datetime
    order: int

    @property
    def day(self) -> date:
        """The day it counts for."""
        return self.flow.day

    @property
    def logged_on(self) -> date:
        """The local day on which it was logged."""
        return self.flow.logged_on


@dataclass(slots=True)
class Review:
    """A text about a week; `yes` is the local day on which nothing was missing any more."""

    week: int
    at: datetime
    yes: date | None = None


@dataclass(slots=True)
class Journal:
    """A learner's own notes. `zones` are (instant, zone that holds from then on), also one that lies ahead.

    `written` is when each week was first explained, also where that was taken back.
    `unheard` counts the prompts that came since they last did anything, `restless` holds the Mondays of weeks in which
    they changed what prompts hang on, `snoozed` the instants to which prompts were put off.
    """

    name: str
    zones: list[tuple[datetime, str]]
    hour: time
    way: Way
    joined: date | None = None
    prompts: bool = False
    quiet: Quiet = NIGHT
    listed: bool = False
    plans: list[tuple[date, Weekdays]] = field(default_factory=list)
    logs: dict[int, Entry] = field(default_factory=dict)
    off: DaysOff = field(default_factory=DaysOff)
    sittings: dict[int, Sitting] = field(default_factory=dict)
    reviews: dict[int, Review] = field(default_factory=dict)
    written: dict[int, datetime] = field(default_factory=dict)
    checkins: dict[date, tuple[str, str]] = field(default_factory=dict)
    recalled: Counter[date] = field(default_factory=Counter)
    snoozed: set[datetime] = field(default_factory=set)
    restless: set[date] = field(default_factory=set)
    prompted: set[date] = field(default_factory=set)
    unheard: int = 0
    unheard_before: int = 0
    order: int = 0
    club: Club | None = None

    def zone_at(self, at: datetime) -> str:
        """The zone that holds at an instant (R11)."""
        return [zone for since, zone in self.zones if since <= at][-1]

    def today(self, at: datetime) -> date:
        """The local day (R1)."""
        return local_day(at, self.zone_at(at))

    def facts(self, today: date) -> Facts:
        """What stands, for the naive reading of the rules; rest up to the end of the week."""
        if self.joined is None:
            raise LookupError(f"{self.name} has not joined")
        until = monday(today) + A_WEEK - A_DAY
        rest = self.off.days(self.logs.values(), until) | self.season(until)
        return Facts(self.joined, self.flows, self.plans, rest)

    def season(self, until: date) -> frozenset[date]:
        """The days up to one that their group has off (R15)."""
        return frozenset(self.club.off(self.joined, until)) if self.club and self.joined else frozenset()

    @property
    def flows(self) -> list[Flow]:
        """The logs that stand, as the naive reading takes them."""
        return [entry.flow for entry in self.logs.values()]

    @property
    def explained(self) -> dict[int, date]:
        """The first yes of each week that has one, by the week under which the review stands (R10, R13)."""
        found: dict[int, date] = {}
        for review in self.reviews.values():
            if review.yes is not None:
                found[review.week] = min(review.yes, found.get(review.week, review.yes))
        return found

    def on(self, day: date) -> list[Entry]:
        """The logs that stand on a day."""
        return [entry for entry in self.logs.values() if entry.flow.day == day]

    def minutes_on(self, day: date) -> int:
        """What stands on a day."""
        return sum(entry.flow.minutes for entry in self.on(day))

    def is_off(self, day: date) -> bool:
        """Whether a day is rest, their own or their group's (R15)."""
        return self.off.covers(self.logs.values(), day) or day in self.season(day)

    def sitting(self, now: datetime) -> Sitting | None:
        """The timer that runs, else the newest that waits for its log."""
        own = sorted(self.sittings.values(), key=lambda it: -it.number)
        return next((it for it in own if it.runs(now)), None) or next((it for it in own if it.waits(now)), None)


def meant_day(when: str, today: date) -> date:
    """R2: today, yesterday or a date."""
    if not when:
        return today
    return today - A_DAY if when == "yesterday" else date.fromisoformat(when)


def morning_after(last: date, zone: str) -> datetime:
    """R11: the start of the day after the last one away, in the zone of the journey."""
    return datetime.combine(last + timedelta(days=1), time(4), ZoneInfo(zone))
