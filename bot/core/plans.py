"""The weekdays a learner studies on, what a week of them asks for, and since when (R5, R11)."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from bot.core.days import A_WEEK, monday_of

FEWEST_DAYS = 2
MOST_DAYS = 7
_FLOORS = {2: 1, 3: 2, 4: 3, 5: 3, 6: 4, 7: 5}
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORDS = {
    "weekdays": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    "weekends": frozenset({5, 6}),
    "every day": frozenset(range(7)),
    "everyday": frozenset(range(7)),
    "daily": frozenset(range(7)),
}
_COUNT = re.compile(r"([0-9]{1,3})(?: days?)?(?: (?:a|per) week)?")
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b)\s*")  # noqa: RUF001 - people paste typographic dashes
_BETWEEN = re.compile(r"[\s,;/+&]+(?:and\s+)?")


class BadPlan(ValueError):
    """Something that is no plan of 2 to 7 weekdays."""

    def __init__(self, text: str, reason: Literal["unreadable", "too_few", "too_many"]) -> None:
        super().__init__(f"{reason}: {text!r}")
        self.text = text
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Plan:
    """2 to 7 weekdays, 0 is Monday. Raises BadPlan for fewer, or for a number that is no weekday."""

    weekdays: frozenset[int]

    def __post_init__(self) -> None:
        if not self.weekdays <= frozenset(range(7)):
            raise BadPlan(str(sorted(self.weekdays)), "unreadable")
        if len(self.weekdays) < FEWEST_DAYS:
            raise BadPlan(str(sorted(self.weekdays)), "too_few")

    @property
    def size(self) -> int:
        """How many days a week are planned: p in R5, 2 to 7. So many study days make a week full."""
        return len(self.weekdays)

    @property
    def floor(self) -> int:
        """How many study days make a week solid: f in R5."""
        return _FLOORS[self.size]


def default_plan(days_per_week: int) -> Plan:
    """So many days from Monday on. Raises BadPlan outside 2 to 7."""
    if days_per_week > MOST_DAYS:
        raise BadPlan(str(days_per_week), "too_many")
    return Plan(frozenset(range(days_per_week)))


def parse_plan(text: str) -> Plan:
    """Read a plan such as "mon-fri", "sat, sun", "fri-mon", "weekdays", "every day" or "5" (from Monday on).

    Raises BadPlan with the text as it was said.
    """
    try:
        return _read(" ".join(text.lower().split()))
    except BadPlan as bad:
        raise BadPlan(text, bad.reason) from None


def _read(said: str) -> Plan:
    if found := _COUNT.fullmatch(said):
        return default_plan(int(found[1]))
    if said in _WORDS:
        return Plan(_WORDS[said])
    parts = [part for part in _BETWEEN.split(_RANGE.sub("-", said)) if part]
    if not parts:
        raise BadPlan(said, "unreadable")
    return Plan(frozenset(day for part in parts for day in _days(part)))


def _days(part: str) -> Iterable[int]:
    if part in _WORDS:
        return _WORDS[part]
    first, dash, last = part.partition("-")
    start = _weekday(first)
    if not dash:
        return (start,)
    return ((start + n) % 7 for n in range((_weekday(last) - start) % 7 + 1))


def _weekday(said: str) -> int:
    begun = said.removesuffix(".").removesuffix("s") if len(said) > 3 else said  # "mondays", "tues", "weds"
    for number, name in enumerate(_NAMES):
        if len(begun) >= 3 and name.startswith(begun):
            return number
    raise BadPlan(said, "unreadable")


@dataclass(frozen=True, slots=True)
class PlanHistory:
    """A learner's plans, each with the Monday from which it holds, in that order.

    Raises ValueError for none, or for one that begins on another weekday.
    """

    plans: tuple[tuple[date, Plan], ...]

    def __post_init__(self) -> None:
        if not self.plans:
            raise ValueError("a learner has a plan from the first week on")
        if any(monday != monday_of(monday) for monday, _ in self.plans):
            raise ValueError("a plan holds from a Monday on")
        object.__setattr__(self, "plans", tuple(sorted(self.plans, key=lambda entry: entry[0])))

    @classmethod
    def beginning(cls, day: date, plan: Plan) -> Self:
        """The history of someone who begins on `day` with `plan`; it holds in that week already."""
        return cls(((monday_of(day), plan),))

    def on(self, monday: date) -> Plan:
        """The plan of the week of `monday`. Weeks before the first plan are measured by the first one."""
        at = bisect_right(self.plans, monday, key=lambda entry: entry[0])
        return self.plans[max(at - 1, 0)][1]

    def is_plan_day(self, day: date) -> bool:
        """Whether a local day is one of the weekdays planned for its week."""
        return day.weekday() in self.on(monday_of(day)).weekdays

    def changed(self, today: date, plan: Plan) -> "PlanHistory":
        """The history once `plan` is chosen today: from next Monday, in place of what was to come (R11)."""
        return PlanHistory((*self._until(today), (monday_of(today) + A_WEEK, plan)))

    def _until(self, today: date) -> tuple[tuple[date, Plan], ...]:
        """What holds up to the week of `today`; the first plan is kept whatever its date."""
        held = tuple(entry for entry in self.plans if entry[0] <= monday_of(today))
        return held or ((monday_of(today), self.plans[0][1]),)
