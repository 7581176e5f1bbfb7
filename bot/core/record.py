"""What stands of a learner, day by day: all that verdicts, run, reserve and points are made from (R5-R10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.plans import PlanHistory

STUDY_DAY_MINUTES = 10
NO_REST: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class DayFacts:
    """The standing logs of a local day: minutes, number, and the minutes logged at most 7 days late (R2)."""

    minutes: int
    logs: int
    on_time_minutes: int

    @property
    def is_study_day(self) -> bool:
        """Whether a flow's worth was done: 10 minutes or more."""
        return self.minutes >= STUDY_DAY_MINUTES


NOTHING = DayFacts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Record:
    """A learner's facts: the local day of joining, what stands on each day, plans, declared rest days."""

    joined: date
    days: Mapping[date, DayFacts]
    plans: PlanHistory
    rest: frozenset[date] = NO_REST

    def on(self, day: date) -> DayFacts:
        """What stands on a day."""
        return self.days.get(day, NOTHING)

    def is_study_day(self, day: date) -> bool:
        """Whether a day holds at least 10 logged minutes."""
        return self.on(day).is_study_day

    def is_rest_on_plan_day(self, day: date) -> bool:
        """Whether a declared rest day is one that was planned for study (R7, R9)."""
        return day in self.rest and self.plans.is_plan_day(day)
