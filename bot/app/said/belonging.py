"""What is said of a learner's place in a group, and of their study pair."""

from dataclasses import dataclass
from typing import Literal

from bot.core.people import Agreement


@dataclass(frozen=True, slots=True)
class Partner:
    """Whom a learner studies side by side with this week: their promise for it, and whether they were in already."""

    name: str
    promise: str
    studied: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A learner's study pair in a group, nobody if there is none yet; `promise` is their own for this week."""

    group: str
    group_id: int
    partners: tuple[Partner, ...]
    promise: str


@dataclass(frozen=True, slots=True)
class Promised:
    """What a learner promised their pair; on a Sunday it is for the week that comes."""

    pair: SideBySide
    for_next_week: bool


@dataclass(frozen=True, slots=True)
class Belonging:
    """How a group knows a learner, and what they agreed to there; `changed` is what they said just now.
    `roles`: the group gives roles on Discord for finished phases."""

    group: str
    group_id: int
    listed: bool
    name: str  # how the group knows the learner, or would
    agreed: frozenset[Agreement]
    pair: SideBySide
    changed: Literal["", "listed", "name"] | Agreement = ""
    roles: bool = False
    away: bool = False  # they left the group's chats, so that nobody there sees them
