"""What is said of settings, the curriculum and the bot itself."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from bot.app.said.stand import Stand
from bot.app.shelf import Choice
from bot.core.curriculum import Curriculum, Faq, Phase, Stretch, Week
from bot.core.editions import Counts
from bot.core.facts import Log
from bot.core.plans import Plan
from bot.core.prompts import QuietHours


@dataclass(frozen=True, slots=True)
class Membership:
    """A group the learner is in, whether it names them (None: not answered yet), and by which name."""

    id: int
    name: str
    listed: bool | None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """All of a learner's settings, and which were changed just now."""

    name: str
    zone: str
    now: datetime
    back_on: date | None  # when the earlier zone returns
    hour: time
    quiet: QuietHours
    plan: Plan
    next_plan: Plan | None  # holds from next Monday (R11)
    next_plan_from: date | None
    prompts: bool
    next_prompt: datetime | None
    groups: tuple[Membership, ...]
    stand: Stand
    curriculum: str
    others: tuple[Choice, ...]
    left_groups: tuple[str, ...]  # after a change of curriculum: those that study another
    changed: tuple[str, ...]
    recent: tuple[Log, ...]  # after a change of zone: the day of each log since the last plan day (R11)
    rooms: tuple[str, ...] = ()  # the study rooms of their groups
    voice: bool = True  # whether time there is offered for logging
    language: str = ""  # the tag of the one that they chose; empty: as their app says


@dataclass(frozen=True, slots=True)
class WeekShown:
    """A week of a curriculum to read, one of its days, or what helps with it.

    In all of these `of` names another curriculum than the reader's active one, for the buttons.
    """

    week: Week
    phase: Phase
    phase_number: int
    part: Literal["", "day", "help"]
    day: int  # which one is read, from 1
    spot: str  # where the learner stands in this week: a day's id, "review", "project" and so on; else empty
    done_days: frozenset[str]
    closed: bool
    weeks: int
    of: str
    explainable: bool = False  # the learner has come past it without explaining it
    path: Stretch | None = None  # the weeks it is taken together with, on the learner's accelerated path


@dataclass(frozen=True, slots=True)
class CurriculumShown:
    """The whole way, phase by phase."""

    curriculum: Curriculum
    here: str  # week id, empty for who is not on it
    closed: frozenset[str]  # weeks
    others: tuple[Choice, ...]
    of: str
    project: int = 0  # the number of the phase at whose project the learner stands


@dataclass(frozen=True, slots=True)
class PhaseShown:
    """A phase with its weeks, a page of them."""

    phase: Phase
    number: int
    phases: int
    here: str
    closed: frozenset[str]
    page: int
    of: str
    shipped: int = 0  # steps of its project


@dataclass(frozen=True, slots=True)
class ProjectShown:
    """What a phase ends with."""

    phase: Phase
    number: int
    of: str
    shipped: frozenset[str] = frozenset()  # milestones
    entered: bool = False  # whether its steps can be shipped


@dataclass(frozen=True, slots=True)
class AboutShown:
    """For whom a curriculum is, what it takes, and whose it is."""

    curriculum: Curriculum
    of: str


@dataclass(frozen=True, slots=True)
class FaqShown:
    """Questions that learners ask about the curriculum; `number` is the one that is answered, 0 for none."""

    faq: tuple[Faq, ...]
    number: int
    of: str


@dataclass(frozen=True, slots=True)
class CurriculumChanged:
    """Told to a learner once: their curriculum has a newer edition.

    `counts` is None where nobody can tell what changed.
    """

    title: str
    counts: Counts | None
    stand: Stand


@dataclass(frozen=True, slots=True)
class HelpShown:
    """Help for where it was asked and where the person stands."""

    private: bool
    group: str  # of this chat; empty if none
    facilitator: bool
    state: Literal["stranger", "new", "under way", "back", "anybody"]
    gap: tuple[date, date] | None = None  # of somebody who is back: one press counts it as rest
    stand: Stand | None = None  # of a learner

    def for_anybody(self) -> "HelpShown":
        """The same where everybody reads the answer: nothing of who asked but a facilitator's right (R22, R23)."""
        return HelpShown(self.private, self.group, self.facilitator, "anybody")


@dataclass(frozen=True, slots=True)
class PrivacyShown:
    """What is kept and why."""

    joined: bool
    logs: int
    reviews: int
    checkins: int
