"""What is said of settings, the curriculum and the bot itself."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from bot.app.said.stand import Stand
from bot.core.curriculum import Curriculum, Faq, Phase, Week
from bot.core.facts import Log
from bot.core.people import Group
from bot.core.plans import Plan


@dataclass(frozen=True, slots=True)
class Membership:
    """A group the learner is in, and whether it names them (None: not answered yet)."""

    id: int
    name: str
    listed: bool | None


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """All of a learner's settings, and which were changed just now."""

    name: str
    zone: str
    now: datetime
    back_on: date | None  # when the earlier zone returns
    hour: time
    plan: Plan
    next_plan: Plan | None  # holds from next Monday (R11)
    next_plan_from: date | None
    prompts: bool
    next_prompt: datetime | None
    groups: tuple[Membership, ...]
    stand: Stand
    changed: tuple[str, ...]
    recent: tuple[Log, ...]  # after a change of zone: the day of each log since the last plan day (R11)


@dataclass(frozen=True, slots=True)
class WeekShown:
    """A week of the curriculum to read."""

    week: Week
    phase: Phase
    part: Literal["", "days", "resources", "project"]
    here: bool
    here_day: str  # the day id where the learner stands, if here
    done_days: frozenset[str]
    weeks: int


@dataclass(frozen=True, slots=True)
class PhasesShown:
    """The whole way, phase by phase."""

    curriculum: Curriculum
    here: str  # week id, empty before joining


@dataclass(frozen=True, slots=True)
class FaqShown:
    """Questions that learners ask about the curriculum."""

    faq: tuple[Faq, ...]


@dataclass(frozen=True, slots=True)
class HelpShown:
    """Help for where it was asked and where the person stands."""

    joined: bool
    private: bool
    group: str  # of this chat; empty if none
    facilitator: bool
    welcome: bool


@dataclass(frozen=True, slots=True)
class PrivacyShown:
    """What is kept and why."""

    joined: bool
    logs: int
    reviews: int
    checkins: int


@dataclass(frozen=True, slots=True)
class GroupReady:
    """This chat is a group now, or its settings changed."""

    group: Group
    created: bool
    first_card: datetime
    curriculum: str
