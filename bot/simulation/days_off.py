"""The days that a simulated learner has declared off, read from their own words alone (R15)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.simulation import naive
from bot.simulation.naive import A_DAY


class Logged(Protocol):
    """What of a flow ends a rest: its day, the day on which it was logged, and after how many things it was said."""

    @property
    def day(self) -> date: ...

    @property
    def logged_on(self) -> date: ...

    @property
    def order(self) -> int: ...


@dataclass(slots=True)
class Off:
    """A rest: without a last day until further notice. `over` is the last one where somebody came back early."""

    first: date
    last: date | None
    declared_on: date
    at: datetime
    order: int
    over: date | None = None

    def ends(self, flows: Iterable[Logged]) -> date | None:
        """Its last day; without an end it is over when a day of it is logged for, though never before its first."""
        if self.over is not None:
            return self.over
        if self.last is not None:
            return self.last
        after = [it for it in flows if it.order > self.order and it.day >= self.first]
        return max(self.first, min(after, key=lambda it: it.order).logged_on - A_DAY) if after else None


@dataclass(slots=True)
class DaysOff:
    """All rests that stand, by the number that the bot gave them."""

    offs: dict[int, Off] = field(default_factory=dict)

    def spans(self, flows: Iterable[Logged]) -> dict[int, tuple[date, date | None]]:
        """First and last day of each."""
        told = list(flows)
        return {number: (off.first, off.ends(told)) for number, off in self.offs.items()}

    def days(self, flows: Iterable[Logged], until: date) -> frozenset[date]:
        """Every day off up to one."""
        return frozenset(day for first, last in self.spans(flows).values() for day in _days(first, last, until))

    def in_time(self, flows: Iterable[Logged], until: date) -> frozenset[date]:
        """R10: the same, of what was declared before its week ended."""
        spans = self.spans(flows)
        offs = (naive.Off(*spans[number], off.declared_on) for number, off in self.offs.items())
        return naive.rest_in_time(offs, until, None)

    def covers(self, flows: Iterable[Logged], day: date) -> bool:
        """Whether a day is off."""
        return any(first <= day and (last is None or day <= last) for first, last in self.spans(flows).values())


def _days(first: date, last: date | None, until: date) -> list[date]:
    end = until if last is None else min(last, until)
    return [first + n * A_DAY for n in range((end - first).days + 1)]
