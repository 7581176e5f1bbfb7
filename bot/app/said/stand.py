"""Where a learner stands, as facts to show."""

from dataclasses import dataclass
from typing import Literal

from bot.core.curriculum import Day, Phase, Week


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a learner stands in a curriculum: the week, and the day in it or what is due instead."""

    week: Week
    phase: Phase
    spot: Literal["day", "checkpoint", "review", "finished"]
    day: Day | None
    number: int  # of the day in its week, from 1; 0 when no day is next
    weeks: int  # of the whole curriculum
