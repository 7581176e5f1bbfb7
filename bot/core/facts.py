"""What people did, as it was recorded. Every number is derived from the facts that stand (R19)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NewType

from bot.core.people import LearnerId

LogId = NewType("LogId", int)
StepId = NewType("StepId", int)
ReviewId = NewType("ReviewId", int)
UNDOABLE = timedelta(days=28)
"""How long a fact can be taken back (R19)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_A_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Log:
    """The record of a flow. `at` is when it was logged (UTC), `day` the sealed local day it counts for (R1),
    `logged_on` the local day on which it was logged, `zone` the zone that held then."""

    id: LogId
    learner: LearnerId
    curriculum: str
    at: datetime
    zone: str
    day: date
    logged_on: date
    minutes: int
    note: str = ""
    focus: int | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The plain-English explanation of a week. `whole` is the learner's own verdict: None until given,
    True when nothing was missing; `closed_on` is the local day of a yes."""

    id: ReviewId
    learner: LearnerId
    curriculum: str
    week: str
    text: str
    at: datetime
    whole: bool | None = None
    closed_on: date | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checkin:
    """The look back at one week (its Monday), private to the learner (R23)."""

    learner: LearnerId
    monday: date
    went_well: str
    in_the_way: str
    after: str
    i_will: str
    confidence: int
    at: datetime

    @property
    def number(self) -> int:
        """What names this one: a later one of its week is another. The microseconds from 1970 to its writing."""
        return (self.at - _EPOCH) // _A_MICROSECOND


def checkin_instant(number: int) -> datetime:
    """The instant (UTC) at which the check-in of a number was written. Raises OverflowError for none there can be."""
    return _EPOCH + number * _A_MICROSECOND
