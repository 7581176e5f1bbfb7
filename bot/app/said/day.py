"""What is said of a flow, a day and their record."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.app.said.belonging import SideBySide
from bot.app.said.focus import TimerShown
from bot.app.said.resting import SeasonOff
from bot.app.said.stand import Stand
from bot.app.said.visits import VisitShown
from bot.core.curriculum import Day
from bot.core.facts import Log
from bot.core.rests import Rest
from bot.core.standing import OpenWeek


@dataclass(frozen=True, slots=True)
class TodayShown:
    """The next flow."""

    stand: Stand
    today: date
    minutes_spent: int  # on this day of the curriculum already (R12)
    minutes_today: int
    week: OpenWeek
    run: int
    welcome: bool  # the first thing after a gap (R22)
    gap: tuple[date, date] | None = None  # its first and last day: one press counts it as rest (R15)
    resting: bool = False
    timer: TimerShown | None = None  # the one that runs or waits for its log
    visit: VisitShown | None = None  # time in a study room that waits for its log
    shorter: bool = False  # whether the accelerated path is offered (R14)
    pairs: tuple[SideBySide, ...] = ()


@dataclass(frozen=True, slots=True)
class BackAgain:
    """Beside the first answers after a quiet week: one press counts the absence as rest (R15)."""

    stand: Stand
    gap: tuple[date, date]


@dataclass(frozen=True, slots=True)
class StuckShown:
    """What helps where the learner stands; `minutes_spent` are those on this day of the curriculum."""

    stand: Stand
    minutes_spent: int
    groups: tuple[tuple[int, str], ...] = ()  # that may be asked today, each with its name


@dataclass(frozen=True, slots=True)
class Logged:
    """A flow's receipt (R2: it names weekday and date)."""

    log: Log
    today: date
    minutes_that_day: int
    week: OpenWeek  # the open week
    run: int
    kept: int
    welcome_back: bool
    late_for_board: bool
    undoable_until: date
    next_day: Day | None  # what "flow done" would mark; None if nothing is to be marked
    done: "DoneMarked | None" = None
    gap: tuple[date, date] | None = None  # the absence that this flow ended: one press counts it as rest (R15)
    next: Stand | None = None  # the next small step, where it is a welcome and no day was marked


@dataclass(frozen=True, slots=True)
class WhichDay:
    """Between midnight and 04:00 "yesterday" is asked back with both dates (R2). Nothing was recorded yet; the note is
    held under `asked`."""

    days: tuple[date, date]
    minutes: int
    focus: int | None
    done: bool
    asked: str
    log: int = 0  # the log whose day is to change; 0 for a new one


@dataclass(frozen=True, slots=True)
class DoneMarked:
    """A day of the curriculum is done, and what comes next. `step` undoes it; 0 if it had been marked before."""

    day: Day | None  # None for a week's checkpoint
    already: bool
    step: int
    next: Stand


@dataclass(frozen=True, slots=True)
class LogEdited:
    """A log after its edit, and the one before."""

    before: Log
    log: Log
    today: date
    minutes_that_day: int
    week: OpenWeek
    run: int


@dataclass(frozen=True, slots=True)
class Undone:
    """A fact was taken back (or had been already), and what stands now."""

    what: Literal["log", "done", "review", "rest", "milestone", "phase", "checkin", "missing"]
    already: bool
    log: Log | None
    day: Day | None
    week_title: str
    week: OpenWeek
    run: int
    moved_back: bool
    stand: Stand
    rest: Rest | None = None
    monday: date | None = None  # of a check-in: the week that it looked back at


@dataclass(frozen=True, slots=True)
class NothingToUndo:
    """`/undo` with no log of the last 28 days."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the history."""

    what: Literal["log", "done", "review", "rest", "import", "milestone", "phase", "checkin"]
    which: int  # its number; of a check-in that of its Monday
    day: date
    log: Log | None
    title: str
    rest: Rest | None = None
    flows: int = 0  # of an import, and its minutes
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class HistoryShown:
    """Recent facts that can still be undone, newest first."""

    facts: tuple[Fact, ...]
    page: int
    pages: int
    today: date
    seasons: tuple[SeasonOff, ...] = ()  # of their groups, on the first page
