"""Focus timers as a simulated learner remembers them: what each is worth, and for which day (R1-R3, R16)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.simulation.naive import local_day

A_MINUTE = timedelta(minutes=1)
WAITS = timedelta(days=7)
MOST_LOGGED = 600  # R3


@dataclass(slots=True)
class Sitting:
    """A timer of so many planned minutes; `zone` is the one that held at its start, `gone` once it was logged or let
    go."""

    number: int
    started: datetime
    minutes: int
    zone: str
    stopped: datetime | None = None
    gone: bool = False
    logged: bool = False
    told: bool = False  # whether its end was announced

    @property
    def ends(self) -> datetime:
        """When it ends by itself."""
        return self.started + self.minutes * A_MINUTE

    def runs(self, now: datetime) -> bool:
        """Whether its learner is focusing."""
        return not self.gone and self.stopped is None and now < self.ends

    def waits(self, now: datetime) -> bool:
        """Whether its log is offered, for 7 days."""
        return not self.gone and not self.runs(now) and now < (self.stopped or self.ends) + WAITS

    def ran(self, now: datetime) -> int:
        """Whole minutes until it was stopped, or until now."""
        return max(0, int(((self.stopped or now) - self.started).total_seconds()) // 60)

    def worth(self, keep: str, now: datetime) -> int:
        """The minutes that a choice logs."""
        return min(self.ran(now), self.minutes if keep == "planned" else MOST_LOGGED)

    def choices(self) -> tuple[int, ...]:
        """What is offered once it is over: what was planned, and what ran if somebody stopped it later."""
        if self.stopped is None:
            return (self.minutes,)
        return tuple(sorted({it for keep in ("planned", "ran") if (it := self.worth(keep, self.stopped)) > 0}))

    def day(self, today: date) -> date:
        """The day of its log: the one on which it began, never ahead of today."""
        return min(local_day(self.started, self.zone), today)
