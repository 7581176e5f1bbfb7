"""Visits to a group's study room: what was seen of them, when one is over, and the minutes that may be offered.

A visit is a chain of sightings. Nobody is in the room for longer than they were seen there: what lies after the last
sighting is never counted. Instants are turned into UTC before anything is taken from them, as in `core/focus.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, NewType

from bot.core.facts import LogId
from bot.core.focus import A_MINUTE, WAITS, Timer
from bot.core.minutes import MOST
from bot.core.people import LearnerId

VisitId = NewType("VisitId", int)
BACK_WITHIN = timedelta(minutes=5)  # leaving for no longer than this, or unseen for no longer, is the same visit
WORTH = 10 * A_MINUTE  # a stretch that is shorter is not offered

Span = tuple[datetime, datetime]
State = Literal["here", "away", "left", "over", "settled"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. `channel` is the room's id on its platform, `room` its name then; `log` came of it.

    `seen_at` is the last sighting. `here`: in the room when last seen. `away`: gone since then, and may be back.
    `left`: gone to another channel. `over`: its minutes wait for an answer. `settled`: logged, or let go. `breaks` are
    the absences within it.
    """

    id: VisitId
    learner: LearnerId
    channel: str
    room: str
    started_at: datetime
    seen_at: datetime
    state: State = "here"
    breaks: tuple[Span, ...] = ()
    log: LogId | None = None

    @property
    def ends_at(self) -> datetime:
        """When it is over, unless its learner is seen in the room until then (UTC)."""
        return self.seen_at.astimezone(UTC) + BACK_WITHIN

    def is_over(self, now: datetime) -> bool:
        """Whether it can no longer go on."""
        return self.state not in ("here", "away") or now >= self.ends_at

    def waits(self, now: datetime) -> bool:
        """Whether its minutes are still offered: for 7 days."""
        return self.state == "over" and now < self.seen_at.astimezone(UTC) + WAITS


def sighted(visit: Visit, now: datetime) -> Visit | None:
    """A visit after its learner was seen in the room; None if it was over before, and another one begins.

    Whoever was in the room at two sightings was there between them; whoever had left has a break.
    """
    if visit.is_over(now):
        return None
    now = max(now, visit.seen_at)
    breaks = visit.breaks if visit.state == "here" else (*visit.breaks, (visit.seen_at, now))
    return replace(visit, seen_at=now, state="here", breaks=breaks)


def gone(visit: Visit, at: datetime | None, *, elsewhere: bool) -> Visit:
    """A visit after its learner was found gone; `elsewhere` if they are in another channel, which ends it.

    `at` is when they were seen leaving. If nobody saw that, the last sighting is the end.
    """
    if visit.is_over(visit.seen_at):
        return visit
    saw_it = at is not None and visit.state == "here" and not visit.is_over(at)
    seen_at = max(at, visit.seen_at) if at is not None and saw_it else visit.seen_at
    return replace(visit, seen_at=seen_at, state="left" if elsewhere else "away")


def claimed(timer: Timer, logged: int | None) -> Span:
    """The time that a focus timer has a claim on: what was `logged` of it, else what it offers.

    One that was let go keeps its claim on what was planned: those minutes were offered once.
    """
    start = timer.started_at.astimezone(UTC)
    if logged is not None:
        return start, start + logged * A_MINUTE
    end = (timer.stopped_at or timer.ends_at).astimezone(UTC)
    return start, min(end, timer.ends_at if timer.settled else start + MOST * A_MINUTE)


def minutes_offered(visit: Visit, claims: Iterable[Span]) -> int:
    """The whole minutes of a visit outside of `claims`, at most 600 (R3); 0 if that is not worth an offer.

    What lies between two claims counts from 10 minutes in the room on, breaks not included.
    """
    whole = (visit.started_at.astimezone(UTC), visit.seen_at.astimezone(UTC))
    breaks = [_utc(span) for span in visit.breaks]
    lengths = (_length(_outside([free], breaks)) for free in _outside([whole], [_utc(span) for span in claims]))
    offered = sum((length for length in lengths if length >= WORTH), timedelta())
    return min(offered // A_MINUTE, MOST)


def _outside(spans: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    """What of some spans lies in none of those that are taken."""
    left = list(spans)
    for start, end in taken:
        left = (
            [
                (begin, until)
                for first, last in left
                for begin, until in ((first, min(last, start)), (max(first, end), last))
                if begin < until
            ]
            if start < end
            else left
        )
    return left


def _length(spans: Iterable[Span]) -> timedelta:
    return sum((end - start for start, end in spans), timedelta())


def _utc(span: Span) -> Span:
    start, end = span
    return start.astimezone(UTC), end.astimezone(UTC)
