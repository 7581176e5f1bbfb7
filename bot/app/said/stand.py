"""Where a learner stands, as facts to show."""

from dataclasses import dataclass
from typing import Literal

from bot.core.curriculum import Day, Phase, Stretch, Week
from bot.core.gates import Gate


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a learner stands in a curriculum: the week, and the day in it or what is due instead."""

    week: Week
    phase: Phase
    spot: Literal["day", "checkpoint", "review", "project", "finished"]
    day: Day | None
    number: int  # of the day in its week, from 1; 0 when no day is next
    weeks: int  # of the whole curriculum
    phase_number: int = 1
    path: Stretch | None = None  # the weeks that are taken together, on the accelerated path
    gate: Gate | None = None  # at the project: what leaving the phase still takes

    @property
    def days(self) -> int:
        """How many days the week has on this path."""
        return len(self.path.days if self.path else self.week.days)

    @property
    def explain(self) -> str:
        """What its review must explain."""
        if self.path:
            return self.path.explain
        return self.week.explain or ", ".join(day.title for day in self.week.days)

    @property
    def together(self) -> tuple[int, ...]:
        """The numbers of the weeks that the review closes."""
        return tuple(week.number for week in (self.path.weeks if self.path else (self.week,)))
