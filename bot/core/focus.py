"""Focus timers: when one ends, how long it ran, what of it may be logged, and for which day.

Instants are turned into UTC before anything is taken from them: Python subtracts two times of one zone by their wall
clocks, and would lose or win an hour where the clock changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NewType
from zoneinfo import ZoneInfo

from bot.core.days import local_day
from bot.core.facts import LogId
from bot.core.minutes import LEAST, MOST
from bot.core.people import GroupId, LearnerId

TimerId = NewType("TimerId", int)
USUAL = 25  # minutes
LONGEST = 180  # minutes that may be planned
WAITS = timedelta(days=7)  # for its log, after it ended or was stopped
A_MINUTE = timedelta(minutes=1)

Keep = Literal["planned", "ran"]


@dataclass(frozen=True, slots=True)
class Timer:
    """A planned sitting. `minutes` are those planned; `group` is whose members may join; `log` came of it.

    `settled` once it was logged or let go. `started_at` of somebody who joined lies up to a minute after the press,
    so that all of a round end together.
    """

    id: TimerId
    learner: LearnerId
    minutes: int
    started_at: datetime
    stopped_at: datetime | None = None
    settled: bool = False
    group: GroupId | None = None
    log: LogId | None = None

    @property
    def ends_at(self) -> datetime:
        """When it ends by itself (UTC)."""
        return self.started_at.astimezone(UTC) + self.minutes * A_MINUTE

    def runs(self, now: datetime) -> bool:
        """Whether its learner is focusing."""
        return not self.settled and self.stopped_at is None and now < self.ends_at

    def waits(self, now: datetime) -> bool:
        """Whether it is over or was stopped, and its log is still offered: for 7 days."""
        if self.settled or self.runs(now):
            return False
        return now < (self.stopped_at or self.ends_at).astimezone(UTC) + WAITS


def whole_minutes(start: datetime, end: datetime) -> int:
    """The whole minutes from one instant to another, rounded down; none if the end comes first."""
    return max(0, (end.astimezone(UTC) - start.astimezone(UTC)) // A_MINUTE)


def minutes_kept(timer: Timer, keep: Keep, now: datetime) -> int:
    """What a choice logs: of the minutes that ran at most those planned, or all of them up to 600 (R3).

    A timer that was not stopped ran until `now`. 0 where no whole minute ran: that is no log.
    """
    ran = whole_minutes(timer.started_at, timer.stopped_at or now)
    return min(ran, timer.minutes if keep == "planned" else MOST)


def choices(timer: Timer) -> tuple[int, ...]:
    """The minutes that are offered for a timer that is over: one number, or if more ran than was planned both.

    One that nobody stopped offers what was planned: nobody knows how long it really went on.
    """
    if timer.stopped_at is None:
        return (timer.minutes,)
    both = {minutes_kept(timer, keep, timer.stopped_at) for keep in ("planned", "ran")}
    return tuple(sorted(minutes for minutes in both if minutes >= LEAST))


def focus_day(started_at: datetime, zone: ZoneInfo, today: date) -> date:
    """The local day that a timer's log counts for: the one on which it began, in the zone that held then (R1).

    So whoever presses late loses no day, and a sitting over 04:00 stays one. Never ahead of today (R2), also after a
    flight to the west.
    """
    return min(local_day(started_at, zone), today)


def same_end(ends_at: datetime, now: datetime) -> tuple[datetime, int]:
    """Start and whole minutes of a timer that joins a round: it ends when the round does. 0 minutes: too late."""
    minutes = whole_minutes(now, ends_at)
    return ends_at.astimezone(UTC) - minutes * A_MINUTE, minutes


def round_to_join(timers: Iterable[Timer], now: datetime) -> Timer | None:
    """The round with the most time left, of those that have a whole minute left; of equals the first."""
    open_ = [it for it in timers if it.runs(now) and whole_minutes(now, it.ends_at) >= LEAST]
    return max(open_, key=lambda it: (it.ends_at, -it.id), default=None)
