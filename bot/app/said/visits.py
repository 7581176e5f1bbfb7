"""What is said of time in a study room."""

from dataclasses import dataclass
from datetime import date

from bot.core.facts import Log


@dataclass(frozen=True, slots=True)
class VisitShown:
    """A visit that may be logged, as its learner sees it: `minutes` in `room`, for the local day of its beginning.

    `besides`: the rest of the visit belongs to focus timers.
    """

    visit: int
    room: str
    minutes: int
    day: date
    today: date
    besides: bool = False


@dataclass(frozen=True, slots=True)
class VisitOffered:
    """The one message that offers it. Nothing is counted by itself."""

    visit: VisitShown


@dataclass(frozen=True, slots=True)
class VisitSettled:
    """A visit that was logged before, or let go: then `visit` can still be logged.

    Without either, the learner's timers have its minutes already.
    """

    log: Log | None
    visit: VisitShown | None
    today: date
