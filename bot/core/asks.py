"""A question to one's group: what it is, and how many a group can take."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType

from bot.core.people import GroupId, LearnerId

AskId = NewType("AskId", int)
MOST_IN_A_GROUP = 3
"""Questions that a group is posted within `WITHIN`, whoever asks; a learner asks a group once a local day."""
WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Ask:
    """A learner's question to a group, about the week they stood in (its id). `day` is their local day."""

    id: AskId
    learner: LearnerId
    group: GroupId
    week: str
    text: str
    at: datetime
    day: date
