"""What is said of days off."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.app.said.stand import Stand
from bot.core.rests import Rest
from bot.core.standing import OpenWeek


@dataclass(frozen=True, slots=True)
class SeasonOff:
    """Days that a group of the learner's has off, the last one included; it is not theirs to take back."""

    name: str
    group: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class RestShown:
    """What is off now or later, and what one tap would take."""

    rests: tuple[Rest, ...]
    today: date
    run: int
    seasons: tuple[SeasonOff, ...] = ()


@dataclass(frozen=True, slots=True)
class Rested:
    """Days are off; `already` if they were before."""

    rest: Rest
    today: date
    week: OpenWeek
    run: int
    already: bool


@dataclass(frozen=True, slots=True)
class Snoozed:
    """A prompt comes again at an instant, told on the clock of a zone."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class RestEnded:
    """Back before the rest was over, or a rest ahead was dropped; `days` would have been off, without a last one until
    further notice."""

    stand: Stand
    days: tuple[date, date | None]
