"""Days that a learner has declared off, before or after the fact (R15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType

from bot.core.days import A_DAY, monday_of
from bot.core.people import GroupId
from bot.core.whichday import FURTHEST_BACK_DAYS, BadDay, coming_day

RestId = NewType("RestId", int)
FURTHEST_AHEAD_DAYS = 366


@dataclass(frozen=True, slots=True)
class Rest:
    """A range of local days, the last included; without a last one it lasts until further notice.

    `declared_on` is the local day on which it was said, `at` the instant. One with a group is a season of it.
    """

    id: RestId
    first: date
    last: date | None
    at: datetime
    declared_on: date
    group: GroupId | None = None

    def covers(self, day: date) -> bool:
        """Whether a day is off."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class RestDays:
    """All of a learner's rests, to ask of a day whether it is off."""

    rests: tuple[Rest, ...] = ()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and any(rest.covers(day) for rest in self.rests)

    def until(self, last: date) -> frozenset[date]:
        """The days off up to a day, which it takes for a rest without an end to be counted."""
        return frozenset(day for rest in self.rests for day in _days(rest, last))

    def in_time(self, last: date, board: GroupId | None) -> frozenset[date]:
        """The same, of what changes a group's board (R10): its own seasons whenever they were declared, and what was
        declared before its week ended, be it by the learner or by another group of theirs."""
        return frozenset(
            day
            for rest in self.rests
            for day in _days(rest, last)
            if (rest.group is not None and rest.group == board) or monday_of(day) + timedelta(6) >= rest.declared_on
        )


NO_RESTS = RestDays()


def _days(rest: Rest, until: date) -> Iterable[date]:
    last = until if rest.last is None else min(rest.last, until)
    return (rest.first + n * A_DAY for n in range((last - rest.first).days + 1))


class BadRest(ValueError):
    """A range that cannot be declared off. `day` is the one at fault."""

    def __init__(self, reason: str, text: str = "", day: date | None = None) -> None:
        super().__init__(f"{reason}: {text!r}")
        self.reason = reason
        self.text = text
        self.day = day


def rest_range(first: str, last: str, today: date) -> tuple[date, date | None]:
    """The range that somebody means by its first and its last day, either of which may be left out (R15).

    Nothing at all is until further notice from today on; a first day alone is that day; a last day alone begins today.
    From 28 days back to a year ahead. Raises BadRest: "unreadable", "too_far", "too_far_ahead", "backwards".
    """
    begins = _day(first, today) if first.strip() else today
    ends = _day(last, max(begins, today)) if last.strip() else begins if first.strip() else None
    if begins < today - timedelta(days=FURTHEST_BACK_DAYS):
        raise BadRest("too_far", first, begins)
    if ends is not None and ends < begins:
        raise BadRest("backwards", last, ends)
    furthest = max(begins, ends or begins)
    if furthest > today + timedelta(days=FURTHEST_AHEAD_DAYS):
        raise BadRest("too_far_ahead", last or first, furthest)
    return begins, ends


def _day(text: str, today: date) -> date:
    try:
        return coming_day(text, today)
    except BadDay:
        raise BadRest("unreadable", text) from None


def end_by_log(rest: Rest, logged_on: date) -> date:
    """Where a rest without an end is over once a day of it was logged for (R15): the day before it was logged.

    What was off until then stays off, also behind the day that the log counts for: nobody loses a run by a flow that
    is remembered late. The day on which it began stays off in any case.
    """
    return max(rest.first, logged_on - A_DAY)
