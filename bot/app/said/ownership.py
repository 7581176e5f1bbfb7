"""What is said of one's own data: taken away, brought along, erased, and of leaving."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.app.said.reading import Membership
from bot.core.standing import OpenWeek


@dataclass(frozen=True, slots=True)
class StudyDay:
    """A study day, as a calendar shows it; `uid` is its own for ever."""

    uid: str
    day: date
    minutes: int
    flows: int


@dataclass(frozen=True, slots=True)
class Exported:
    """Everything that is stored of a learner: `data` as JSON, `logs` as CSV, and the study days."""

    made_at: datetime
    made_on: date  # the learner's local day
    data: str
    logs: str
    flows: int
    days: tuple[StudyDay, ...]


@dataclass(frozen=True, slots=True)
class DaysImported:
    """Study days were brought along. `first` undoes them all; 0 if there was nothing new."""

    first: int
    flows: int
    minutes: int
    known: int  # rows that stood here before
    since: date | None  # the first and the last day that were added
    until: date | None
    late: bool  # whether any is too late for a board (R2)
    passed_over: tuple[str, ...]  # columns that mean nothing here
    undoable_until: date
    kept: int


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """A file's study days were taken back (or had been already)."""

    already: bool
    flows: int
    minutes: int
    week: OpenWeek
    kept: int


@dataclass(frozen=True, slots=True)
class ForgetAsked:
    """The second yes that erasing takes, asked at an instant (seconds since 1970)."""

    name: str
    flows: int
    groups: tuple[str, ...]
    asked: int


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Nothing is stored of this person; `now`: since this very moment."""

    now: bool
    roles: bool = False  # on Discord some are still to be taken back


@dataclass(frozen=True, slots=True)
class LeaveChoice:
    """What a learner may leave: their groups, and the active curriculum."""

    groups: tuple[Membership, ...]
    curriculum: str
    ref: str  # names the curriculum on buttons


@dataclass(frozen=True, slots=True)
class LeaveAsked:
    """What leaving means, and the question whether to. With `group` 0 it is the curriculum, and `groups` go with it."""

    group: int
    name: str
    ref: str
    groups: tuple[str, ...]
    then: str  # the curriculum that is active afterwards; empty if there is no other


@dataclass(frozen=True, slots=True)
class Left:
    """A group (or a curriculum, with the groups that study it) was left."""

    name: str
    curriculum: bool
    groups: tuple[str, ...]
    then: str
