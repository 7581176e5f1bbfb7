"""What a learner lets a group read, one item at a time (R23)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NewType

from bot.core.days import A_WEEK, monday_of
from bot.core.people import GroupId, LearnerId

ShareId = NewType("ShareId", int)
What = Literal["well", "way", "plan", "review"]
"""The answers of a check-in (what went well, what got in the way, the plan), or a review."""


@dataclass(frozen=True, slots=True)
class Share:
    """An item as it was shared, word for word. `ref` is the check-in's Monday or the review's number, `monday` begins
    the week whose digest tells it."""

    id: ShareId
    learner: LearnerId
    group: GroupId
    what: What
    ref: str
    monday: date
    text: str
    at: datetime


def told_in(looked_back_on: date | None, today: date) -> date:
    """The week whose digest tells a share: that of the check-in, or the newest if that has been; for a review the
    present one."""
    if looked_back_on is None:
        return monday_of(today)
    return max(looked_back_on, monday_of(today) - A_WEEK)
