"""What is said of focus timers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.app.said.stand import Stand
from bot.core.facts import Log


@dataclass(frozen=True, slots=True)
class Focusing:
    """Who focuses in a group now: the listed by name, everybody in the number from three on (R22, R23).

    `until` is when the round ends that others may join, and `zone` the group's.
    """

    names: tuple[str, ...]
    learners: int
    until: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class TimerShown:
    """A timer as its learner sees it. `stand` is where they stood when it began, `day` the one its log counts for.

    `choices` are the minutes that may be logged: one number, or two if more ran than was planned.
    """

    timer: int
    state: Literal["runs", "over", "stopped"]
    minutes: int  # planned
    choices: tuple[int, ...]
    ends_at: datetime
    zone: str
    stand: Stand
    day: date
    today: date


@dataclass(frozen=True, slots=True)
class FocusShown:
    """A timer runs: `fresh` if it began just now, with what waits for its log, and `logged` of the round before."""

    timer: TimerShown
    now: datetime
    fresh: bool
    others: Focusing | None
    waiting: TimerShown | None
    logged: Log | None = None


@dataclass(frozen=True, slots=True)
class FocusRound:
    """Told in a group where a listed member began: a round that others may join.

    It is told once and never drawn again, so `learners` are a number without a name: names come and go on the card.
    """

    group_id: int
    timer: int
    fresh: bool
    now: datetime
    ends_at: datetime
    zone: str
    learners: int


@dataclass(frozen=True, slots=True)
class RoundOver:
    """A round that somebody wanted to join has ended."""

    group_id: int


@dataclass(frozen=True, slots=True)
class FocusStopped:
    """A timer was stopped: what may be logged of it; nothing where not even a minute ran."""

    timer: TimerShown


@dataclass(frozen=True, slots=True)
class FocusEnded:
    """The nudge at a timer's end."""

    timer: TimerShown


@dataclass(frozen=True, slots=True)
class FocusSettled:
    """A timer that was logged before, or let go: then `minutes` can still be logged, if there are any."""

    timer: int
    log: Log | None
    minutes: int
    today: date
